package io.millrace.state;

import io.millrace.memory.OffHeap;

/**
 * A block of group rows to read results from: for each the record that holds its key, where its accumulators are (in the record,
 * or in the epoch's log as they were before), its net weight, its rare counts, and the weight to emit it with. Lies in memory of its maker's.
 */
public final class ResultRows {
    private static final int WORDS = 5;

    private final long records;
    private final long accumulators;
    private final long netWeights;
    private final long rareCounts;
    private final long outWeights;
    private int rowCount;
    private boolean hasRare;

    ResultRows(long address, int capacity) {
        long bytes = (long) capacity * Long.BYTES;
        records = address;
        accumulators = records + bytes;
        netWeights = accumulators + bytes;
        rareCounts = netWeights + bytes;
        outWeights = rareCounts + bytes;
    }

    /** Bytes that {@code capacity} rows take. */
    static long byteCount(int capacity) {
        return (long) WORDS * capacity * Long.BYTES;
    }

    public int rowCount() {
        return rowCount;
    }

    /** Starts a block; {@code withRare} whether {@link #rareCount} can be other than 0. */
    void begin(int count, boolean withRare) {
        rowCount = count;
        hasRare = withRare;
    }

    void setRowCount(int count) {
        rowCount = count;
    }

    long records() {
        return records;
    }

    long netWeights() {
        return netWeights;
    }

    /** Address of the weight of each row. */
    public long outWeights() {
        return outWeights;
    }

    public boolean hasRare() {
        return hasRare;
    }

    public long accumulator(int row) {
        return OffHeap.getLong(accumulators + ((long) row << 3));
    }

    /** Rows in the group, errors among them. */
    public long netWeight(int row) {
        return OffHeap.getLong(netWeights + ((long) row << 3));
    }

    public long outWeight(int row) {
        return OffHeap.getLong(outWeights + ((long) row << 3));
    }

    public long rareCount(int row, int counter) {
        if (!hasRare) {
            return 0;
        }
        long at = OffHeap.getLong(rareCounts + ((long) row << 3));
        return at == 0 ? 0 : OffHeap.getLong(at + (long) counter * Long.BYTES);
    }

    void set(int row, long record, long accumulator, long netWeight, long outWeight) {
        long at = (long) row << 3;
        OffHeap.putLong(records + at, record);
        OffHeap.putLong(accumulators + at, accumulator);
        OffHeap.putLong(netWeights + at, netWeight);
        OffHeap.putLong(outWeights + at, outWeight);
    }

    void setRareCounts(int row, long address) {
        OffHeap.putLong(rareCounts + ((long) row << 3), address);
    }

    /** Moves a row to a place that is not behind it. */
    void move(int from, int to) {
        if (from == to) {
            return;
        }
        long source = (long) from << 3;
        long target = (long) to << 3;
        OffHeap.putLong(records + target, OffHeap.getLong(records + source));
        OffHeap.putLong(accumulators + target, OffHeap.getLong(accumulators + source));
        OffHeap.putLong(netWeights + target, OffHeap.getLong(netWeights + source));
        OffHeap.putLong(outWeights + target, OffHeap.getLong(outWeights + source));
        if (hasRare) {
            OffHeap.putLong(rareCounts + target, OffHeap.getLong(rareCounts + source));
        }
    }
}
