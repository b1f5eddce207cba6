package io.millrace.kernel;

import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.memory.OffHeap;

/** Copies chosen rows of columns, given by ascending or any 32-bit row numbers at an address, behind each other. */
public final class Gather {
    private Gather() {}

    /** Appends {@code count} rows of {@code from} to an empty builder of the same lane, with their status. */
    public static void column(Column from, long rowNumbers, int count, ColumnBuilder to) {
        assert to.rowCount() == 0;
        to.reserve(count);
        switch (from.lane()) {
            case BIT -> {
                bits(from.data(), rowNumbers, count, to.data());
                to.setWritten(count, 0);
            }
            case I64, F64 -> {
                longs(from.data(), rowNumbers, count, to.data());
                to.setWritten(count, 0);
            }
            case I128 -> {
                wide(from.data(), rowNumbers, count, to.data());
                to.setWritten(count, 0);
            }
            case BYTES -> bytes(from, rowNumbers, count, to);
        }
        if (from.validity() != 0) {
            bits(from.validity(), rowNumbers, count, to.validityForWriting());
        }
        if (from.errors() != 0) {
            bits(from.errors(), rowNumbers, count, to.errorsForWriting());
        }
        if (from.pending() != 0) {
            bits(from.pending(), rowNumbers, count, to.pendingForWriting());
        }
    }

    /** Writes a row number in its place. */
    public static void putRow(long rowNumbers, int index, int row) {
        OffHeap.putInt(rowNumbers + ((long) index << 2), row);
    }

    public static void longs(long values, long rowNumbers, int count, long result) {
        for (int i = 0; i < count; i++) {
            int row = OffHeap.getInt(rowNumbers + ((long) i << 2));
            OffHeap.putLong(result + ((long) i << 3), OffHeap.getLong(values + ((long) row << 3)));
        }
    }

    public static void wide(long values, long rowNumbers, int count, long result) {
        for (int i = 0; i < count; i++) {
            long from = values + ((long) OffHeap.getInt(rowNumbers + ((long) i << 2)) << 4);
            long to = result + ((long) i << 4);
            OffHeap.putLong(to, OffHeap.getLong(from));
            OffHeap.putLong(to + 8, OffHeap.getLong(from + 8));
        }
    }

    /** Bits of a bitmap into whole words. */
    public static void bits(long bitmap, long rowNumbers, int count, long result) {
        for (int base = 0; base < count; base += 64) {
            long bits = 0;
            int end = Math.min(64, count - base);
            for (int bit = 0; bit < end; bit++) {
                int row = OffHeap.getInt(rowNumbers + ((long) (base + bit) << 2));
                bits |= (OffHeap.getBit(bitmap, row) ? 1L : 0L) << bit;
            }
            OffHeap.putLong(result + (base >>> 3), bits);
        }
    }

    private static void bytes(Column from, long rowNumbers, int count, ColumnBuilder to) {
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += from.bytesLength(OffHeap.getInt(rowNumbers + ((long) i << 2)));
        }
        to.reserveBytes(total);
        long data = to.data();
        long offsets = to.offsets();
        int end = 0;
        OffHeap.putInt(offsets, 0);
        for (int i = 0; i < count; i++) {
            int row = OffHeap.getInt(rowNumbers + ((long) i << 2));
            int length = from.bytesLength(row);
            OffHeap.copy(from.bytesAddress(row), data + end, length);
            end += length;
            OffHeap.putInt(offsets + ((i + 1L) << 2), end);
        }
        to.setWritten(count, end);
    }
}
