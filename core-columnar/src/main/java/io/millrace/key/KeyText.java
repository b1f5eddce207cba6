package io.millrace.key;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A key as text: {@code ^} and the 16 bytes, least significant first, in Crockford's base 32. */
final class KeyText {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int DIGIT_COUNT = 26;

    private KeyText() {}

    static String print(long high, long low) {
        // Reversed, the first byte to spell is the most significant one; digits then fall off the top, five bits each.
        long first = Long.reverseBytes(low);
        long second = Long.reverseBytes(high);
        byte[] ascii = new byte[1 + DIGIT_COUNT];
        ascii[0] = '^';
        for (int i = 1; i <= DIGIT_COUNT; i++) {
            ascii[i] = (byte) DIGITS.charAt((int) (first >>> 59));
            first = first << 5 | second >>> 59;
            second <<= 5;
        }
        return new String(ascii, StandardCharsets.ISO_8859_1);
    }

    static Pointer parse(String text) {
        Objects.requireNonNull(text, "text");
        if (text.isEmpty() || text.charAt(0) != '^') {
            throw malformed(text, "it does not begin with '^'");
        }
        if (text.length() != 1 + DIGIT_COUNT) {
            throw malformed(text, "it has " + (text.length() - 1) + " characters after '^'");
        }
        long first = 0;
        long second = 0;
        for (int i = 1; i < DIGIT_COUNT; i++) {
            first = first << 5 | second >>> 59;
            second = second << 5 | digit(text, i);
        }
        // 26 digits are 130 bits: the last digit gives three, and two that are always zero.
        int last = digit(text, DIGIT_COUNT);
        if ((last & 3) != 0) {
            throw malformed(text, "no key ends in '" + text.charAt(DIGIT_COUNT) + "'");
        }
        first = first << 3 | second >>> 61;
        second = second << 3 | last >> 2;
        return new Pointer(Long.reverseBytes(second), Long.reverseBytes(first));
    }

    private static int digit(String text, int index) {
        char letter = text.charAt(index);
        char canonical = switch (letter) {
            case 'O', 'o' -> '0';
            case 'I', 'i', 'L', 'l' -> '1';
            default -> letter >= 'a' && letter <= 'z' ? (char) (letter - 'a' + 'A') : letter;
        };
        int digit = DIGITS.indexOf(canonical);
        if (digit < 0) {
            throw malformed(text, "'" + letter + "' at index " + index + " is no digit of base 32");
        }
        return digit;
    }

    private static IllegalArgumentException malformed(String text, String reason) {
        return new IllegalArgumentException("Not a key: \"" + text + "\": " + reason + "; a key is '^' and "
                + DIGIT_COUNT + " characters of " + DIGITS);
    }
}
