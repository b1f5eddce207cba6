package io.millrace.state;

import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.type.Lane;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Rows of one {@link RowLayout} off-heap, each at a stable ordinal from {@link #allocate} to {@link #free}, with the bytes that its
 * cells refer to. Freed ordinals are used again; a chunk without rows is given back. A record's address is good until the next
 * {@link #allocate} without a {@link #reserve} before it: the first, small chunk moves when it grows.
 */
public final class RowStore implements AutoCloseable {
    private static final int MAGIC = 0x4D525253;
    private static final int VERSION = 1;
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

    /** Notes that a row was written in an epoch, for checkpoints that copy only what changed. */
    public void noteWritten(int ordinal, long epoch) {
        writtenEpochs[ordinal >>> rowShift] = epoch;
    }

    public int chunkCount() {
        return chunkCount;
    }

    /** The last epoch that {@link #noteWritten} told of a row of this chunk. */
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

    /**
     * Writes all rows: magic, version, fingerprint of the layout, row shift, chunk count; of each chunk its row capacity, used and
     * live rows, free list head, last epoch, and records; the bytes; and a crc32c of it all. Little-endian.
     */
    public void saveTo(WritableByteChannel channel) throws IOException {
        StateWriter out = new StateWriter(channel, MAGIC, VERSION);
        out.putInt(layout.fingerprint());
        out.putInt(rowShift);
        out.putInt(chunkCount);
        for (int chunk = 0; chunk < chunkCount; chunk++) {
            out.putInt(chunks[chunk] == null ? 0 : chunk == 0 ? firstChunkRows : rowMask + 1);
            if (chunks[chunk] != null) {
                out.putInt(usedRows[chunk]);
                out.putInt(liveRows[chunk]);
                out.putInt(freeHeads[chunk]);
                out.putLong(writtenEpochs[chunk]);
                out.putBytes(addresses[chunk], (long) usedRows[chunk] * recordBytes);
            }
        }
        if (bytes != null) {
            bytes.saveTo(out);
        }
        out.finish();
    }

    /**
     * Reads what {@link #saveTo} wrote into this store, which must be empty.
     *
     * @throws IOException when the bytes are not that, or not of this layout, or damaged; this store can then only be closed
     */
    public void restoreFrom(ReadableByteChannel channel) throws IOException {
        if (rowCount != 0) {
            throw new IllegalStateException("restored into a store of " + rowCount + " rows; it must be empty");
        }
        StateReader in = new StateReader(channel, MAGIC, VERSION);
        in.require(in.getInt() == layout.fingerprint(), "the rows are of another layout");
        in.require(in.getInt() == rowShift, "the chunks are of another size");
        int count = in.getCount(1 << 31 - rowShift);
        for (int chunk = 0; chunk < count; chunk++) {
            int capacity = in.getCount(rowMask + 1);
            makeRoom(chunk);
            chunkCount = chunk + 1;
            if (capacity == 0) {
                freeHeads[chunk] = NONE;
                continue;
            }
            in.require(chunk == 0 || capacity == rowMask + 1, "a chunk is cut");
            install(chunk, Chunk.open(allocator, (long) capacity * recordBytes));
            if (chunk == 0) {
                firstChunkRows = capacity;
            }
            usedRows[chunk] = in.getCount(capacity);
            liveRows[chunk] = in.getCount(usedRows[chunk]);
            freeHeads[chunk] = in.getInt();
            writtenEpochs[chunk] = in.getLong();
            in.getBytes(addresses[chunk], (long) usedRows[chunk] * recordBytes);
            rowCount += liveRows[chunk];
        }
        if (bytes != null) {
            bytes.restoreFrom(in);
        }
        in.finish();
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
