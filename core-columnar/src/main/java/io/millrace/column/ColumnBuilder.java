package io.millrace.column;

import io.millrace.memory.OffHeap;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Owns the buffers of one column and writes its cells, either one by one with {@code append…} or by a kernel that fills
 * {@link #data()} after {@link #reserve}. {@link #reset} makes it empty and keeps its buffers. One thread at a time.
 *
 * <p>Every value is valid until {@link #appendNone}, {@link #appendError} or {@link #validityForWriting} says otherwise, so dense
 * columns never touch a bitmap.
 */
public final class ColumnBuilder implements AutoCloseable {
    /** Kernels may read and write whole vectors: buffers have this many bytes behind their last row. */
    private static final int PADDING_BYTES = 64;

    private final BufferAllocator allocator;
    private final Lane lane;
    private ArrowBuf data;
    private ArrowBuf offsets;
    private ArrowBuf validity;
    private ArrowBuf errors;
    private ArrowBuf pending;
    private long dataAddress;
    private long dataCapacity;
    private long offsetsAddress;
    private int rowCapacity;
    private int rowCount;
    private int byteCount;
    private boolean usesValidity;
    private boolean usesErrors;
    private boolean usesPending;

    /** Opens an empty builder with room for {@code rowCapacity} rows, charged to {@code allocator}. */
    public ColumnBuilder(BufferAllocator allocator, Lane lane, int rowCapacity) {
        this.allocator = allocator;
        this.lane = lane;
        reserve(Math.max(rowCapacity, 1));
    }

    public Lane lane() {
        return lane;
    }

    public int rowCount() {
        return rowCount;
    }

    public int rowCapacity() {
        return rowCapacity;
    }

    /** Bytes of off-heap memory that this builder holds. */
    public long heldBytes() {
        return capacity(data) + capacity(offsets) + capacity(validity) + capacity(errors) + capacity(pending);
    }

    /** Forgets all cells. */
    public void reset() {
        rowCount = 0;
        byteCount = 0;
        usesValidity = false;
        usesErrors = false;
        usesPending = false;
    }

    /** Makes room for {@code rows} rows in all; what is written stays. */
    public void reserve(int rows) {
        if (rows <= rowCapacity) {
            return;
        }
        int capacity = Math.max(rows, (int) Math.min(rowCapacity * 2L, Integer.MAX_VALUE - PADDING_BYTES));
        switch (lane) {
            case BIT -> growData(bitmapBytes(capacity));
            case I64, F64, I128 -> growData((long) capacity * lane.widthBytes());
            case BYTES -> {
                offsets = grown(offsets, (capacity + 1L) * Integer.BYTES);
                offsetsAddress = offsets.memoryAddress();
                if (rowCapacity == 0) {
                    OffHeap.putInt(offsetsAddress, 0);
                    growData(capacity * 8L);
                }
            }
        }
        int old = rowCapacity;
        rowCapacity = capacity;
        if (validity != null) {
            validity = grown(validity, bitmapBytes(capacity));
            if (usesValidity) {
                setBits(validity, old, capacity);
            }
        }
        errors = grownBitmap(errors, usesErrors, old);
        pending = grownBitmap(pending, usesPending, old);
    }

    /** Makes room for {@code bytes} bytes of data in all in lane BYTES. */
    public void reserveBytes(long bytes) {
        if (bytes > dataCapacity) {
            if (bytes > Integer.MAX_VALUE - PADDING_BYTES) {
                throw new IllegalStateException(
                        "a column of a batch holds at most 2 GiB, asked for " + bytes + " bytes; use smaller batches");
            }
            growData(Math.min(Math.max(bytes, dataCapacity * 2), Integer.MAX_VALUE - PADDING_BYTES));
        }
    }

    public long data() {
        return dataAddress;
    }

    public long offsets() {
        return offsetsAddress;
    }

    /** Bytes of data written in lane BYTES. */
    public int byteCount() {
        return byteCount;
    }

    /**
     * Declares what a kernel wrote straight into the buffers: {@code rows} rows and, in lane BYTES, {@code bytes} bytes whose
     * offsets are in place.
     */
    public void setWritten(int rows, int bytes) {
        assert rows <= rowCapacity && (lane != Lane.BYTES || bytes <= dataCapacity);
        rowCount = rows;
        byteCount = bytes;
    }

    /** Address of the validity bitmap, all set unless it was in use, which it is from now on. */
    public long validityForWriting() {
        if (validity == null) {
            validity = allocator.buffer(bitmapBytes(rowCapacity) + PADDING_BYTES);
        }
        if (!usesValidity) {
            OffHeap.fill(validity.memoryAddress(), validity.capacity(), (byte) -1);
            usesValidity = true;
        }
        return validity.memoryAddress();
    }

    /** Address of the error bitmap, all clear unless it was in use, which it is from now on. Errors must be invalid as well. */
    public long errorsForWriting() {
        if (errors == null) {
            errors = allocator.buffer(bitmapBytes(rowCapacity) + PADDING_BYTES);
        }
        if (!usesErrors) {
            OffHeap.fill(errors.memoryAddress(), errors.capacity(), (byte) 0);
            usesErrors = true;
        }
        return errors.memoryAddress();
    }

    /** Address of the pending bitmap, like {@link #errorsForWriting}. */
    public long pendingForWriting() {
        if (pending == null) {
            pending = allocator.buffer(bitmapBytes(rowCapacity) + PADDING_BYTES);
        }
        if (!usesPending) {
            OffHeap.fill(pending.memoryAddress(), pending.capacity(), (byte) 0);
            usesPending = true;
        }
        return pending.memoryAddress();
    }

    /** Whether the error bitmap is in use. */
    public boolean hasErrors() {
        return usesErrors;
    }

    /** Whether the pending bitmap is in use. */
    public boolean hasPending() {
        return usesPending;
    }

    public void appendBool(boolean value) {
        int row = nextRow();
        if (value) {
            OffHeap.setBit(dataAddress, row);
        } else {
            OffHeap.clearBit(dataAddress, row);
        }
    }

    /** Sets a cell that was appended. */
    public void setBool(int row, boolean value) {
        if (value) {
            OffHeap.setBit(dataAddress, row);
        } else {
            OffHeap.clearBit(dataAddress, row);
        }
    }

    public void appendLong(long value) {
        int row = nextRow();
        OffHeap.putLong(dataAddress + ((long) row << 3), value);
    }

    public void appendDouble(double value) {
        int row = nextRow();
        OffHeap.putDouble(dataAddress + ((long) row << 3), value);
    }

    public void append128(long high, long low) {
        int row = nextRow();
        long at = dataAddress + ((long) row << 4);
        OffHeap.putLong(at, low);
        OffHeap.putLong(at + Long.BYTES, high);
    }

    /** Appends a cell of lane BYTES from an address. */
    public void appendBytes(long address, int length) {
        reserveBytes((long) byteCount + length);
        OffHeap.copy(address, dataAddress + byteCount, length);
        endBytes(length);
    }

    public void appendBytes(byte[] bytes, int from, int length) {
        reserveBytes((long) byteCount + length);
        OffHeap.copy(bytes, from, dataAddress + byteCount, length);
        endBytes(length);
    }

    /** Appends a cell of lane BYTES whose {@code length} bytes the caller writes at the address returned, before it appends more. */
    public long appendUnwritten(int length) {
        reserveBytes((long) byteCount + length);
        long at = dataAddress + byteCount;
        endBytes(length);
        return at;
    }

    /** Appends a cell that nobody will read, of a row that does not count. */
    public void appendUnread() {
        appendFiller();
    }

    public void appendString(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        appendBytes(utf8, 0, utf8.length);
    }

    public void appendNone() {
        int row = appendFiller();
        OffHeap.clearBit(validityForWriting(), row);
    }

    public void appendError() {
        appendNone();
        OffHeap.setBit(errorsForWriting(), rowCount - 1);
    }

    public void appendPending() {
        appendNone();
        OffHeap.setBit(pendingForWriting(), rowCount - 1);
    }

    /** Appends row {@code row} of {@code from}, a column of the same lane, with its status. */
    public void appendFrom(Column from, int row) {
        switch (from.status(row)) {
            case NONE -> appendNone();
            case ERROR -> appendError();
            case PENDING -> appendPending();
            case VALUE -> {
                switch (lane) {
                    case BIT -> appendBool(from.getBool(row));
                    case I64, F64 -> appendLong(from.getLong(row));
                    case I128 -> append128(from.getHigh(row), from.getLow(row));
                    case BYTES -> appendBytes(from.bytesAddress(row), from.bytesLength(row));
                }
            }
        }
    }

    /** Takes the last cell back. */
    public void removeLast() {
        assert rowCount > 0;
        rowCount--;
        if (lane == Lane.BYTES) {
            byteCount = OffHeap.getInt(offsetsAddress + ((long) rowCount << 2));
        }
        if (usesValidity) {
            OffHeap.setBit(validity.memoryAddress(), rowCount);
        }
        if (usesErrors) {
            OffHeap.clearBit(errors.memoryAddress(), rowCount);
        }
        if (usesPending) {
            OffHeap.clearBit(pending.memoryAddress(), rowCount);
        }
    }

    /** Returns a view of what is written; it is good until the next {@code append}, {@code reset} or {@code close}. */
    public Column view(Type type) {
        assert type.lane() == lane : type + " is not in lane " + lane;
        return new Column(
                type,
                rowCount,
                dataAddress,
                offsetsAddress,
                usesValidity ? validity.memoryAddress() : 0,
                usesErrors ? errors.memoryAddress() : 0,
                usesPending ? pending.memoryAddress() : 0);
    }

    @Override
    public void close() {
        free(data);
        free(offsets);
        free(validity);
        free(errors);
        free(pending);
        data = null;
        offsets = null;
        validity = null;
        errors = null;
        pending = null;
        rowCapacity = 0;
        dataCapacity = 0;
    }

    private int nextRow() {
        if (rowCount == rowCapacity) {
            reserve(rowCount + 1);
        }
        return rowCount++;
    }

    private void endBytes(int length) {
        int row = nextRow();
        byteCount += length;
        OffHeap.putInt(offsetsAddress + ((row + 1L) << 2), byteCount);
    }

    /** Appends a cell without meaning, so that whole-column kernels never read uninitialised memory. */
    private int appendFiller() {
        switch (lane) {
            case BIT -> appendBool(false);
            case I64, F64 -> appendLong(0);
            case I128 -> append128(0, 0);
            case BYTES -> endBytes(0);
        }
        return rowCount - 1;
    }

    private void growData(long bytes) {
        data = grown(data, bytes);
        dataAddress = data.memoryAddress();
        dataCapacity = data.capacity() - PADDING_BYTES;
    }

    private ArrowBuf grown(ArrowBuf old, long bytes) {
        ArrowBuf bigger = allocator.buffer(bytes + PADDING_BYTES);
        if (old != null) {
            OffHeap.copy(old.memoryAddress(), bigger.memoryAddress(), Math.min(old.capacity(), bigger.capacity()));
            old.close();
        }
        return bigger;
    }

    private ArrowBuf grownBitmap(ArrowBuf old, boolean inUse, int oldRows) {
        if (old == null) {
            return null;
        }
        ArrowBuf bigger = grown(old, bitmapBytes(rowCapacity));
        if (inUse) {
            for (int row = oldRows; row < rowCapacity; row++) {
                OffHeap.clearBit(bigger.memoryAddress(), row);
            }
        }
        return bigger;
    }

    private static void setBits(ArrowBuf bitmap, int from, int to) {
        for (int row = from; row < to; row++) {
            OffHeap.setBit(bitmap.memoryAddress(), row);
        }
    }

    private static long bitmapBytes(int rows) {
        return (rows + 63L >>> 6) * Long.BYTES;
    }

    private static long capacity(ArrowBuf buffer) {
        return buffer == null ? 0 : buffer.capacity();
    }

    private static void free(ArrowBuf buffer) {
        if (buffer != null) {
            buffer.close();
        }
    }
}
