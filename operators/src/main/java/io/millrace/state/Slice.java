package io.millrace.state;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A run of at most {@link #ROWS} selected rows of a batch on its way through state: which rows they are, their weights and
 * hashes, and, once an index has found them, the ordinals and addresses of their records. Small enough that the records of a slice
 * stay in the first-level cache from the probe to the last accumulator.
 *
 * <p>Addresses that it returns are good until the next {@link #begin}. Owns its scratch memory.
 */
public final class Slice implements AutoCloseable {
    /** Rows of a slice at most. */
    public static final int ROWS = 256;

    private static final int WORDS_BYTES = ROWS * Long.BYTES;
    private static final int INTS_BYTES = ROWS * Integer.BYTES;

    private final Chunk memory;
    private final long hashes;
    private final long addresses;
    private final long slotAddresses;
    private final long slotWords;
    private final long missing;
    private final long added;
    private final long differences;
    private final long keptRows;
    private final long weightScratch;
    private final long valueScratch;
    private final ColumnRows columnRows = new ColumnRows();
    private Batch batch;
    private int rowCount;
    private int missingCount;
    private int addedCount;
    private int touchedCount;

    public Slice(BufferAllocator allocator) {
        memory = Chunk.open(allocator, 7 * WORDS_BYTES + 3 * INTS_BYTES);
        long at = memory.address();
        hashes = at;
        addresses = at + WORDS_BYTES;
        slotAddresses = at + 2 * WORDS_BYTES;
        slotWords = at + 3 * WORDS_BYTES;
        differences = at + 4 * WORDS_BYTES;
        weightScratch = at + 5 * WORDS_BYTES;
        valueScratch = at + 6 * WORDS_BYTES;
        missing = at + 7 * WORDS_BYTES;
        keptRows = missing + INTS_BYTES;
        added = keptRows + INTS_BYTES;
    }

    /** Takes the selected rows {@code from} to {@code from + count} of a batch, which must outlive its use here. */
    public void begin(Batch newBatch, int from, int count) {
        assert count <= ROWS && from + count <= newBatch.selectedCount();
        batch = newBatch;
        rowCount = count;
        long selected = newBatch.selectedRows();
        columnRows.set(selected == 0 ? 0 : selected + ((long) from << 2), from);
    }

    /** Drops the rows that have an error in {@code column}, and returns how many those are. */
    public int dropErrors(Column column) {
        if (column.errors() == 0) {
            return 0;
        }
        int kept = 0;
        for (int i = 0; i < rowCount; i++) {
            int row = columnRows.row(i);
            if (!column.isError(row)) {
                OffHeap.putInt(keptRows + ((long) kept++ << 2), row);
            }
        }
        int dropped = rowCount - kept;
        if (dropped > 0) {
            rowCount = kept;
            columnRows.set(keptRows, 0);
        }
        return dropped;
    }

    public Batch batch() {
        return batch;
    }

    public int rowCount() {
        return rowCount;
    }

    /** Row number in the batch of the {@code index}-th row of this slice. */
    public int row(int index) {
        return columnRows.row(index);
    }

    ColumnRows columnRows() {
        return columnRows;
    }

    /** Address of one weight a row, or 0 where all are +1. */
    public long weights() {
        return batch.weights() == null ? 0 : columnRows.words(batch.weights(), rowCount, weightScratch);
    }

    /** Address of one 64-bit cell a row, good until the next call. */
    public long values(Column column) {
        return columnRows.words(column, rowCount, valueScratch);
    }

    /** Address of one hash a row. */
    public long hashes() {
        return hashes;
    }

    /** Address of one record address a row; 0 where no record was found. */
    public long addresses() {
        return addresses;
    }

    public long address(int index) {
        return OffHeap.getLong(addresses + ((long) index << 3));
    }

    /** The ordinal of a row's record; −1 where none was found. */
    public int ordinal(int index) {
        return OffHeap.getInt(slotWords + ((long) index << 3)) - 1;
    }

    long slotAddresses() {
        return slotAddresses;
    }

    /** Address of one 64-bit word a row, whose low half is the ordinal of its record + 1. */
    long slotWords() {
        return slotWords;
    }

    long differences() {
        return differences;
    }

    long missing() {
        return missing;
    }

    /** Address of the 32-bit ordinals of the rows that {@link HashIndex#findOrAdd} added. */
    long added() {
        return added;
    }

    int addedCount() {
        return addedCount;
    }

    void setAddedCount(int count) {
        addedCount = count;
    }

    /** Notes how many rows were the first of their record in the epoch; the next slice is expected to be like this one. */
    void noteTouched(int count) {
        touchedCount = count;
    }

    /** How many rows were the first of their record in the epoch. */
    public int touchedCount() {
        return touchedCount;
    }

    /** Whether a branch on a row being the first of its record in the epoch would often be mispredicted. */
    boolean touchesRandomly() {
        return touchedCount > rowCount >>> 5;
    }

    int missingCount() {
        return missingCount;
    }

    void setMissingCount(int count) {
        missingCount = count;
    }

    void setRecord(int index, int ordinal, long address) {
        OffHeap.putInt(slotWords + ((long) index << 3), ordinal + 1);
        OffHeap.putLong(addresses + ((long) index << 3), address);
    }

    @Override
    public void close() {
        memory.close();
    }
}
