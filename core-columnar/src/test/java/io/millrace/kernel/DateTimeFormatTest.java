package io.millrace.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.memory.Allocators;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.WeekFields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Formats of datetimes against java.time, and by example where chrono has rules of its own. */
final class DateTimeFormatTest {
    private static final long NANOS = 1_000_000_000L;
    private static final LocalDateTime TIME = LocalDateTime.of(2001, 7, 8, 0, 34, 9, 26_490_000);

    /** Codes and the pattern of java.time that prints the same. */
    private static final Map<String, String> PATTERNS = Map.ofEntries(
            Map.entry("%Y", "uuuu"),
            Map.entry("%y", "uu"),
            Map.entry("%q", "Q"),
            Map.entry("%m", "MM"),
            Map.entry("%-m", "M"),
            Map.entry("%b", "MMM"),
            Map.entry("%h", "MMM"),
            Map.entry("%B", "MMMM"),
            Map.entry("%d", "dd"),
            Map.entry("%e", "ppd"),
            Map.entry("%a", "EEE"),
            Map.entry("%A", "EEEE"),
            Map.entry("%j", "DDD"),
            Map.entry("%D", "MM/dd/uu"),
            Map.entry("%x", "MM/dd/uu"),
            Map.entry("%F", "uuuu-MM-dd"),
            Map.entry("%v", "ppd-MMM-uuuu"),
            Map.entry("%H", "HH"),
            Map.entry("%_H", "ppH"),
            Map.entry("%k", "ppH"),
            Map.entry("%I", "hh"),
            Map.entry("%l", "pph"),
            Map.entry("%p", "a"),
            Map.entry("%M", "mm"),
            Map.entry("%S", "ss"),
            Map.entry("%f", "nnnnnnnnn"),
            Map.entry("%3f", "SSS"),
            Map.entry("%6f", "SSSSSS"),
            Map.entry("%9f", "SSSSSSSSS"),
            Map.entry("%.3f", ".SSS"),
            Map.entry("%.6f", ".SSSSSS"),
            Map.entry("%.9f", ".SSSSSSSSS"),
            Map.entry("%R", "HH:mm"),
            Map.entry("%T", "HH:mm:ss"),
            Map.entry("%X", "HH:mm:ss"),
            Map.entry("%r", "hh:mm:ss a"),
            Map.entry("%c", "EEE MMM ppd HH:mm:ss uuuu"));

    private final BufferAllocator allocator = Allocators.root(1 << 20);
    private final DateTimePrinter printer = new DateTimePrinter();
    private final DateTimeParser parser = new DateTimeParser();

    @AfterEach
    void close() {
        allocator.close();
    }

    @Test
    void everyCodePrintsWhatJavaTimePrints() {
        for (long seed = 0; seed < 300; seed++) {
            LocalDateTime time = random(new Random(seed));
            for (Map.Entry<String, String> entry : PATTERNS.entrySet()) {
                String pattern = entry.getValue().equals("nnnnnnnnn") ? "SSSSSSSSS" : entry.getValue();
                assertEquals(
                        DateTimeFormatter.ofPattern(pattern, Locale.US).format(time),
                        print(entry.getKey(), time, true),
                        "seed " + seed + " code " + entry.getKey());
            }
        }
    }

    @Test
    void weeksAreCountedAsJavaTimeCountsThem() {
        for (long seed = 0; seed < 300; seed++) {
            LocalDateTime time = random(new Random(seed));
            String where = "seed " + seed + ": " + time;
            assertEquals(time.get(WeekFields.ISO.weekBasedYear()), Integer.parseInt(print("%G", time, false)), where);
            assertEquals(
                    time.get(WeekFields.ISO.weekOfWeekBasedYear()), Integer.parseInt(print("%V", time, false)), where);
            assertEquals(time.getDayOfWeek().getValue(), Integer.parseInt(print("%u", time, false)), where);
            assertEquals(time.getDayOfWeek().getValue() % 7, Integer.parseInt(print("%w", time, false)), where);
            assertEquals(weeksBegun(time, 7), Integer.parseInt(print("%U", time, false)), where);
            assertEquals(weeksBegun(time, 1), Integer.parseInt(print("%W", time, false)), where);
            assertEquals(time.toEpochSecond(ZoneOffset.UTC), Long.parseLong(print("%s", time, false)), where);
        }
    }

