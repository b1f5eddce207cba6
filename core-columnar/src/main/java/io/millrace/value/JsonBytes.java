package io.millrace.value;

import io.millrace.memory.OffHeap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds parts of a Json text where it lies, without parsing it into objects. Texts are well formed; spaces between tokens are
 * skipped. A part is given as its first and last offset in one long: {@link #from}, {@link #to}. Addresses are borrowed.
 */
public final class JsonBytes {
    /** No such part. */
    public static final long NOTHING = -1;

    private JsonBytes() {}

    public static int from(long part) {
        return (int) (part >>> 32);
    }

    public static int to(long part) {
        return (int) part;
    }

    public static boolean isObject(long address, int length) {
        return first(address, length) == '{';
    }

    public static boolean isArray(long address, int length) {
        return first(address, length) == '[';
    }

    public static boolean isString(long address, int length) {
        return first(address, length) == '"';
    }

    public static boolean isNull(long address, int length) {
        return first(address, length) == 'n';
    }

    public static boolean isTrue(long address, int length) {
        return first(address, length) == 't';
    }

    public static boolean isFalse(long address, int length) {
        return first(address, length) == 'f';
    }

    public static boolean isNumber(long address, int length) {
        int it = first(address, length);
        return it == '-' || it >= '0' && it <= '9';
    }

    /** The value of member {@code key} (UTF-8) of an object; of several the last, as parsers do. */
    public static long member(long address, int length, long key, int keyLength) {
        if (!isObject(address, length)) {
            return NOTHING;
        }
        long found = NOTHING;
        int at = skipSpace(address, length, skipSpace(address, length, 0) + 1);
        while (at < length && OffHeap.getByte(address + at) != '}') {
            int keyEnd = skipValue(address, length, at);
            int valueAt = skipSpace(address, length, skipSpace(address, length, keyEnd) + 1);
            int valueEnd = skipValue(address, length, valueAt);
            if (stringEquals(address, at, keyEnd, key, keyLength)) {
                found = part(valueAt, valueEnd);
            }
            at = skipSeparator(address, length, valueEnd);
        }
        return found;
    }

    /** The first element of an array. */
    public static long firstElement(long address, int length) {
        return element(address, length, skipSpace(address, length, skipSpace(address, length, 0) + 1));
    }

    /** The element behind {@code element}. */
    public static long nextElement(long address, int length, long element) {
        return element(address, length, skipSeparator(address, length, to(element)));
    }

    /** Element {@code index} of an array. */
    public static long element(long address, int length, long index) {
        if (index < 0 || !isArray(address, length)) {
            return NOTHING;
        }
        long element = firstElement(address, length);
        for (long left = index; left > 0 && element != NOTHING; left--) {
            element = nextElement(address, length, element);
        }
        return element;
    }

    /** The text of a string value. */
    public static String string(long address, int length) {
        int at = skipSpace(address, length, 0) + 1;
        byte[] bytes = new byte[skipValue(address, length, at - 1) - 1 - at];
        OffHeap.copy(address + at, bytes, 0, bytes.length);
        String raw = new String(bytes, StandardCharsets.UTF_8);
        return raw.indexOf('\\') < 0 ? raw : unescape(raw);
    }

    private static long element(long address, int length, int at) {
        return at >= length || OffHeap.getByte(address + at) == ']'
                ? NOTHING
                : part(at, skipValue(address, length, at));
    }

    private static boolean stringEquals(long address, int at, int end, long key, int keyLength) {
        int rawLength = end - at - 2;
        for (int i = 1; i <= rawLength; i++) {
            if (OffHeap.getByte(address + at + i) == '\\') {
                byte[] bytes = string(address + at, end - at).getBytes(StandardCharsets.UTF_8);
                byte[] wanted = new byte[keyLength];
                OffHeap.copy(key, wanted, 0, keyLength);
                return Arrays.equals(bytes, wanted);
            }
        }
        return rawLength == keyLength && OffHeap.equal(address + at + 1, key, keyLength);
    }

    /** Offset behind the value that begins at {@code at}. */
    private static int skipValue(long address, int length, int at) {
        int depth = 0;
        int i = at;
        do {
            byte it = OffHeap.getByte(address + i);
            if (it == '"') {
                i = skipString(address, length, i);
            } else if (it == '{' || it == '[') {
                depth++;
                i++;
            } else if (it == '}' || it == ']') {
                depth--;
                i++;
            } else if (depth > 0) {
                i++;
            } else {
                return skipWord(address, length, i);
            }
        } while (depth > 0 && i < length);
        return i;
    }

    private static int skipString(long address, int length, int at) {
        int i = at + 1;
        while (i < length) {
            byte it = OffHeap.getByte(address + i);
            if (it == '"') {
                return i + 1;
            }
            i += it == '\\' ? 2 : 1;
        }
        return length;
    }

    private static int skipWord(long address, int length, int at) {
        int i = at;
        while (i < length) {
            byte it = OffHeap.getByte(address + i);
            if (it == ',' || it == '}' || it == ']' || it <= ' ') {
                break;
            }
            i++;
        }
        return i;
    }

    private static int skipSeparator(long address, int length, int at) {
        int i = skipSpace(address, length, at);
        return i < length && OffHeap.getByte(address + i) == ',' ? skipSpace(address, length, i + 1) : i;
    }

    private static int skipSpace(long address, int length, int at) {
        int i = at;
        while (i < length && OffHeap.getByte(address + i) <= ' ' && OffHeap.getByte(address + i) >= 0) {
            i++;
        }
        return i;
    }

    private static int first(long address, int length) {
        int at = skipSpace(address, length, 0);
        return at < length ? OffHeap.getByte(address + at) : -1;
    }

    private static long part(int from, int to) {
        return (long) from << 32 | to;
    }

    private static String unescape(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char it = raw.charAt(i);
            if (it != '\\') {
                text.append(it);
                continue;
            }
            char escaped = raw.charAt(++i);
            switch (escaped) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'u' -> {
                    text.append((char) Integer.parseInt(raw.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> text.append(escaped);
            }
        }
        return text.toString();
    }
}
