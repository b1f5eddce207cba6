package io.millrace.state;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.type.Type;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Groups of the rows that went by since the last {@link #clear}: their net weight and sums of int64 columns in 64 bits, which is exact
 * as long as the caller adds only batches that {@link #takes} and no more than {@link #MOST_ROWS} rows. Owns its memory.
 */
public final class PartialGroups implements AutoCloseable {
    /** Rows between two clears at most. */
    public static final int MOST_ROWS = 1 << 15;

    private static final long MOST_PRODUCT = 1L << 47;
    private static final long MOST_WEIGHT = 1L << 15;

    private final BufferAllocator allocator;
    private final RowLayout layout;
    private final int sumCount;
    private final int blockRows;
    private final CellWords keyWords;
    private final Slice slice;
    private final Chunk block;
    private RowStore store;
    private HashIndex index;
    private boolean readsSums;
    private int nextOrdinal;

    /** @param blockRows groups that {@link #next} gives at once at most */
    public PartialGroups(BufferAllocator allocator, List<Type> keyTypes, int sumCount, int blockRows) {
        this.allocator = allocator;
        this.sumCount = sumCount;
        this.blockRows = blockRows;
        layout = RowLayout.ofAnyStatus(keyTypes, sumCount);
        int[] cells = new int[keyTypes.size()];
        for (int cell = 0; cell < cells.length; cell++) {
            cells[cell] = cell;
        }
        keyWords = new CellWords(allocator, layout, cells, true);
        slice = new Slice(allocator);
        block = Chunk.open(allocator, (long) blockRows * Long.BYTES);
        open();
    }

    private void open() {
        store = new RowStore(allocator, layout);
        index = new HashIndex(allocator, store, keyWords);
    }

    /** Whether all rows of a batch may be added: values in the sum columns, which are not too big to be added in 64 bits. */
    public static boolean takes(Batch batch, Column[] keys, Column[] sums) {
        for (Column key : keys) {
            if (key.errors() != 0) {
                return false;
            }
        }
        boolean weighted = batch.weights() != null;
        if (weighted && greatest(batch.weights()) >= MOST_WEIGHT) {
            return false;
        }
        for (Column sum : sums) {
            if (!sum.isDense() || greatest(sum) >= (weighted ? MOST_PRODUCT / MOST_WEIGHT : MOST_PRODUCT)) {
                return false;
            }
        }
        return true;
    }

    /** A bound of the magnitude of a column's values, from which the next power of two is not far. */
    private static long greatest(Column column) {
        long bits = 0;
        for (int row = 0; row < column.rowCount(); row++) {
            long value = OffHeap.getLong(column.data() + ((long) row << 3));
            bits |= value ^ value >> 63;
        }
        return bits;
    }

    public int groupCount() {
        return store.rowCount();
    }

    public long heldBytes() {
        return store.heldBytes() + index.heldBytes();
    }

    /** Adds the rows of a batch. */
    public void add(Batch batch, Column[] keys, Column[] sums) {
        for (int from = 0; from < batch.selectedCount(); from += Slice.ROWS) {
            slice.begin(batch, from, Math.min(Slice.ROWS, batch.selectedCount() - from));
            keyWords.load(slice, keys);
            index.findOrAdd(slice);
            long weights = slice.weights();
            addWeights(weights);
            for (int i = 0; i < sums.length; i++) {
                addSums(slice.values(sums[i]), weights, layout.extraOffset() + (long) i * Long.BYTES);
            }
        }
    }

    private void addWeights(long weights) {
        for (int i = 0; i < slice.rowCount(); i++) {
            long header = slice.address(i);
            long weight = weights == 0 ? 1 : OffHeap.getLong(weights + ((long) i << 3));
            OffHeap.putLong(header, OffHeap.getLong(header) + (weight << RowLayout.WEIGHT_SHIFT));
        }
    }

    private void addSums(long values, long weights, long offset) {
        for (int i = 0; i < slice.rowCount(); i++) {
            long at = slice.address(i) + offset;
            long value = OffHeap.getLong(values + ((long) i << 3));
            long weight = weights == 0 ? 1 : OffHeap.getLong(weights + ((long) i << 3));
            OffHeap.putLong(at, OffHeap.getLong(at) + value * weight);
        }
    }

    /** Goes over the groups: those with a sum other than 0, or those with weight left where each of the former takes 1 of it. */
    public void begin(boolean sums) {
        readsSums = sums;
        nextOrdinal = 0;
    }

    /** Finds more groups and returns how many; 0 after the last. */
    public int next() {
        int count = 0;
        for (; nextOrdinal < store.ordinalLimit() && count < blockRows; nextOrdinal++) {
            long record = store.address(nextOrdinal);
            if (readsSums ? hasSum(record) : weightLeft(record) != 0) {
                OffHeap.putLong(block.address() + ((long) count++ << 3), record);
            }
        }
        return count;
    }

    private boolean hasSum(long record) {
        long bits = 0;
        for (int i = 0; i < sumCount; i++) {
            bits |= OffHeap.getLong(record + layout.extraOffset() + (long) i * Long.BYTES);
        }
        return bits != 0;
    }

    private long weightLeft(long record) {
        return RowLayout.weight(OffHeap.getLong(record)) - (hasSum(record) ? 1 : 0);
    }

    /** Appends a key cell of the {@code count} groups that were found last. */
    public void appendKey(int cell, int count, ColumnBuilder out) {
        RecordReader.append(store, cell, block.address(), count, out);
    }

    /** Appends a sum of the groups that were found last. */
    public void appendSum(int sum, int count, ColumnBuilder out) {
        out.reserve(out.rowCount() + count);
        for (int i = 0; i < count; i++) {
            out.appendLong(OffHeap.getLong(record(i) + layout.extraOffset() + (long) sum * Long.BYTES));
        }
    }

    /** Appends the weight that is left of the groups that were found last. */
    public void appendWeight(int count, ColumnBuilder out) {
        out.reserve(out.rowCount() + count);
        for (int i = 0; i < count; i++) {
            out.appendLong(weightLeft(record(i)));
        }
    }

    private long record(int index) {
        return OffHeap.getLong(block.address() + ((long) index << 3));
    }

    /** Forgets all groups. */
    public void clear() {
        index.close();
        store.close();
        open();
    }

    @Override
    public void close() {
        index.close();
        store.close();
        block.close();
        slice.close();
        keyWords.close();
    }
}
