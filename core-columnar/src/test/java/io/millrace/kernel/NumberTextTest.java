package io.millrace.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.memory.OffHeap;
import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NumberTextTest {
    private final NumberParser parser = new NumberParser();
    private final NumberPrinter printer = new NumberPrinter();

    @Test
    void intsAreReadWithSignAndSpaceAndWithinTheirRange() {
        assertEquals(42, parsedLong(" 42\n"));
        assertEquals(-7, parsedLong("-7"));
        assertEquals(7, parsedLong("+007"));
        assertEquals(Long.MAX_VALUE, parsedLong("9223372036854775807"));
        assertEquals(Long.MIN_VALUE, parsedLong("-9223372036854775808"));
        for (String wrong : new String[] {
            "",
            " ",
            "-",
            "1.0",
            "1e3",
            "0x1",
            "1_0",
            "9223372036854775808",
            "-9223372036854775809",
            "92233720368547758070",
            "1 2"
        }) {
            assertFalse(read(wrong, parser::parseLong), wrong);
        }
    }

    @Test
    void floatsAreReadAsTheNearestDouble() {
        for (String text : new String[] {
            "0",
            "-0.0",
            "1.5",
            ".5",
            "5.",
            "1e5",
            "1E-5",
            "+2.5e+3",
            "123456789012345678901234567890",
            "0.1",
            "1e23",
            "2.2250738585072011e-308",
            "1e400",
            "1e-400",
            "9007199254740993",
            "0.000000000000000000000000000001",
            "00001.10",
            "123456.789e3",
            "1.7976931348623157e308"
        }) {
            assertTrue(read(text, parser::parseDouble), text);
            assertEquals(Double.parseDouble(text), parser.doubleValue(), text);
        }
        assertTrue(read(" -Infinity ", parser::parseDouble));
        assertEquals(Double.NEGATIVE_INFINITY, parser.doubleValue());
        assertTrue(read("NaN", parser::parseDouble));
        assertTrue(Double.isNaN(parser.doubleValue()));
        for (String wrong :
                new String[] {"", ".", "e5", "1e", "1e+", "1f", "1.0d", "0x1p3", "--1", "1..2", "infinite"}) {
            assertFalse(read(wrong, parser::parseDouble), wrong);
        }
    }

    @Test
    void floatsPrintAsPythonPrintsThem() {
        assertEquals("1.0", print(1));
        assertEquals("-0.0", print(-0.0));
        assertEquals("0.1", print(0.1));
        assertEquals("10.345", print(10.345));
        assertEquals("35184372088833.0", print(35184372088833.0));
        assertEquals("0.0001", print(0.0001));
        assertEquals("1e-05", print(0.00001));
        assertEquals("1.5e-07", print(1.5e-7));
        assertEquals("1234567890123456.0", print(1234567890123456.0));
        assertEquals("1e+16", print(1e16));
        assertEquals("1.2345e+20", print(1.2345e20));
        assertEquals("5e-324", print(Double.MIN_VALUE));
        assertEquals("0.30000000000000004", print(0.1 + 0.2));
        assertEquals("123456.78901234567", print(123456.78901234567));
        assertEquals("nan", print(Double.NaN));
        assertEquals("-inf", print(Double.NEGATIVE_INFINITY));
    }

    @Test
    void randomNumbersReadBackFromTheirText() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            double value = switch (random.nextInt(4)) {
                case 0 -> Double.longBitsToDouble(random.nextLong());
                case 1 -> random.nextInt(1_000_000) / 100.0;
                case 2 -> random.nextInt(1_000_000) / 1e8;
                default -> random.nextGaussian();
            };
            String text = print(value);
            assertEquals(
                    value,
                    Double.isNaN(value) ? Double.NaN : Double.parseDouble(text.replace("inf", "Infinity")),
                    "seed " + seed);
            assertTrue(read(text, parser::parseDouble), text);
            assertEquals(value, parser.doubleValue(), "seed " + seed + ": " + text);
            if (Double.isFinite(value)) {
                assertEquals(
                        new BigDecimal(Double.toString(value)).stripTrailingZeros(),
                        new BigDecimal(text).stripTrailingZeros(),
                        "not the shortest, seed " + seed);
            }
            long whole = random.nextLong() >> random.nextInt(64);
            int length = printer.printLong(whole);
            String digits = new String(printer.buffer(), 0, length, StandardCharsets.ISO_8859_1);
            assertEquals(Long.toString(whole), digits);
            assertEquals(whole, parsedLong(digits));
        }
    }

    private String print(double value) {
        int length = printer.printDouble(value);
        return new String(printer.buffer(), 0, length, StandardCharsets.ISO_8859_1);
    }

    private long parsedLong(String text) {
        assertTrue(read(text, parser::parseLong), text);
        return parser.longValue();
    }

    private static boolean read(String text, Parse parse) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(bytes.length + 8L, 1).address();
            OffHeap.copy(bytes, 0, address, bytes.length);
            return parse.of(address, bytes.length);
        }
    }

    @FunctionalInterface
    private interface Parse {
        boolean of(long address, int length);
    }
}
