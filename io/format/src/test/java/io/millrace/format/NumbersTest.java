package io.millrace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.memory.OffHeap;
import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumbersTest {
    private static final int COUNT = Integer.getInteger("millrace.test.records", 100_000);

    private final Arena arena = Arena.ofAuto();
    private final long memory = arena.allocate(512).address();

    private int put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // What follows the text must not matter.
        OffHeap.fill(memory, 512, (byte) '7');
        OffHeap.copy(bytes, 0, memory, bytes.length);
        return bytes.length;
    }

    private void assertFloat(String text) {
        int length = put(text);
        assertEquals(
                Double.doubleToRawLongBits(Double.parseDouble(text)),
                Floats.bits(memory, length, false),
                () -> text + " read as " + Double.longBitsToDouble(Floats.bits(memory, length, false)));
    }

    @Test
    void floatsAreNearestToTheirText() {
        for (String text : new String[] {
            "0",
            "-0",
            "0.0",
            "-0.0",
            "1",
            "-1.5",
            "123456789",
            "0.1",
            "1e23",
            "8.41e21",
            "9007199254740993",
            "5e-324",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.2250738585072011e-308",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "1e400",
            "1e-400",
            "12345678901234567890123",
            "0.00000000000000000000001",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551615",
            "9999999999999999999",
            "1.00000000000000011102230246251565",
            "7.2057594037927933e16",
            "6.02214076e23",
            "1e22",
            "1e-22",
            "3.5844466002796428e298"
        }) {
            assertFloat(text);
        }
        for (int seed = 0; seed < COUNT; seed++) {
            Random random = new Random(seed);
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value) && seed % 4 == 0) {
                assertFloat(Double.toString(value));
                assertFloat(new BigDecimal(value)
                        .round(new java.math.MathContext(1 + random.nextInt(20)))
                        .toString());
            }
            assertFloat(random.nextInt(100_000) + "." + random.nextInt(1000));
            assertFloat(Long.toString(random.nextLong() >>> random.nextInt(64)) + "e" + (random.nextInt(640) - 330));
        }
    }

    @Test
    void halfwayCasesRoundToEven() {
        for (int seed = 0; seed < COUNT / 10; seed++) {
            Random random = new Random(seed);
            double value = Double.longBitsToDouble(
                    random.nextLong() & 0x000F_FFFF_FFFF_FFFFL | (random.nextInt(70) + 990L) << 52);
            BigDecimal middle = new BigDecimal(value)
                    .add(new BigDecimal(Math.nextUp(value)))
                    .divide(BigDecimal.TWO);
            assertFloat(middle.toPlainString());
        }
    }

    @Test
    void whatIsNoNumberIsNone() {
        for (String text : new String[] {
            "", "-", ".", "-.", "e5", "1e", "1e+", "1.2.3", "1,5", "0x1p3", "1d", "1f", " 1", "1 ", "--1", "inf", "nan"
        }) {
            int length = put(text);
            assertEquals(Floats.NOT_A_NUMBER, Floats.bits(memory, length, false), text);
        }
        int length = put("-iNfinity");
        assertEquals(Double.NEGATIVE_INFINITY, Double.longBitsToDouble(Floats.bits(memory, length, true)));
    }

    @Test
    void integersReadAsTheJdkReadsThem() {
        for (int seed = 0; seed < COUNT; seed++) {
            Random random = new Random(seed);
            long value = random.nextLong() >> random.nextInt(64);
            String text = Long.toString(value);
            if (random.nextInt(10) == 0) {
                text = text.substring(0, random.nextInt(text.length()))
                        + (char) random.nextInt(128)
                        + text.substring(1);
            }
            Long expected = parse(text);
            int length = put(text);
            long fast = Numbers.int64(memory, length);
            if (fast != Numbers.NOT_FAST) {
                assertEquals(expected, fast, text);
            }
            long any = Numbers.anyInt64(memory, length);
            if (expected == null) {
                assertEquals(Numbers.NOT_FAST, any, text);
            } else {
                assertEquals(expected, any, text);
                assertEquals(expected == Long.MIN_VALUE, Numbers.isLeastInt64(memory, length), text);
            }
        }
        assertEquals(Numbers.NOT_FAST, Numbers.anyInt64(memory, put("-9223372036854775809")));
        assertEquals(false, Numbers.isLeastInt64(memory, put("-9223372036854775809")));
        assertEquals(true, Numbers.isLeastInt64(memory, put("-0009223372036854775808")));
        assertEquals(Numbers.NOT_FAST, Numbers.anyInt64(memory, put("9223372036854775808")));
    }

    private static Long parse(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Test
    void timesReadAsTheJdkReadsThem() {
        for (int seed = 0; seed < COUNT / 2; seed++) {
            Random random = new Random(seed);
            LocalDateTime time = LocalDateTime.of(1700, 1, 1, 0, 0)
                    .plusSeconds((long) (random.nextDouble() * 500 * 365.25 * 86400))
                    .plusNanos(random.nextInt(1_000_000_000));
            String text = "%tFT%tT".formatted(time, time)
                    + ("." + "%09d".formatted(time.getNano()))
                            .substring(0, random.nextInt(11) == 0 ? 0 : 2 + random.nextInt(9));
            long expected = parseTime(text);
            assertEquals(expected, Times.dateTime(memory, put(text), false), text);
            assertEquals(expected - 5_400_000_000_000L, Times.dateTime(memory, put(text + "+01:30"), true), text);
            assertEquals(expected + 5_400_000_000_000L, Times.dateTime(memory, put(text + "-0130"), true), text);
            assertEquals(expected, Times.dateTime(memory, put(text + "Z"), true), text);
            assertEquals(time.toLocalDate().toEpochDay(), Times.date(memory, put(text.substring(0, 10))), text);
            int at = random.nextInt(text.length());
            String mutated = text.substring(0, at) + (char) (32 + random.nextInt(90)) + text.substring(at + 1);
            if (mutated.charAt(10) == 't') {
                // The JDK takes a small letter too.
                continue;
            }
            long other =
                    parseTime(mutated.length() > 10 && mutated.charAt(10) == ' ' ? mutated.replace(' ', 'T') : mutated);
            assertEquals(other, Times.dateTime(memory, put(mutated), false), mutated);
        }
        assertEquals(Times.NO_TIME, Times.dateTime(memory, put("1600-01-01T00:00:00"), false));
        assertEquals(Times.NO_TIME, Times.dateTime(memory, put("2024-01-01T00:00:00"), true));
        assertEquals(Times.NO_TIME, Times.dateTime(memory, put("2024-01-01T00:00:00."), false));
    }

    private static long parseTime(String text) {
        try {
            if (text.length() < 19 || text.length() > 29 || text.charAt(text.length() - 1) == '.') {
                return Times.NO_TIME;
            }
            LocalDateTime time = LocalDateTime.parse(text);
            return Math.addExact(
                    Math.multiplyExact(time.toEpochSecond(ZoneOffset.UTC), 1_000_000_000L), time.getNano());
        } catch (java.time.DateTimeException | ArithmeticException e) {
            return Times.NO_TIME;
        }
    }
}
