package io.millrace.expression;

import io.millrace.type.Type;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/** Operations on datetimes and durations by way of java.time. */
final class TimeOracle {
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

    private TimeOracle() {}

    static Object apply(Op op, Object[] in, Type type) {
        return switch (op) {
            case ROUND_TO, FLOOR_TO -> toMultiple(op, in, type);
            case ADD_MONTHS -> {
                long months = Math.clamp((Long) in[1], -100_000, 100_000);
                yield checked(local(in[0]).plusMonths(months), type);
            }
            case TRUNCATE_TO -> truncated(local(in[0]), (String) in[1], type);
            case TO_UTC -> toUtc((LocalDateTime) in[0], (String) in[1]);
            case TO_NAIVE_IN_TIMEZONE -> {
                try {
                    yield checked(LocalDateTime.ofInstant((Instant) in[0], ZoneId.of((String) in[1])), type);
                } catch (DateTimeException e) {
                    yield TextOracle.FAILED;
                }
            }
            case NANOSECONDS, MICROSECONDS, MILLISECONDS, SECONDS, MINUTES, HOURS, DAYS, WEEKS ->
                ((Duration) in[0]).toNanos() / unit(op).getDuration().toNanos();
            case TIMESTAMP_NS -> nanos(local(in[0])).longValueExact();
            default -> in[0] instanceof LocalDate date ? field(op, date.atStartOfDay()) : field(op, local(in[0]));
        };
    }

    private static LocalDateTime local(Object value) {
        return value instanceof Instant utc ? LocalDateTime.ofInstant(utc, ZoneOffset.UTC) : (LocalDateTime) value;
    }

    private static BigInteger nanos(LocalDateTime at) {
        return BigInteger.valueOf(at.toEpochSecond(ZoneOffset.UTC))
                .multiply(NANOS)
                .add(BigInteger.valueOf(at.getNano()));
    }

    private static Object checked(LocalDateTime at, Type type) {
        return nanos(at).bitLength() > 63
                ? TextOracle.FAILED
                : type == Type.DATE_TIME_UTC ? at.toInstant(ZoneOffset.UTC) : (Object) at;
    }

    private static Object field(Op op, LocalDateTime at) {
        return switch (op) {
            case NANOSECOND -> (long) at.getNano();
            case MICROSECOND -> at.getNano() / 1_000L;
            case MILLISECOND -> at.getNano() / 1_000_000L;
            case SECOND -> (long) at.getSecond();
            case MINUTE -> (long) at.getMinute();
            case HOUR -> (long) at.getHour();
            case DAY -> (long) at.getDayOfMonth();
            case MONTH -> (long) at.getMonthValue();
            case YEAR -> (long) at.getYear();
            case WEEKDAY -> at.getDayOfWeek().getValue() - 1L;
            case DAY_OF_YEAR -> (long) at.getDayOfYear();
            case WEEK -> (long) at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case ISO_YEAR -> (long) at.get(IsoFields.WEEK_BASED_YEAR);
            case QUARTER -> (long) at.get(IsoFields.QUARTER_OF_YEAR);
            case DAYS_IN_MONTH -> (long) YearMonth.from(at).lengthOfMonth();
            case IS_LEAP_YEAR -> Year.isLeap(at.getYear());
            default -> throw new AssertionError(op);
        };
    }

    private static Object truncated(LocalDateTime at, String unit, Type type) {
        LocalDate day = at.toLocalDate();
        LocalDateTime start = switch (unit) {
            case "year" -> day.withDayOfYear(1).atStartOfDay();
            case "quarter" ->
                YearMonth.of(at.getYear(), day.getMonth().firstMonthOfQuarter())
                        .atDay(1)
                        .atStartOfDay();
            case "month" -> day.withDayOfMonth(1).atStartOfDay();
            case "week" -> day.minusDays(day.getDayOfWeek().getValue() - 1L).atStartOfDay();
            case "day" -> at.truncatedTo(ChronoUnit.DAYS);
            case "hour" -> at.truncatedTo(ChronoUnit.HOURS);
            case "minute" -> at.truncatedTo(ChronoUnit.MINUTES);
            case "second" -> at.truncatedTo(ChronoUnit.SECONDS);
            case "millisecond" -> at.truncatedTo(ChronoUnit.MILLIS);
            case "microsecond" -> at.truncatedTo(ChronoUnit.MICROS);
            default -> null;
        };
        return start == null ? TextOracle.FAILED : checked(start, type);
    }

    private static Object toUtc(LocalDateTime local, String zone) {
        try {
            ZoneId id = ZoneId.of(zone);
            List<ZoneOffset> offsets = id.getRules().getValidOffsets(local);
            if (!offsets.isEmpty()) {
                return checked(
                        LocalDateTime.ofInstant(local.toInstant(offsets.getLast()), ZoneOffset.UTC),
                        Type.DATE_TIME_UTC);
            }
            ZoneOffsetTransition gap = id.getRules().getTransition(local);
            return checked(LocalDateTime.ofInstant(gap.getInstant(), ZoneOffset.UTC), Type.DATE_TIME_UTC);
        } catch (DateTimeException e) {
            return TextOracle.FAILED;
        }
    }

    private static Object toMultiple(Op op, Object[] in, Type type) {
        BigInteger value = nanos(local(in[0]));
        BigInteger span = BigInteger.valueOf(((Duration) in[1]).toNanos());
        if (span.signum() <= 0) {
            return TextOracle.FAILED;
        }
        BigInteger base = RowOracle.floorDivide(value, span).multiply(span);
        boolean isUp = op == Op.ROUND_TO && value.subtract(base).shiftLeft(1).compareTo(span) >= 0;
        BigInteger result = isUp ? base.add(span) : base;
        return result.bitLength() > 63 ? TextOracle.FAILED : RowOracle.ofNanos(result.longValue(), type);
    }

    private static ChronoUnit unit(Op op) {
        return switch (op) {
            case NANOSECONDS -> ChronoUnit.NANOS;
            case MICROSECONDS -> ChronoUnit.MICROS;
            case MILLISECONDS -> ChronoUnit.MILLIS;
            case SECONDS -> ChronoUnit.SECONDS;
            case MINUTES -> ChronoUnit.MINUTES;
            case HOURS -> ChronoUnit.HOURS;
            case DAYS -> ChronoUnit.DAYS;
            default -> ChronoUnit.WEEKS;
        };
    }

    /** A duration as Pathway prints it. */
    static String text(Duration span) {
        List<String> parts = new ArrayList<>();
        Duration magnitude = span.isNegative() ? span.negated() : span;
        String sign = span.isNegative() ? "-" : "";
        long[] counts = {
            magnitude.toDaysPart(),
            magnitude.toHoursPart(),
            magnitude.toMinutesPart(),
            magnitude.toSecondsPart(),
            magnitude.toNanosPart()
        };
        String[] names = {"d", "h", "m", "s", "ns"};
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                parts.add(sign + counts[i] + names[i]);
            }
        }
        return String.join(" ", parts);
    }
}
