package io.millrace.state;

import io.millrace.column.Column;
import io.millrace.kernel.Hashing;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * How many different rows groups have had, about: a HyperLogLog sketch a group, with 2^precision registers and the estimator of Ertl
 * (2017), whose error is about 1.04 / √registers; small groups keep their rows' hashes and are counted exactly. Rows that are taken
 * back are not seen. Two words a group: the hashes, and where the registers are + 1.
 */
public final class GroupSketches implements GroupState {
    private static final int REGISTERS = Long.BYTES;
    /** 1 / (2 · ln 2). */
    private static final double ALPHA = 0.7213475204444817;

    private final BufferAllocator allocator;
    private final int precision;
    private final boolean filtered;
    private final SortKeys keys;
    private final OrderedKey key;
    private final OrderedKey hashKey;
    private final OrderedIndex hashes;
    private final OrderedCursor cursor;
    private final ByteStore registers;
    private final Chunk zeros;
    private final Column[] columns;
    private final int[] counts = new int[66];
    private int dense;

    /**
     * @param parts the cells of a row
     * @param filtered whether the first argument is no part, but says whether a row counts
     * @param precision 4 to 18
     */
    public GroupSketches(BufferAllocator allocator, List<SortKeys.Part> parts, boolean filtered, int precision) {
        this.allocator = allocator;
        this.precision = precision;
        this.filtered = filtered;
        this.columns = new Column[parts.size()];
        this.registers = new ByteStore(allocator);
        Opened opened = new Opened();
        try {
            keys = opened.add(new SortKeys(allocator, false, parts));
            key = opened.add(new OrderedKey(allocator));
            hashKey = opened.add(new OrderedKey(allocator));
            hashes = opened.add(new OrderedIndex(allocator, 1, false, false));
            cursor = opened.add(new OrderedCursor(allocator, hashes));
            zeros = opened.add(Chunk.open(allocator, 1L << precision));
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public void add(
            Slice slice, long weights, Column[] arguments, RareCounts errors, int firstCounter, long byteOffset) {
        int skipped = filtered ? 1 : 0;
        System.arraycopy(arguments, skipped, columns, 0, columns.length);
        for (int i = 0; i < slice.rowCount(); i++) {
            int row = slice.row(i);
            long weight = weights == 0 ? 1 : OffHeap.getLong(weights + ((long) i << 3));
            boolean isLeftOut = RowErrors.note(
                    arguments, skipped, columns.length, row, slice.ordinal(i), weight, errors, firstCounter);
            if (isLeftOut || weight <= 0 || filtered && !(arguments[0].isValue(row) && arguments[0].getBool(row))) {
                continue;
            }
            key.begin();
            keys.put(key, columns, row);
            key.end();
            note(slice.address(i) + byteOffset, Hashing.bytes(key.address(), key.byteCount()));
        }
    }

    private void note(long words, long hash) {
        long at = OffHeap.getLong(words + REGISTERS);
        if (at != 0) {
            set(registers.address(at - 1), hash);
            return;
        }
        hashKey.begin();
        hashKey.putWord(hash);
        hashKey.end();
        if (hashes.weightOf(words, hashKey) == 0) {
            hashes.add(words, hashKey, 1);
            if (hashes.keyCount(words) > Math.max(16, 1 << precision - 3)) {
                makeDense(words);
            }
        }
    }

    private void makeDense(long words) {
        long at = registers.put(zeros.address(), 1 << precision);
        dense++;
        for (boolean isAt = cursor.first(words); isAt; isAt = cursor.next()) {
            set(registers.address(at), Long.reverseBytes(OffHeap.getLong(cursor.key())));
        }
        hashes.clear(words);
        OffHeap.putLong(words + REGISTERS, at + 1);
    }

    private void set(long first, long hash) {
        long register = first + (hash >>> 64 - precision);
        int rank = Math.min(Long.numberOfLeadingZeros(hash << precision), 64 - precision) + 1;
        if (OffHeap.getByte(register) < rank) {
            OffHeap.putByte(register, (byte) rank);
        }
    }

    /** About how many different rows the group has had. */
    public long estimate(long words) {
        long at = OffHeap.getLong(words + REGISTERS);
        if (at == 0) {
            return hashes.keyCount(words);
        }
        int size = 1 << precision;
        Arrays.fill(counts, 0);
        long first = registers.address(at - 1);
        for (int i = 0; i < size; i++) {
            counts[OffHeap.getByte(first + i)]++;
        }
        int most = 64 - precision;
        double z = size * tau(1 - (double) counts[most + 1] / size);
        for (int rank = most; rank >= 1; rank--) {
            z = (z + counts[rank]) / 2;
        }
        z += size * sigma((double) counts[0] / size);
        return Math.round(ALPHA * size * size / z);
    }

    private static double sigma(double share) {
        if (share == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = share;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (z != before);
        return z;
    }

    private static double tau(double share) {
        if (share == 0 || share == 1) {
            return 0;
        }
        double x = share;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y /= 2;
            z -= (1 - x) * (1 - x) * y;
        } while (z != before);
        return z / 3;
    }

    @Override
    public boolean releaseIfGone(long words) {
        hashes.clear(words);
        long at = OffHeap.getLong(words + REGISTERS);
        if (at != 0) {
            registers.release(at - 1);
            OffHeap.putLong(words + REGISTERS, 0);
            if (--dense == 0) {
                registers.releaseEmpty();
            }
        }
        return true;
    }

    @Override
    public long heldBytes() {
        return hashes.heldBytes() + registers.heldBytes();
    }

    @Override
    public void saveTo(StateOutput out, String part, SavedGroups.Groups groups, int byteOffset) throws IOException {
        SavedGroups.saveOrder(out, part + ".hashes", groups, byteOffset, hashes);
        SavedGroups.saveBytes(out, part + ".registers", groups, allocator, words -> {
            long at = OffHeap.getLong(words + byteOffset + REGISTERS);
            if (at == 0) {
                return null;
            }
            byte[] bytes = new byte[1 << precision];
            OffHeap.copy(registers.address(at - 1), bytes, 0, bytes.length);
            return bytes;
        });
    }

    @Override
    public void restoreFrom(StateInput in, String part, SavedGroups.Target target, int byteOffset) throws IOException {
        SavedGroups.restoreOrder(in, part + ".hashes", target, byteOffset, hashes, hashKey);
        SavedGroups.restoreBytes(in, part + ".registers", target, allocator, (words, bytes) -> {
            if (bytes.length != 1 << precision) {
                throw new IOException("saved sketches are of another size");
            }
            long at = registers.put(zeros.address(), bytes.length);
            OffHeap.copy(bytes, 0, registers.address(at), bytes.length);
            OffHeap.putLong(words + byteOffset + REGISTERS, at + 1);
            dense++;
        });
    }

    @Override
    public void close() {
        zeros.close();
        registers.close();
        cursor.close();
        hashes.close();
        hashKey.close();
        key.close();
        keys.close();
    }
}
