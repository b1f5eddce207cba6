package io.millrace.ipc;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.memory.OffHeap;
import java.util.BitSet;

/**
 * Which fields of a message follow the {@code columnCount} columns, in this order: key, weight, one error bitmap for each
 * column in {@code errors}, one pending bitmap for each column in {@code pending}.
 *
 * <pre>
 *   0                8                                          8 + 8·w·(errors? + pending?)
 *   +----------------+--------------------+--------------------+     w = ⌈columnCount / 64⌉, little-endian
 *   | flags          | errors: w words    | pending: w words   |     a set of columns is there when its flag is set
 *   +----------------+--------------------+--------------------+
 * </pre>
 */
public record BatchShape(int columnCount, boolean hasKeys, boolean hasWeights, BitSet errors, BitSet pending) {
    private static final long KEYS = 1;
    private static final long WEIGHTS = 2;
    private static final long ERRORS = 4;
    private static final long PENDING = 8;
    private static final long ALL_FLAGS = KEYS | WEIGHTS | ERRORS | PENDING;

    public BatchShape {
        errors = (BitSet) errors.clone();
        pending = (BitSet) pending.clone();
        if (errors.length() > columnCount || pending.length() > columnCount) {
            throw new IllegalArgumentException(
                    "errors " + errors + " and pending " + pending + " name columns beyond " + columnCount);
        }
    }

    /** Columns and nothing else. */
    public static BatchShape plain(int columnCount) {
        return new BatchShape(columnCount, false, false, new BitSet(), new BitSet());
    }

    /** All that a batch of so many columns can have, for a stream of which the batches are not known beforehand. */
    public static BatchShape full(int columnCount, boolean hasKeys) {
        BitSet all = new BitSet();
        all.set(0, columnCount);
        return new BatchShape(columnCount, hasKeys, true, all, all);
    }

    /** The least shape that loses nothing of {@code batch}. */
    public static BatchShape of(Batch batch) {
        BitSet errors = new BitSet();
        BitSet pending = new BitSet();
        for (int i = 0; i < batch.columnCount(); i++) {
            Column column = batch.column(i);
            errors.set(i, column.errors() != 0);
            pending.set(i, column.pending() != 0);
        }
        return new BatchShape(batch.columnCount(), batch.keys() != null, batch.weights() != null, errors, pending);
    }

    /** Whether a message of this shape can hold a batch of {@code other}; keys cannot be made up, so they must agree. */
    public boolean covers(BatchShape other) {
        BitSet missingErrors = other.errors();
        missingErrors.andNot(errors);
        BitSet missingPending = other.pending();
        missingPending.andNot(pending);
        return columnCount == other.columnCount
                && hasKeys == other.hasKeys
                && (hasWeights || !other.hasWeights)
                && missingErrors.isEmpty()
                && missingPending.isEmpty();
    }

    @Override
    public BitSet errors() {
        return (BitSet) errors.clone();
    }

    @Override
    public BitSet pending() {
        return (BitSet) pending.clone();
    }

    boolean hasErrors(int column) {
        return errors.get(column);
    }

    boolean hasPending(int column) {
        return pending.get(column);
    }

    /** Fields of a message of this shape. */
    int fieldCount() {
        return columnCount + (hasKeys ? 1 : 0) + (hasWeights ? 1 : 0) + errors.cardinality() + pending.cardinality();
    }

    /** Bytes that {@link #write} writes: a multiple of 8. */
    public int byteCount() {
        int sets = (errors.isEmpty() ? 0 : 1) + (pending.isEmpty() ? 0 : 1);
        return Long.BYTES * (1 + sets * words(columnCount));
    }

    /** Writes {@link #byteCount} bytes at an address. */
    public void write(long address) {
        long flags = (hasKeys ? KEYS : 0)
                | (hasWeights ? WEIGHTS : 0)
                | (errors.isEmpty() ? 0 : ERRORS)
                | (pending.isEmpty() ? 0 : PENDING);
        OffHeap.putLong(address, flags);
        long at = writeSet(errors, address + Long.BYTES);
        writeSet(pending, at);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws CorruptBatchException when these are not exactly the bytes of a shape of {@code columnCount} columns
     */
    public static BatchShape read(long address, long byteCount, int columnCount) {
        if (byteCount < Long.BYTES) {
            throw new CorruptBatchException("shape of " + byteCount + " bytes; it has at least " + Long.BYTES);
        }
        long flags = OffHeap.getLong(address);
        int sets = Long.bitCount(flags & (ERRORS | PENDING));
        if ((flags & ~ALL_FLAGS) != 0 || byteCount != Long.BYTES * (1L + (long) sets * words(columnCount))) {
            throw new CorruptBatchException("shape with flags " + Long.toHexString(flags) + " in " + byteCount
                    + " bytes for " + columnCount + " columns");
        }
        long at = address + Long.BYTES;
        BitSet errors = new BitSet();
        if ((flags & ERRORS) != 0) {
            errors = readSet(at, columnCount);
            at += (long) Long.BYTES * words(columnCount);
        }
        BitSet pending = (flags & PENDING) != 0 ? readSet(at, columnCount) : new BitSet();
        return new BatchShape(columnCount, (flags & KEYS) != 0, (flags & WEIGHTS) != 0, errors, pending);
    }

    private long writeSet(BitSet set, long address) {
        if (set.isEmpty()) {
            return address;
        }
        long[] words = set.toLongArray();
        for (int i = 0; i < words(columnCount); i++) {
            OffHeap.putLong(address + ((long) i << 3), i < words.length ? words[i] : 0);
        }
        return address + (long) Long.BYTES * words(columnCount);
    }

    private static BitSet readSet(long address, int columnCount) {
        long[] words = new long[words(columnCount)];
        for (int i = 0; i < words.length; i++) {
            words[i] = OffHeap.getLong(address + ((long) i << 3));
        }
        BitSet set = BitSet.valueOf(words);
        if (set.length() > columnCount) {
            throw new CorruptBatchException("shape names column " + (set.length() - 1) + " of " + columnCount);
        }
        return set;
    }

    private static int words(int columnCount) {
        return columnCount + 63 >>> 6;
    }
}
