package io.millrace.format;

import io.millrace.key.Pointer;
import io.millrace.memory.OffHeap;
import io.millrace.type.Type;
import java.math.BigInteger;
import java.util.Base64;
import java.util.UUID;

/**
 * Writes well-formed JSON as a nested value in the canonical encoding that {@code io.millrace.key.KeyEncoder} documents: a byte
 * of kind, then the value. Recursion is bounded by the depth that the parser allowed.
 */
final class NestedValues {
    /** Bytes of output that one byte of JSON may need: a digit becomes a kind and a word. */
    static final int MAX_GROWTH = 9;
    /** And this many however short the text is. */
    static final int MIN_ROOM = 64;

    private static final byte NONE = 0;
    private static final byte BOOL = 1;
    private static final byte INT64 = 2;
    private static final byte FLOAT64 = 3;
    private static final byte POINTER = 4;
    private static final byte STRING = 5;
    private static final byte TUPLE = 6;
    private static final byte INT64_ARRAY = 7;
    private static final byte FLOAT64_ARRAY = 8;
    private static final byte DATETIME_NAIVE = 9;
    private static final byte DATETIME_UTC = 10;
    private static final byte DURATION = 11;
    private static final byte BYTES = 12;
    private static final byte JSON = 13;
    private static final byte DATE = 32;
    private static final byte UUID_KIND = 33;
    private static final byte DECIMAL = 34;

    private final JsonParser parser;
    /** Where the value that was read last ends in the text. */
    private long behind;

    NestedValues() {
        this.parser = new JsonParser(new CellTable(0));
    }

    /** Writes the value and returns the address behind it, or −1 where it is not of the type. */
    long write(Type type, long from, long byteCount, long to) {
        parser.limit(from + byteCount, 0);
        long at = parser.skipBlanks(from);
        return value(type, at, to);
    }

    private long value(Type type, long at, long to) {
        byte first = OffHeap.getByte(at);
        behind = parser.value(at, null, 0);
        if (first == 'n') {
            OffHeap.putByte(to, NONE);
            return type.isOptional() ? to + 1 : -1;
        }
        return switch (type.required()) {
            case Type.Scalar scalar -> scalar(scalar, first, at, to);
            case Type.ListOf list -> first == '[' ? elements(list.element(), null, at, to) : -1;
            case Type.Tuple tuple -> first == '[' ? elements(null, tuple, at, to) : -1;
            case Type.Tensor tensor -> first == '{' ? tensor(tensor, at, to) : -1;
            case Type.Decimal decimal -> decimal(decimal, first == '"', at, to);
            case Type.ObjectOf<?> object -> -1;
            case Type.Future future -> -1;
            case Type.Optional optional -> throw new AssertionError(optional);
        };
    }

    private long elements(Type element, Type.Tuple tuple, long at, long to) {
        OffHeap.putByte(to, TUPLE);
        long out = to + 9;
        int count = 0;
        long next = parser.skipBlanks(at + 1);
        while (OffHeap.getByte(next) != ']') {
            Type type = tuple == null
                    ? element
                    : count < tuple.elements().size() ? tuple.elements().get(count) : null;
            out = type == null ? -1 : value(type, next, out);
            if (out < 0) {
                return -1;
            }
            count++;
            next = parser.skipBlanks(behind);
            if (OffHeap.getByte(next) == ',') {
                next = parser.skipBlanks(next + 1);
            }
        }
        behind = next + 1;
        OffHeap.putLong(to + 1, count);
        return tuple == null || count == tuple.elements().size() ? out : -1;
    }

    private long scalar(Type.Scalar scalar, byte first, long at, long to) {
        boolean isText = first == '"';
        boolean isNumber = first == '-' || first >= '0' && first <= '9';
        int length = (int) (behind - at);
        return switch (scalar) {
            case BOOL -> first == 't' || first == 'f' ? bool(first, to) : -1;
            case INT64 -> isNumber ? integer(INT64, at, length, to) : -1;
            case DURATION -> isNumber ? integer(DURATION, at, length, to) : -1;
            case FLOAT64 -> isNumber ? floating(at, length, to) : -1;
            case STRING -> isText ? text(at, to) : -1;
            case BYTES -> isText ? bytes(at, to) : -1;
            case DATE_TIME_NAIVE, DATE_TIME_UTC -> isText ? time(scalar, at, to) : -1;
            case JSON -> json(at, length, to);
            case ANY -> any(first, isText, isNumber, at, length, to);
            case DATE -> isText ? date(at, to) : -1;
            case POINTER -> isText ? pointer(at, to) : -1;
            case UUID -> isText ? uuid(at, to) : -1;
            case NONE -> -1;
        };
    }

    private long any(byte first, boolean isText, boolean isNumber, long at, int length, long to) {
        if (isText) {
            return text(at, to);
        }
        if (isNumber) {
            long written = integer(INT64, at, length, to);
            return written >= 0 ? written : floating(at, length, to);
        }
        return first == 't' || first == 'f' ? bool(first, to) : -1;
    }

    private static long bool(byte first, long to) {
        OffHeap.putByte(to, BOOL);
        OffHeap.putByte(to + 1, (byte) (first == 't' ? 1 : 0));
        return to + 2;
    }

    private static long integer(byte kind, long at, int length, long to) {
        long value = Numbers.anyInt64(at, length);
        if (value == Numbers.NOT_FAST && !Numbers.isLeastInt64(at, length)) {
            return -1;
        }
        return word(kind, value, to);
    }

    private static long floating(long at, int length, long to) {
        long bits = Floats.bits(at, length, false);
        if (Floats.isInfinite(bits)) {
            return -1;
        }
        return word(FLOAT64, bits == Long.MIN_VALUE ? 0 : bits, to);
    }

