package io.millrace.column;

import io.millrace.memory.OffHeap;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.nio.charset.StandardCharsets;

/**
 * A read-only view of one column: {@code rowCount} cells of one type in Arrow's layout (little-endian data, one validity bit a
 * row, 32-bit offsets for bytes). Owns nothing: it is as good as the batch that it came from. A bitmap address of 0 says that
 * no row is None, in error, or pending. Cells that are not values hold unspecified but readable data.
 *
 * @param data address of the values
 * @param offsets address of {@code rowCount + 1} 32-bit offsets into {@code data}; 0 in lanes of fixed width
 * @param validity address of the bitmap of rows that hold a value, or 0 where all do
 * @param errors address of the bitmap of rows in error, or 0
 * @param pending address of the bitmap of rows whose result is not there yet, or 0
 */
public record Column(Type type, int rowCount, long data, long offsets, long validity, long errors, long pending) {
    public Lane lane() {
        return type.lane();
    }

    /** The same cells under another type of the same lane. */
    public Column withType(Type newType) {
        assert newType.lane() == lane() : newType + " is not in lane " + lane();
        return new Column(newType, rowCount, data, offsets, validity, errors, pending);
    }

    /** Whether every cell is a value. */
    public boolean isDense() {
        return validity == 0;
    }

    public boolean isValue(int row) {
        return validity == 0 || OffHeap.getBit(validity, row);
    }

    public boolean isError(int row) {
        return errors != 0 && OffHeap.getBit(errors, row);
    }

    public boolean isPending(int row) {
        return pending != 0 && OffHeap.getBit(pending, row);
    }

    public CellStatus status(int row) {
        if (isValue(row)) {
            return CellStatus.VALUE;
        }
        return isError(row) ? CellStatus.ERROR : isPending(row) ? CellStatus.PENDING : CellStatus.NONE;
    }

    public boolean getBool(int row) {
        return OffHeap.getBit(data, row);
    }

    public long getLong(int row) {
        return OffHeap.getLong(data + ((long) row << 3));
    }

    public double getDouble(int row) {
        return OffHeap.getDouble(data + ((long) row << 3));
    }

    /** The low 64 bits of a 128-bit cell. */
    public long getLow(int row) {
        return OffHeap.getLong(data + ((long) row << 4));
    }

    /** The high 64 bits of a 128-bit cell. */
    public long getHigh(int row) {
        return OffHeap.getLong(data + ((long) row << 4) + Long.BYTES);
    }

    /** Address of the first byte of a cell in lane BYTES. */
    public long bytesAddress(int row) {
        return data + OffHeap.getInt(offsets + ((long) row << 2));
    }

    /** Number of bytes of a cell in lane BYTES. */
    public int bytesLength(int row) {
        long at = offsets + ((long) row << 2);
        return OffHeap.getInt(at + Integer.BYTES) - OffHeap.getInt(at);
    }

    /** Byte {@code index} of a cell in lane BYTES. */
    public byte getByte(int row, int index) {
        assert index >= 0 && index < bytesLength(row);
        return OffHeap.getByte(bytesAddress(row) + index);
    }

    /** A copy of a cell in lane BYTES on the heap. */
    public byte[] getBytes(int row) {
        byte[] copy = new byte[bytesLength(row)];
        OffHeap.copy(bytesAddress(row), copy, 0, copy.length);
        return copy;
    }

    /** A copy of a text cell on the heap. */
    public String getString(int row) {
        return new String(getBytes(row), StandardCharsets.UTF_8);
    }
}
