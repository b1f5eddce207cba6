package io.millrace.state;

import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.type.Lane;
import java.io.IOException;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Rows of one {@link RowLayout} off-heap, each at a stable ordinal from {@link #allocate} to {@link #free}, with the bytes that its
 * cells refer to. Freed ordinals are used again; a chunk without rows is given back. A record's address is good until the next
 * {@link #allocate} without a {@link #reserve} before it: the first, small chunk moves when it grows.
 */
public final class RowStore implements AutoCloseable {
    private static final int FIRST_ROWS = 64;
    private static final int NONE = -1;

    private final BufferAllocator allocator;
    private final RowLayout layout;
    private final int recordBytes;
    private final int rowShift;
    private final int rowMask;
    private final int[] longCellOffsets;
    private final ByteStore bytes;
    private Chunk[] chunks = new Chunk[4];
    private long[] addresses = new long[4];
    private int[] usedRows = new int[4];
    private int[] liveRows = new int[4];
    private int[] freeHeads = new int[4];
    private long[] writtenEpochs = new long[4];
    private int chunkCount;
    /** No chunk below this one has room. */
    private int firstWithRoom;

    private int firstChunkRows;
    private int rowCount;
    private long heldBytes;
    private long epoch;

    /** Opens an empty store that allocates nothing until its first row. */
    public RowStore(BufferAllocator allocator, RowLayout layout) {
        this.allocator = allocator;
        this.layout = layout;
        this.recordBytes = layout.recordBytes();
        // The fewest rows, a power of two, that fill whole huge pages.
        this.rowShift = Long.numberOfTrailingZeros(Chunk.HUGE_PAGE_BYTES)
                - Math.min(
                        Integer.numberOfTrailingZeros(recordBytes), Long.numberOfTrailingZeros(Chunk.HUGE_PAGE_BYTES));
        this.rowMask = (1 << rowShift) - 1;
        this.bytes = layout.hasBytes() ? new ByteStore(allocator) : null;
        int[] offsets = new int[layout.cellCount()];
        int count = 0;
        for (int cell = 0; cell < layout.cellCount(); cell++) {
            if (layout.type(cell).lane() == Lane.BYTES) {
                offsets[count++] = layout.cellOffset(cell);
            }
        }
        this.longCellOffsets = Arrays.copyOf(offsets, count);
    }

    public RowLayout layout() {
        return layout;
    }

    /** Rows in use. */
    public int rowCount() {
        return rowCount;
    }

    /** All ordinals in use are below this. */
    public int ordinalLimit() {
        return chunkCount == 0 ? 0 : (chunkCount - 1 << rowShift) + usedRows[chunkCount - 1];
    }

    /** Bytes of memory that the store holds. */
    public long heldBytes() {
        return heldBytes + (bytes == null ? 0 : bytes.heldBytes());
    }

    /** The bytes of long cells; null where no cell is in lane BYTES. */
    ByteStore bytes() {
        return bytes;
    }

    /** Chunk addresses by {@code ordinal >>> rowShift()}, for kernels; good as long as addresses are. */
    long[] chunkAddresses() {
        return addresses;
    }

    int rowShift() {
        return rowShift;
    }

    public long address(int ordinal) {
        return addresses[ordinal >>> rowShift] + (long) (ordinal & rowMask) * recordBytes;
    }

    public boolean isInUse(int ordinal) {
        int chunk = ordinal >>> rowShift;
        return chunk < chunkCount
                && chunks[chunk] != null
                && (ordinal & rowMask) < usedRows[chunk]
                && (OffHeap.getLong(address(ordinal)) & RowLayout.FREE) == 0;
    }

    /** Makes sure that the next {@code rows} allocations move no record. */
    public void reserve(int rows) {
        if (chunkCount == 1 && firstChunkRows <= rowMask && firstChunkRows - liveRows[0] < rows) {
            growFirst(usedRows[0] + rows);
        } else if (chunkCount == 0 && rows > FIRST_ROWS) {
            openFirst(rows);
        }
    }

    /** Returns the ordinal of a row of zero words. */
    public int allocate() {
        int chunk = firstWithRoom;
        while (chunk < chunkCount && isFull(chunk)) {
            chunk++;
        }
        firstWithRoom = chunk;
        if (chunk == chunkCount || chunks[chunk] == null) {
            openChunk(chunk);
        }
        int ordinal;
        long address;
        if (freeHeads[chunk] != NONE) {
            ordinal = freeHeads[chunk];
            address = address(ordinal);
            freeHeads[chunk] = (int) (OffHeap.getLong(address) >> RowLayout.WEIGHT_SHIFT);
            OffHeap.fill(address, recordBytes, (byte) 0);
        } else {
            if (chunk == 0 && usedRows[0] == firstChunkRows) {
                growFirst(firstChunkRows + 1);
            }
            ordinal = (chunk << rowShift) + usedRows[chunk]++;
        }
        liveRows[chunk]++;
        writtenEpochs[chunk] = epoch;
        rowCount++;
        return ordinal;
    }

    /** Frees a row and the bytes of its cells. */
    public void free(int ordinal) {
        int chunk = ordinal >>> rowShift;
        long address = address(ordinal);
        assert (OffHeap.getLong(address) & RowLayout.FREE) == 0 : "row " + ordinal + " is freed twice";
        for (int offset : longCellOffsets) {
            if ((int) OffHeap.getLong(address + offset) > RowLayout.INLINE_BYTES) {
                bytes.release(OffHeap.getLong(address + offset + Long.BYTES));
            }
        }
        rowCount--;
        writtenEpochs[chunk] = epoch;
        if (--liveRows[chunk] == 0) {
            closeChunk(chunk);
            if (rowCount == 0) {
                releaseAll();
            }
            return;
        }
        OffHeap.putLong(address, (long) freeHeads[chunk] << RowLayout.WEIGHT_SHIFT | RowLayout.FREE);
        freeHeads[chunk] = ordinal;
        firstWithRoom = Math.min(firstWithRoom, chunk);
    }

    /** From now on rows are written in {@code newEpoch}. */
    public void beginEpoch(long newEpoch) {
        epoch = newEpoch;
    }

    /**
     * Notes that a row is written in the epoch that has begun, for checkpoints that copy only what changed. Rows that are allocated
     * or freed need not be noted.
     */
    public void noteWritten(int ordinal) {
        writtenEpochs[ordinal >>> rowShift] = epoch;
    }

    public int chunkCount() {
        return chunkCount;
    }

    /** The last epoch in which a row of this chunk was allocated, freed or, as far as noted, written. */
    public long writtenEpoch(int chunk) {
        return writtenEpochs[chunk];
    }

    private boolean isFull(int chunk) {
        return chunks[chunk] != null && freeHeads[chunk] == NONE && usedRows[chunk] > rowMask;
    }

    private void openChunk(int chunk) {
        if (chunk == 0) {
            openFirst(chunkCount > 1 ? rowMask + 1 : FIRST_ROWS);
            return;
        }
        if (chunk >= 1 << 31 - rowShift) {
            throw new IllegalStateException("a row store holds at most 2^31 rows; run with more workers");
        }
        makeRoom(chunk);
        install(chunk, Chunk.open(allocator, (long) recordBytes << rowShift));
    }

    private void openFirst(int rows) {
        firstChunkRows = (int) Math.min((long) rowMask + 1, Math.max(FIRST_ROWS, Integer.highestOneBit(2 * rows - 1)));
        makeRoom(0);
        install(0, Chunk.open(allocator, (long) firstChunkRows * recordBytes));
    }

    private void growFirst(int rows) {
        int wanted = (int) Math.min((long) rowMask + 1, Integer.highestOneBit(2 * rows - 1));
        if (wanted <= firstChunkRows) {
            return;
        }
        Chunk bigger = Chunk.open(allocator, (long) wanted * recordBytes);
        OffHeap.copy(addresses[0], bigger.address(), (long) usedRows[0] * recordBytes);
        heldBytes += bigger.byteCount() - chunks[0].byteCount();
        chunks[0].close();
        chunks[0] = bigger;
        addresses[0] = bigger.address();
        firstChunkRows = wanted;
    }

    private void makeRoom(int chunk) {
        if (chunk >= chunks.length) {
            int length = 2 * chunk;
            chunks = Arrays.copyOf(chunks, length);
            addresses = Arrays.copyOf(addresses, length);
            usedRows = Arrays.copyOf(usedRows, length);
            liveRows = Arrays.copyOf(liveRows, length);
            freeHeads = Arrays.copyOf(freeHeads, length);
            writtenEpochs = Arrays.copyOf(writtenEpochs, length);
        }
    }

    private void install(int chunk, Chunk memory) {
        chunks[chunk] = memory;
        addresses[chunk] = memory.address();
        heldBytes += memory.byteCount();
        usedRows[chunk] = 0;
        liveRows[chunk] = 0;
        freeHeads[chunk] = NONE;
        chunkCount = Math.max(chunkCount, chunk + 1);
    }

    private void closeChunk(int chunk) {
        heldBytes -= chunks[chunk].byteCount();
        chunks[chunk].close();
        chunks[chunk] = null;
        addresses[chunk] = 0;
        usedRows[chunk] = 0;
        freeHeads[chunk] = NONE;
        firstWithRoom = Math.min(firstWithRoom, chunk);
        while (chunkCount > 0 && chunks[chunkCount - 1] == null) {
            chunkCount--;
        }
        if (chunk == 0) {
            firstChunkRows = 0;
        }
    }

    private void releaseAll() {
        chunkCount = 0;
        firstWithRoom = 0;
        if (bytes != null) {
            bytes.releaseEmpty();
        }
    }

    /** Writes all rows, as {@link SavedRows} describes. */
    public void saveTo(StateOutput out, String part) throws IOException {
        SavedRows.save(this, out, part);
    }

    /**
     * Reads what {@link #saveTo} wrote into this store, which must be empty; rows keep their ordinals.
     *
     * @throws IOException when the bytes are not that, or not of this layout, or damaged; this store can then only be closed
     */
    public void restoreFrom(StateInput in, String part) throws IOException {
        if (rowCount != 0) {
            throw new IllegalStateException("restored into a store of " + rowCount + " rows; it must be empty");
        }
        SavedRows.restore(this, in, part);
    }

    /**
     * Shows the rows that {@link #saveTo} of a store of this layout wrote, a chunk of them in memory at a time.
     *
     * @throws IOException when the bytes are not that, or damaged
     */
    public void forEachSaved(StateInput in, String part, SavedRow action) throws IOException {
        // What is copied from here on has not been saved where it lies now.
        epoch = StateOutput.ALWAYS;
        try (RowStore window = new RowStore(allocator, layout)) {
            SavedRows.forEach(window, in, part, action);
        }
    }

    /** Takes one saved row. */
    @FunctionalInterface
    public interface SavedRow {
        /**
         * @param ordinal that the row had
         * @param window where its bytes are, until return
         * @param record its address, until return
         */
        void take(int ordinal, RowStore window, long record);
    }

    /** Adds a copy of a record of another store of this layout, with what its cells refer to, and returns its ordinal. */
    public int addCopy(RowStore from, long record) {
        int ordinal = allocate();
        long copy = address(ordinal);
        OffHeap.copy(record, copy, recordBytes);
        for (int offset : longCellOffsets) {
            int length = (int) OffHeap.getLong(copy + offset);
            if (length > RowLayout.INLINE_BYTES) {
                long at = from.bytes.address(OffHeap.getLong(copy + offset + Long.BYTES));
                OffHeap.putLong(copy + offset + Long.BYTES, bytes.put(at, length));
            }
        }
        return ordinal;
    }

    /** Rows that a chunk has room for; 0 where it has no memory. */
    int chunkRows(int chunk) {
        return chunks[chunk] == null ? 0 : chunk == 0 ? firstChunkRows : rowMask + 1;
    }

    /** What is known of a chunk beside its records. */
    record ChunkState(int usedRows, int liveRows, int freeHead, long writtenEpoch) {}

    ChunkState chunkState(int chunk) {
        return new ChunkState(usedRows[chunk], liveRows[chunk], freeHeads[chunk], writtenEpochs[chunk]);
    }

    /** Opens a chunk for saved records and returns its address. */
    long openSaved(int chunk, int rows) {
        makeRoom(chunk);
        for (int absent = chunkCount; absent < chunk; absent++) {
            freeHeads[absent] = NONE;
        }
        install(chunk, Chunk.open(allocator, (long) rows * recordBytes));
        if (chunk == 0) {
            firstChunkRows = rows;
        }
        return addresses[chunk];
    }

    void setSaved(int chunk, ChunkState state) {
        usedRows[chunk] = state.usedRows();
        liveRows[chunk] = state.liveRows();
        freeHeads[chunk] = state.freeHead();
        writtenEpochs[chunk] = state.writtenEpoch();
        rowCount += state.liveRows();
    }

    int[] longCellOffsets() {
        return longCellOffsets;
    }

    @Override
    public void close() {
        for (int chunk = chunkCount - 1; chunk >= 0; chunk--) {
            if (chunks[chunk] != null) {
                closeChunk(chunk);
            }
        }
        rowCount = 0;
        if (bytes != null) {
            bytes.close();
        }
    }
}
