package io.millrace.key;

import java.util.Locale;

/** Encodes Java strings as UTF-8 into a given array, without the copy that {@code String.getBytes} makes. */
final class Utf8 {
    /** No UTF-16 unit needs more (a surrogate pair needs 4 for two). */
    static final int MAX_BYTES_PER_CHAR = 3;

    private Utf8() {}

    /**
     * Writes {@code text} to {@code target} from {@code start} and returns the index after the last byte; the target
     * has room for {@link #MAX_BYTES_PER_CHAR} a char.
     *
     * @throws IllegalArgumentException if a surrogate stands alone; {@code target} then has undefined content
     */
    static int encode(String text, byte[] target, int start) {
        int at = start;
        int charCount = text.length();
        for (int i = 0; i < charCount; i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                target[at++] = (byte) unit;
            } else if (unit < 0x800) {
                target[at++] = (byte) (0xC0 | unit >> 6);
                target[at++] = (byte) (0x80 | unit & 0x3F);
            } else if (!Character.isSurrogate(unit)) {
                target[at++] = (byte) (0xE0 | unit >> 12);
                target[at++] = (byte) (0x80 | unit >> 6 & 0x3F);
                target[at++] = (byte) (0x80 | unit & 0x3F);
            } else {
                at = encodePair(text, i++, target, at);
            }
        }
        return at;
    }

    private static int encodePair(String text, int index, byte[] target, int at) {
        int codePoint = text.codePointAt(index);
        if (!Character.isSupplementaryCodePoint(codePoint)) {
            throw new IllegalArgumentException("The string has the lone surrogate U+"
                    + Integer.toHexString(codePoint).toUpperCase(Locale.ROOT)
                    + " at index " + index + " and therefore no UTF-8 form");
        }
        target[at] = (byte) (0xF0 | codePoint >> 18);
        target[at + 1] = (byte) (0x80 | codePoint >> 12 & 0x3F);
        target[at + 2] = (byte) (0x80 | codePoint >> 6 & 0x3F);
        target[at + 3] = (byte) (0x80 | codePoint & 0x3F);
        return at + 4;
    }
}
