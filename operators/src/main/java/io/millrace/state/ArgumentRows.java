package io.millrace.state;

import io.millrace.column.Column;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What one accumulator is given of a slice: a record address, an ordinal, a weight and a value a row, without the rows whose
 * argument is an error; those are counted apart, as the first of the accumulator's rare counts.
 */
public final class ArgumentRows implements AutoCloseable {
    private final Chunk memory;
    private final long keptAddresses;
    private final long keptSlotWords;
    private final long keptWeights;
    private final long keptValues;
    private int rowCount;
    private long addresses;
    private long slotWords;
    private long weights;
    private long values;
    private RareCounts rare;
    private int firstCounter;

    public ArgumentRows(BufferAllocator allocator) {
        memory = Chunk.open(allocator, 4L * Slice.ROWS * Long.BYTES);
        keptAddresses = memory.address();
        keptWeights = keptAddresses + Slice.ROWS * Long.BYTES;
        keptValues = keptWeights + Slice.ROWS * Long.BYTES;
        keptSlotWords = keptValues + Slice.ROWS * Long.BYTES;
    }

    /**
     * Takes the found rows of a slice.
     *
     * @param newWeights address of one weight a row, or 0
     * @param arguments the accumulator's columns; the values are those of the first, which is in a 64-bit lane if {@code hasValues}
     * @param newFirstCounter which of {@code newRare} is the accumulator's first
     */
    public void load(
            Slice slice,
            long newWeights,
            Column[] arguments,
            boolean hasValues,
            RareCounts newRare,
            int newFirstCounter) {
        rare = newRare;
        firstCounter = newFirstCounter;
        rowCount = slice.rowCount();
        addresses = slice.addresses();
        slotWords = slice.slotWords();
        weights = newWeights;
        values = hasValues ? slice.values(arguments[0]) : 0;
        for (Column argument : arguments) {
            if (argument.errors() != 0) {
                dropErrors(slice, arguments);
                return;
            }
        }
    }

    private void dropErrors(Slice slice, Column[] arguments) {
        int kept = 0;
        for (int i = 0; i < rowCount; i++) {
            long at = (long) i << 3;
            int ordinal = slice.ordinal(i);
            long weight = weights == 0 ? 1 : OffHeap.getLong(weights + at);
            if (isError(arguments, slice.row(i))) {
                rare.add(ordinal, firstCounter, weight);
                continue;
            }
            long to = (long) kept << 3;
            OffHeap.putLong(keptAddresses + to, OffHeap.getLong(addresses + at));
            OffHeap.putInt(keptSlotWords + to, ordinal + 1);
            OffHeap.putLong(keptWeights + to, weight);
            if (values != 0) {
                OffHeap.putLong(keptValues + to, OffHeap.getLong(values + at));
            }
            kept++;
        }
        rowCount = kept;
        addresses = keptAddresses;
        slotWords = keptSlotWords;
        weights = weights == 0 ? 0 : keptWeights;
        values = values == 0 ? 0 : keptValues;
    }

    private static boolean isError(Column[] arguments, int row) {
        for (Column argument : arguments) {
            if (argument.isError(row)) {
                return true;
            }
        }
        return false;
    }

    int rowCount() {
        return rowCount;
    }

    long addresses() {
        return addresses;
    }

    long weights() {
        return weights;
    }

    long values() {
        return values;
    }

    long weight(int index) {
        return weights == 0 ? 1 : OffHeap.getLong(weights + ((long) index << 3));
    }

    /** Adds a row's weight to one of the accumulator's rare counts. */
    void count(int index, int counter) {
        rare.add(OffHeap.getInt(slotWords + ((long) index << 3)) - 1, firstCounter + counter, weight(index));
    }

    @Override
    public void close() {
        memory.close();
    }
}
