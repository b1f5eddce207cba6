package io.millrace.format;

import io.millrace.column.Column;
import io.millrace.memory.OffHeap;
import io.millrace.port.Epochs;
import io.millrace.type.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** Writes cells as text without making objects of the common ones. One thread at a time. */
final class CellText {
    /** Room for any number, time or id. */
    static final int FIXED_BYTES = 64;

    private static final long NANOS_A_SECOND = 1_000_000_000;
    private static final long SECONDS_A_DAY = 86_400;

    private final StringBuilder scratch = new StringBuilder(32);

    /** Writes an epoch as users see it and returns the address behind it. */
    static long putEpoch(long epoch, long to) {
        return epoch == Epochs.LAST ? putAscii(Epochs.text(epoch), to) : putLong(epoch, to);
    }

    /** Writes an integer and returns the address behind it. */
    static long putLong(long value, long to) {
        if (value == Long.MIN_VALUE) {
            return putAscii("-9223372036854775808", to);
        }
        return value < 0 ? putDigits(-value, putByte('-', to)) : putDigits(value, to);
    }

    private static long putByte(int letter, long to) {
        OffHeap.putByte(to, (byte) letter);
        return to + 1;
    }

    private static long putDigits(long value, long to) {
        int count = 1;
        for (long power = 10; count < 19 && value >= power; power *= 10) {
            count++;
        }
        long rest = value;
        for (long at = to + count - 1; at >= to; at--) {
            long tenth = rest / 10;
            OffHeap.putByte(at, (byte) ('0' + rest - tenth * 10));
            rest = tenth;
        }
        return to + count;
    }

    /** Writes the shortest text that reads as this double. */
    long putDouble(double value, long to) {
        if (value == Math.rint(value) && Math.abs(value) < 1e7 && (value != 0 || 1 / value > 0)) {
            long at = putLong((long) value, to);
            OffHeap.putShort(at, (short) ('0' << 8 | '.'));
            return at + 2;
        }
        scratch.setLength(0);
        scratch.append(value);
        long at = to;
        for (int i = 0; i < scratch.length(); i++) {
            OffHeap.putByte(at++, (byte) scratch.charAt(i));
        }
        return at;
    }

    /** Writes {@code 2024-02-29T23:59:58.123456789}, and {@code +0000} behind it where there is a zone. */
    static long putDateTime(long nanos, boolean zoned, long to) {
        long seconds = Math.floorDiv(nanos, NANOS_A_SECOND);
        long days = Math.floorDiv(seconds, SECONDS_A_DAY);
        int second = (int) (seconds - days * SECONDS_A_DAY);
        long at = putByte('T', putDate(days, to));
        at = putPadded(second / 3600, 2, at);
        at = putPadded(second / 60 % 60, 2, putByte(':', at));
        at = putPadded(second % 60, 2, putByte(':', at));
        at = putPadded((int) (nanos - seconds * NANOS_A_SECOND), 9, putByte('.', at));
        if (zoned) {
            OffHeap.putByte(at, (byte) '+');
            at = putPadded(0, 4, at + 1);
        }
        return at;
    }

    /** Writes {@code 2024-02-29}. */
    static long putDate(long days, long to) {
        // Howard Hinnant's civil_from_days: years begin in March, so that the leap day comes last.
        long shifted = days + 719_468;
        long era = Math.floorDiv(shifted, 146_097L);
        long dayOfEra = shifted - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long month = (5 * dayOfYear + 2) / 153;
        int day = (int) (dayOfYear - (153 * month + 2) / 5 + 1);
        int civilMonth = (int) (month < 10 ? month + 3 : month - 9);
        int year = (int) (yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0));
        long at = putPadded(year, 4, to);
        at = putPadded(civilMonth, 2, putByte('-', at));
        return putPadded(day, 2, putByte('-', at));
    }

    private static long putPadded(int value, int digits, long to) {
        int rest = value;
        for (long at = to + digits - 1; at >= to; at--) {
            OffHeap.putByte(at, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        return to + digits;
    }

    /** Writes a value of fixed width that is neither bool nor float, without quotes. */
    long putFixed(Column column, int row, long to) {
        Type type = column.type().required();
        return switch (type) {
            case Type.Scalar scalar ->
                switch (scalar) {
                    case INT64, DURATION -> putLong(column.getLong(row), to);
                    case FLOAT64 -> putDouble(column.getDouble(row), to);
                    case DATE_TIME_NAIVE -> putDateTime(column.getLong(row), false, to);
                    case DATE_TIME_UTC -> putDateTime(column.getLong(row), true, to);
                    case DATE -> putDate(column.getLong(row), to);
                    case POINTER -> Pointers.print(column.getHigh(row), column.getLow(row), to);
                    case UUID -> putAscii(new UUID(column.getHigh(row), column.getLow(row)).toString(), to);
                    case BOOL, STRING, BYTES, JSON, NONE, ANY -> throw new AssertionError(type);
                };
            case Type.Decimal decimal -> putAscii(decimalText(column, row, decimal), to);
            case Type.ListOf list -> throw new AssertionError(type);
            case Type.Tuple tuple -> throw new AssertionError(type);
            case Type.Tensor tensor -> throw new AssertionError(type);
            case Type.ObjectOf<?> object -> throw new AssertionError(type);
            case Type.Optional optional -> throw new AssertionError(type);
            case Type.Future future -> throw new AssertionError(type);
        };
    }

    private static String decimalText(Column column, int row, Type.Decimal type) {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(column.getHigh(row))
                .putLong(column.getLow(row))
                .array();
        return new BigDecimal(new BigInteger(bytes), type.scale()).toPlainString();
    }

    static long putAscii(String text, long to) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        OffHeap.copy(bytes, 0, to, bytes.length);
        return to + bytes.length;
    }

    static byte[] base64(Column column, int row) {
        return Base64.getEncoder().encode(column.getBytes(row));
    }
}