    private static long word(byte kind, long value, long to) {
        OffHeap.putByte(to, kind);
        OffHeap.putLong(to + 1, value);
        return to + 9;
    }

    /** Writes text that stands for itself. */
    static long text(long from, int byteCount, long to) {
        OffHeap.copy(from, to + 9, byteCount);
        return word(STRING, byteCount, to) + byteCount;
    }

    private long text(long at, long to) {
        int length = JsonStrings.unescape(at + 1, (int) (behind - at) - 2, to + 9);
        word(STRING, length, to);
        return to + 9 + length;
    }

    private long bytes(long at, long to) {
        long end = text(at, to);
        byte[] encoded = new byte[(int) (end - to - 9)];
        OffHeap.copy(to + 9, encoded, 0, encoded.length);
        try {
            byte[] decoded = Base64.getDecoder().decode(encoded);
            OffHeap.copy(decoded, 0, to + 9, decoded.length);
            return word(BYTES, decoded.length, to) + decoded.length;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    private long time(Type.Scalar scalar, long at, long to) {
        long end = text(at, to);
        long value = Times.dateTime(to + 9, (int) (end - to - 9), scalar == Type.DATE_TIME_UTC);
        return value == Times.NO_TIME
                ? -1
                : word(scalar == Type.DATE_TIME_UTC ? DATETIME_UTC : DATETIME_NAIVE, value, to);
    }

    private long date(long at, long to) {
        long end = text(at, to);
        long days = Times.date(to + 9, (int) (end - to - 9));
        return days == Times.NO_TIME ? -1 : word(DATE, days, to);
    }

    private long pointer(long at, long to) {
        long end = text(at, to);
        Pointer pointer = Pointers.parse(to + 9, (int) (end - to - 9));
        return pointer == null ? -1 : wide(POINTER, pointer.high(), pointer.low(), to);
    }

    private long uuid(long at, long to) {
        long end = text(at, to);
        UUID uuid = Texts.uuid(to + 9, (int) (end - to - 9));
        return uuid == null ? -1 : wide(UUID_KIND, uuid.getMostSignificantBits(), uuid.getLeastSignificantBits(), to);
    }

    private static long wide(byte kind, long high, long low, long to) {
        OffHeap.putLong(word(kind, low, to), high);
        return to + 17;
    }

    /** A number, or text that is one. */
    private long decimal(Type.Decimal type, boolean isText, long at, long to) {
        BigInteger unscaled = Texts.decimal(type, isText ? at + 1 : at, (int) (behind - at) - (isText ? 2 : 0));
        if (unscaled == null) {
            return -1;
        }
        OffHeap.putByte(to, DECIMAL);
        OffHeap.putByte(to + 1, (byte) type.scale());
        OffHeap.putLong(to + 2, unscaled.longValue());
        OffHeap.putLong(to + 10, unscaled.shiftRight(64).longValue());
        return to + 18;
    }

    private long json(long at, int length, long to) {
        long end = JsonText.compact(at, length, to + 9);
        word(JSON, end - to - 9, to);
        return end;
    }

    /** {@code {"shape": [2, 3], "elements": [1, 2, …]}} in row-major order. */
    private long tensor(Type.Tensor type, long at, long to) {
        long objectEnd = behind;
        long shape = member(at, "shape");
        long elements = member(at, "elements");
        if (shape < 0 || elements < 0 || OffHeap.getByte(shape) != '[' || OffHeap.getByte(elements) != '[') {
            return -1;
        }
        boolean integers = type.element() == Type.INT64;
        long out = to + 9;
        long dimensions = 0;
        long product = 1;
        for (long next = parser.skipBlanks(shape + 1); OffHeap.getByte(next) != ']'; next = nextElement()) {
            behind = parser.value(next, null, 0);
            long length = Numbers.digits(next, (int) (behind - next));
            if (length < 0 || length > Integer.MAX_VALUE) {
                return -1;
            }
            OffHeap.putLong(out, length);
            out += Long.BYTES;
            dimensions++;
            product = Math.min(product * length, Integer.MAX_VALUE);
        }
        long count = 0;
        for (long next = parser.skipBlanks(elements + 1); OffHeap.getByte(next) != ']'; next = nextElement()) {
            behind = parser.value(next, null, 0);
            byte first = OffHeap.getByte(next);
            int length = (int) (behind - next);
            boolean isNumber = first == '-' || first >= '0' && first <= '9';
            // The element's kind falls on the byte before it, which is written anew.
            byte before = OffHeap.getByte(out - 1);
            long written =
                    !isNumber ? -1 : integers ? integer(INT64, next, length, out - 1) : floating(next, length, out - 1);
            if (written < 0) {
                return -1;
            }
            OffHeap.putByte(out - 1, before);
            out = written;
            count++;
        }
        if (count != product || type.dimensions() >= 0 && dimensions != type.dimensions()) {
            return -1;
        }
        word(integers ? INT64_ARRAY : FLOAT64_ARRAY, dimensions, to);
        behind = objectEnd;
        return out;
    }

    private long nextElement() {
        long next = parser.skipBlanks(behind);
        return OffHeap.getByte(next) == ',' ? parser.skipBlanks(next + 1) : next;
    }

    /** Address of the value of an object's member, the last one of that name, or −1. */
    private long member(long object, String name) {
        long found = -1;
        long at = parser.skipBlanks(object + 1);
        while (OffHeap.getByte(at) != '}') {
            long nameEnd = parser.value(at, null, 0);
            boolean matches = Floats.isWord(at + 1, (int) (nameEnd - at) - 2, name);
            long start = parser.skipBlanks(parser.skipBlanks(nameEnd) + 1);
            behind = parser.value(start, null, 0);
            if (matches) {
                found = start;
            }
            at = nextElement();
        }
        return found;
    }
}