    /** How often a weekday has come in the year, this day included. */
    private static int weeksBegun(LocalDateTime time, int weekday) {
        int count = 0;
        for (LocalDate day = LocalDate.of(time.getYear(), 1, 1);
                !day.isAfter(time.toLocalDate());
                day = day.plusDays(1)) {
            count += day.getDayOfWeek().getValue() == weekday ? 1 : 0;
        }
        return count;
    }

    @Test
    void whatAFormatPrintsItReadsAgain() {
        List<String> formats = List.of(
                "%Y-%m-%d %H:%M:%S%.9f",
                "%d.%m.%Y, %I:%M:%S.%9f %p",
                "%A, %B %e %Y %T%.f",
                "%j of %Y at %H%M%S %9f",
                "%G week %V day %u %X %9f",
                "%U %w %Y %R:%S%.9f",
                "%W %a %Y %r%.f",
                "%C%y%m%d%H%M%S %9f",
                "%q %s and %9f of %S");
        for (long seed = 0; seed < 300; seed++) {
            LocalDateTime time = random(new Random(seed)).withYear(1970 + (int) (seed % 100));
            for (String format : formats) {
                String text = print(format, time, false);
                assertEquals(nanos(time), parseNaive(format, text), "seed " + seed + " format " + format + ": " + text);
            }
        }
    }

    @Test
    void offsetsCountOnlyWhereAnInstantIsWanted() {
        assertEquals("+0000 +00:00 +00:00:00 +00 UTC", print("%z %:z %::z %:::z %Z", TIME, true));
        assertEquals("2001-07-08T00:34:09.026490+00:00", print("%+", TIME, true));
        assertEquals(-1, printer.print(DateTimeFormat.of("%H %z"), nanos(TIME), false));
        long noon = nanos(LocalDateTime.of(2023, 3, 25, 12, 0));
        assertEquals(noon - 4_980 * NANOS, parseUtc("%F %T%z", "2023-03-25 12:00:00+0123"));
        assertEquals(noon - 4_980 * NANOS, parseUtc("%F %T%:z", "2023-03-25 12:00:00 +01 : 23"));
        assertEquals(noon + 39_900 * NANOS, parseUtc("%F %T%z", "2023-03-25 12:00:00−11:05"));
        assertEquals(noon, parseUtc("%+", "2023-03-25t12:00:00Z"));
        assertEquals(noon - 7_200 * NANOS, parseUtc("%F %T%#z", "2023-03-25 12:00:00+02"));
        assertEquals(noon, parseNaive("%F %T%z", "2023-03-25 12:00:00+0123"));
        assertRefused("%F %T", "2023-03-25 12:00:00", true);
        assertRefused("%F %T%z", "2023-03-25 12:00:00+02", true);
        assertRefused("%F %T%z", "2023-03-25 12:00:00+0160", true);
        assertEquals(1_000 * NANOS, parseUtc("%s", "1000"));
    }

    @Test
    void datesAloneAreMidnightsAndTimesAloneAreOf1900() {
        assertEquals(nanos(LocalDateTime.of(1960, 2, 3, 0, 0)), parseNaive("%d.%m.%Y", "03.02.1960"));
        assertEquals(nanos(LocalDateTime.of(1900, 1, 1, 12, 34)), parseNaive("%I:%M %p", "12:34 PM"));
        assertEquals(nanos(LocalDateTime.of(2069, 1, 1, 0, 0)), parseNaive("%y-%m-%d", "69-1-1"));
        assertEquals(nanos(LocalDateTime.of(1970, 1, 1, 0, 0)), parseNaive("%y-%m-%d", "70-1-1"));
        assertEquals(
                nanos(LocalDateTime.of(2024, 2, 29, 23, 59)).longValue() + 60 * NANOS,
                parseNaive("%F %T", "2024-02-29 23:59:60"));
        assertRefused("%F", "2023-02-29", false);
        assertRefused("%F %a", "2023-03-25 Sun", false);
        assertRefused("%F %H:%M", "2023-03-25 24:00", false);
        assertRefused("%F", "2300-01-01", false);
        assertRefused("%Y-%m", "2023-03", false);
        assertRefused("%F", "2023-03-25 ", false);
    }

