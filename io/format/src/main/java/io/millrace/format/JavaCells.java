package io.millrace.format;

import io.millrace.type.Field;
import io.millrace.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** A column's default, a Java object, as the bits or bytes of a cell. Off the hot path. */
final class JavaCells {
    private JavaCells() {}

    /** The cell of a column in lane I64 or F64. */
    static long word(Field field) {
        return switch (field.defaultValue()) {
            case Long value when field.type().required() != Type.FLOAT64 -> value;
            case Integer value when field.type().required() != Type.FLOAT64 -> value;
            case Number value
            when field.type().required() == Type.FLOAT64 -> Double.doubleToRawLongBits(value.doubleValue());
            case Instant value -> nanos(value.getEpochSecond(), value.getNano());
            case LocalDateTime value -> nanos(value.toEpochSecond(ZoneOffset.UTC), value.getNano());
            case Duration value -> value.toNanos();
            case LocalDate value -> value.toEpochDay();
            default -> throw unfit(field);
        };
    }

    private static long nanos(long seconds, int nanos) {
        return Duration.ofSeconds(seconds, nanos).toNanos();
    }

    /** The bytes of a column of text, JSON text or bytes; null where it has no default or None. */
    static byte[] bytes(Field field) {
        if (!field.hasDefault() || field.defaultValue() == null) {
            return null;
        }
        return switch (field.defaultValue()) {
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case byte[] bytes -> bytes.clone();
            default -> throw unfit(field);
        };
    }

    /** The cell of a bool column. */
    static boolean bool(Field field) {
        if (field.defaultValue() instanceof Boolean value) {
            return value;
        }
        throw unfit(field);
    }

    /** The cell of a column in lane I128, high half first. */
    static long[] wide(Field field) {
        return switch (field.defaultValue()) {
            case UUID uuid -> new long[] {uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()};
            case BigDecimal decimal
            when field.type().required() instanceof Type.Decimal type -> wide(decimal, type, field);
            default -> throw unfit(field);
        };
    }

    private static long[] wide(BigDecimal value, Type.Decimal type, Field field) {
        BigInteger unscaled = unscaled(value, type);
        if (unscaled == null) {
            throw unfit(field);
        }
        return new long[] {unscaled.shiftRight(64).longValue(), unscaled.longValue()};
    }

    /** The integer that stands for a decimal, or null where digits would be lost or there are too many. */
    static BigInteger unscaled(BigDecimal value, Type.Decimal type) {
        // A huge exponent would need a huge integer before anyone sees that it does not fit.
        if (value.signum() != 0 && (value.precision() - value.scale() > type.precision() || -value.scale() > 64)) {
            return null;
        }
        try {
            BigDecimal scaled = value.signum() == 0 ? BigDecimal.ZERO : value.setScale(type.scale());
            return scaled.precision() <= type.precision() ? scaled.unscaledValue() : null;
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static IllegalArgumentException unfit(Field field) {
        return new IllegalArgumentException("the default of column " + field + " is " + field.defaultValue()
                + " of class " + field.defaultValue().getClass().getName() + ", which is no value of that type");
    }
}
