package io.millrace.state;

import io.millrace.column.ColumnBuilder;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A block of result rows, each of which takes its cells from rows of {@link IdTables}: every group of columns from a row of its own.
 * Holds addresses, so it must be written out before the tables change. Owns its memory.
 */
public final class PickedRows implements AutoCloseable {
    private final IdTables tables;
    private final int capacity;
    private final Chunk memory;
    /** By group, addresses of records. */
    private final long[] records;
    /** By group and row, the table that the record is of. */
    private final int[][] owners;

    private final long idRecords;
    private final long[] weights;
    private int count;
    private boolean allOne = true;

    public PickedRows(BufferAllocator allocator, IdTables tables, int groups, int capacity) {
        this.tables = tables;
        this.capacity = capacity;
        this.memory = Chunk.open(allocator, (groups + 1L) * capacity * Long.BYTES);
        this.idRecords = memory.address();
        this.records = new long[groups];
        this.owners = new int[groups][capacity];
        this.weights = new long[capacity];
        for (int group = 0; group < groups; group++) {
            records[group] = idRecords + (group + 1L) * capacity * Long.BYTES;
        }
    }

    public int count() {
        return count;
    }

    public boolean isFull() {
        return count == capacity;
    }

    public void clear() {
        count = 0;
        allOne = true;
    }

    /** Adds a row of the current id; then {@link #pick} a row for every group. */
    public void add(long weight) {
        OffHeap.putLong(idRecords + ((long) count << 3), tables.idRecord());
        weights[count++] = weight;
        allOne &= weight == 1;
    }

    /** The row that the last row takes a group's cells from; errors where {@code link} is none or several. */
    public void pick(int group, int table, int link) {
        owners[group][count - 1] = table;
        OffHeap.putLong(records[group] + ((long) (count - 1) << 3), tables.recordOf(table, link));
    }

    /** Whether every row has weight 1. */
    public boolean allOne() {
        return allOne;
    }

    public void appendIds(ColumnBuilder out) {
        RecordReader.append(tables.ids(), 0, idRecords, count, out);
    }

    public void appendWeights(ColumnBuilder out) {
        for (int row = 0; row < count; row++) {
            out.appendLong(weights[row]);
        }
    }

    /** Appends a column: of every row the cell {@code cells[table]} of what its group has picked. */
    public void append(int group, int[] cells, ColumnBuilder out) {
        int[] owner = owners[group];
        for (int from = 0; from < count; ) {
            int table = owner[from];
            int end = from + 1;
            while (end < count && owner[end] == table) {
                end++;
            }
            RecordReader.append(
                    tables.rows(table).store(), cells[table], records[group] + ((long) from << 3), end - from, out);
            from = end;
        }
    }

    @Override
    public String toString() {
        return count + " rows " + Arrays.toString(Arrays.copyOf(weights, count));
    }

    @Override
    public void close() {
        memory.close();
    }
}