    @Test
    void textIsReadAsLenientlyAsChronoReadsIt() {
        long day = nanos(LocalDateTime.of(2023, 3, 5, 0, 0));
        assertEquals(day, parseNaive("%d %B %Y", "5   mar   2023"));
        assertEquals(day, parseNaive("%d%B%Y", " 5MARCH 2023"));
        assertEquals(day, parseNaive("%Y%m%d", "20230305"));
        assertEquals(day, parseNaive("%Y-%m-%d", "+2023-3-5"));
        assertEquals(day + 120_000_000, parseNaive("%F %T.%f", "2023-03-05 00:00:00.12"));
        assertEquals(day, parseNaive("%F %T.%f", "2023-03-05 00:00:00"));
        assertEquals(day + 123_456_789, parseNaive("%F %T.%f", "2023-03-05 00:00:00.1234567891234"));
        assertEquals(day, parseNaive("%F %%f %T.%f", "2023-03-05 %f 00:00:00.0"));
        assertRefused("%F %T.%3f", "2023-03-05 00:00:00.12", false);
        assertRefused("%F %B", "2023-03-05 Mär", false);
    }

    @Test
    void unknownCodesAreNamed() {
        for (String format : List.of("%Q", "%", "%-b", "%.5f", "%4f", "%:::::z", "%#Y", "%_D", "a %")) {
            String message = assertThrows(IllegalArgumentException.class, () -> DateTimeFormat.of(format), format)
                    .getMessage();
            assertTrue(message.startsWith("\"%") && message.endsWith("is no code of a datetime format"), message);
        }
        assertEquals(
                "using \"%f\" without the leading dot is not supported",
                assertThrows(IllegalArgumentException.class, () -> DateTimeFormat.forParsing("%S-%f"))
                        .getMessage());
        assertTrue(DateTimeFormat.hasTimeZone("%H%:z"));
        assertFalse(DateTimeFormat.hasTimeZone("%H"));
    }

    private static LocalDateTime random(Random random) {
        LocalDate day = LocalDate.ofEpochDay(random.nextInt(150_000) - 75_000);
        int nano = List.of(0, 1, 120_000_000, 123_456_000, 999_999_999).get(random.nextInt(5));
        return day.atTime(random.nextInt(24), random.nextInt(60), random.nextInt(60), nano);
    }

    private static Long nanos(LocalDateTime time) {
        return time.toEpochSecond(ZoneOffset.UTC) * NANOS + time.getNano();
    }

    private String print(String format, LocalDateTime time, boolean isUtc) {
        int length = printer.print(DateTimeFormat.of(format), nanos(time), isUtc);
        return new String(printer.buffer(), 0, length, StandardCharsets.UTF_8);
    }

    private Long parseNaive(String format, String text) {
        assertTrue(parses(format, text, false), text);
        return parser.nanos();
    }

    private Long parseUtc(String format, String text) {
        assertTrue(parses(format, text, true), text);
        return parser.nanos();
    }

    private void assertRefused(String format, String text, boolean isUtc) {
        assertFalse(parses(format, text, isUtc), () -> text + " was read as " + parser.nanos());
    }

    private boolean parses(String format, String text, boolean isUtc) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (ArrowBuf buffer = allocator.buffer(Math.max(1, bytes.length))) {
            buffer.setBytes(0, bytes);
            DateTimeFormat made = DateTimeFormat.forParsing(format);
            return isUtc
                    ? parser.parseUtc(made, buffer.memoryAddress(), bytes.length)
                    : parser.parseNaive(made, buffer.memoryAddress(), bytes.length);
        }
    }
}
