package io.millrace.state;

import io.millrace.column.CellStatus;
import io.millrace.column.Column;
import io.millrace.kernel.Hashing;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.type.Lane;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The cells of some columns of a slice as the words that a {@link RowLayout} keeps of them, one run of words a word position:
 * what an index hashes and compares, and what a store writes. As keys, doubles are canonical (one NaN, no −0), and None equals
 * None; a row's hash does not depend on whether its column's type is optional.
 *
 * <p>Reads up to 12 bytes behind the last byte of a BYTES column, as far as buffers are padded. Owns its scratch memory.
 */
public final class CellWords implements AutoCloseable {
    /** What stands in the words of a cell that is no value; the status word tells it from a value that looks the same. */
    private static final long EMPTY_WORD = 0x6E6F6E65L;

    private static final long ONE_NAN = 0x7FF8000000000000L;
    /** By how many bytes a view holds: those among bytes 0 to 3, and among bytes 4 to 11. */
    private static final long[] FIRST_MASKS = masks(0, Integer.BYTES);

    private static final long[] SECOND_MASKS = masks(Integer.BYTES, Long.BYTES);

    private final RowLayout layout;
    private final int[] cells;
    private final boolean areKeys;
    private final int wordCount;
    private final int[] wordOffsets;
    /** The bits of a record's word that belong to these cells. */
    private final long[] wordMasks;
    /** Whether a word is the first of a BYTES view. */
    private final boolean[] startsBytes;

    private final long[] words;
    private final long[] scratch;
    private final int[] statusWords;
    private final int cellWordCount;
    /** Whether the last of those words is the iteration. */
    private final boolean hasIteration;

    private final Chunk memory;
    private final long contents;
    private boolean hasLong;
    /** What is hashed of the second words of the BYTES column that was loaded last. */
    private long hashed;

    /**
     * @param cells which cells of the layout, in the order of the columns given to {@link #load}
     * @param areKeys whether equal values must have equal words
     */
    public CellWords(BufferAllocator allocator, RowLayout layout, int[] cells, boolean areKeys) {
        this.layout = layout;
        this.cells = cells.clone();
        this.areKeys = areKeys;
        int most = 3 * cells.length + 1;
        wordOffsets = new int[most];
        wordMasks = new long[most];
        startsBytes = new boolean[most];
        statusWords = new int[cells.length];
        int count = 0;
        for (int cell : cells) {
            Lane lane = layout.type(cell).lane();
            startsBytes[count] = lane == Lane.BYTES;
            for (int word = 0; word < lane.stateWords(); word++) {
                wordMasks[count] = -1L;
                wordOffsets[count++] = layout.cellOffset(cell) + word * Long.BYTES;
            }
        }
        hasIteration = !areKeys && layout.iterationOffset() >= 0;
        if (hasIteration) {
            wordMasks[count] = -1L;
            wordOffsets[count++] = layout.iterationOffset();
        }
        cellWordCount = count;
        if (layout.hasStatus()) {
            for (int i = 0; i < cells.length; i++) {
                int offset = layout.statusOffset(cells[i]);
                int word = cellWordCount;
                while (word < count && wordOffsets[word] != offset) {
                    word++;
                }
                count = Math.max(count, word + 1);
                wordOffsets[word] = offset;
                wordMasks[word] |= 3L << RowLayout.statusShift(cells[i]);
                statusWords[i] = word;
            }
        }
        wordCount = count;
        words = new long[count];
        scratch = new long[count];
        memory = Chunk.open(allocator, (count + 1L) * Slice.ROWS * Long.BYTES);
        for (int word = 0; word < count; word++) {
            scratch[word] = memory.address() + (long) word * Slice.ROWS * Long.BYTES;
        }
        contents = memory.address() + (long) count * Slice.ROWS * Long.BYTES;
    }

    private static long[] masks(int skipped, int most) {
        long[] masks = new long[RowLayout.INLINE_BYTES + 1];
        for (int length = skipped + 1; length < masks.length; length++) {
            masks[length] = -1L >>> Long.SIZE - Byte.SIZE * Math.min(length - skipped, most);
        }
        return masks;
    }

    int wordCount() {
        return wordCount;
    }

    int wordOffset(int word) {
        return wordOffsets[word];
    }

    long wordMask(int word) {
        return wordMasks[word];
    }

    boolean startsBytes(int word) {
        return startsBytes[word];
    }

    /** Address of one word a row. */
    long words(int word) {
        return words[word];
    }

    /** Whether some cell's bytes did not fit into its view. */
    boolean hasLong() {
        return hasLong;
    }

    /** Whether a row is one word, compared whole. */
    boolean isOneWord() {
        return wordCount == 1;
    }

    /** Whether a row is one view of bytes. */
    boolean isOneView() {
        return wordCount == 2 && startsBytes[0];
    }

    /** Takes the words of the slice's rows; as keys also their hashes, into the slice. */
    public void load(Slice slice, Column[] columns) {
        int rowCount = slice.rowCount();
        hasLong = false;
        for (int word = cellWordCount; word < wordCount; word++) {
            words[word] = scratch[word];
            OffHeap.fill(scratch[word], (long) rowCount << 3, (byte) 0);
        }
        int word = 0;
        for (int i = 0; i < cells.length; i++) {
            Column column = columns[i];
            switch (column.lane()) {
                case BIT -> loadBits(slice, column, word);
                case I64 -> words[word] = slice.columnRows().words(column, rowCount, scratch[word]);
                case F64 -> loadDoubles(slice, column, word);
                case I128 -> load128(slice, column, word);
                case BYTES -> loadBytes(slice, column, word);
            }
            if (!column.isDense()) {
                loadStatus(slice, column, i, word);
            }
            if (areKeys) {
                fold(slice, column.lane(), i == 0, word);
            }
            word += column.lane().stateWords();
        }
        if (areKeys && cells.length == 0) {
            Hashing.start(slice.hashes(), rowCount);
        }
        if (hasIteration) {
            loadIteration(slice, word);
        }
    }

    /** Takes the iteration of the batch as a word of each of its rows. */
    private void loadIteration(Slice slice, int word) {
        words[word] = scratch[word];
        for (int i = 0; i < slice.rowCount(); i++) {
            OffHeap.putLong(scratch[word] + ((long) i << 3), slice.batch().iteration());
        }
    }

    private void fold(Slice slice, Lane lane, boolean isFirst, int word) {
        if (isFirst) {
            Hashing.start(slice.hashes(), words[word], slice.rowCount());
        } else {
            Hashing.fold(slice.hashes(), words[word], slice.rowCount());
        }
        if (lane.stateWords() == 2) {
            Hashing.fold(slice.hashes(), lane == Lane.BYTES ? hashed : words[word + 1], slice.rowCount());
        }
    }

    private void loadBits(Slice slice, Column column, int word) {
        long to = scratch[word];
        for (int i = 0; i < slice.rowCount(); i++) {
            OffHeap.putLong(to + ((long) i << 3), column.getBool(slice.row(i)) ? 1 : 0);
        }
        words[word] = to;
    }

    private void loadDoubles(Slice slice, Column column, int word) {
        long from = slice.columnRows().words(column, slice.rowCount(), scratch[word]);
        if (!areKeys) {
            words[word] = from;
            return;
        }
        long to = scratch[word];
        for (int i = 0; i < slice.rowCount(); i++) {
            double value = OffHeap.getDouble(from + ((long) i << 3));
            OffHeap.putLong(
                    to + ((long) i << 3), Double.isNaN(value) ? ONE_NAN : Double.doubleToRawLongBits(value + 0.0));
        }
        words[word] = to;
    }

    private void load128(Slice slice, Column column, int word) {
        long low = scratch[word];
        long high = scratch[word + 1];
        for (int i = 0; i < slice.rowCount(); i++) {
            int row = slice.row(i);
            OffHeap.putLong(low + ((long) i << 3), column.getLow(row));
            OffHeap.putLong(high + ((long) i << 3), column.getHigh(row));
        }
        words[word] = low;
        words[word + 1] = high;
    }

    /**
     * Makes views; the second word of a long one is the address of its bytes. What is hashed of second words is
     * at {@code hashed} then: they themselves or, where some are long, {@code contents} with the hash of the bytes instead.
     */
    private void loadBytes(Slice slice, Column column, int word) {
        long firsts = scratch[word];
        long seconds = scratch[word + 1];
        long offsets = column.offsets();
        int longest = 0;
        for (int i = 0; i < slice.rowCount(); i++) {
            long at = offsets + ((long) slice.row(i) << 2);
            int from = OffHeap.getInt(at);
            int length = OffHeap.getInt(at + Integer.BYTES) - from;
            int inline = Math.min(length, RowLayout.INLINE_BYTES);
            long address = column.data() + from;
            long first = OffHeap.getInt(address) & FIRST_MASKS[inline];
            long second = OffHeap.getLong(address + Integer.BYTES) & SECOND_MASKS[inline];
            OffHeap.putLong(firsts + ((long) i << 3), first << 32 | length);
            OffHeap.putLong(seconds + ((long) i << 3), second);
            longest = Math.max(longest, length);
        }
        words[word] = firsts;
        words[word + 1] = seconds;
        hashed = seconds;
        if (longest > RowLayout.INLINE_BYTES) {
            hasLong = true;
            OffHeap.copy(seconds, contents, (long) slice.rowCount() << 3);
            hashed = contents;
            loadLongBytes(slice, column, seconds);
        }
    }

    private void loadLongBytes(Slice slice, Column column, long seconds) {
        for (int i = 0; i < slice.rowCount(); i++) {
            int row = slice.row(i);
            int length = column.bytesLength(row);
            if (length > RowLayout.INLINE_BYTES) {
                long address = column.bytesAddress(row);
                OffHeap.putLong(seconds + ((long) i << 3), address);
                OffHeap.putLong(contents + ((long) i << 3), Hashing.bytes(address, length));
            }
        }
    }

    private void loadStatus(Slice slice, Column column, int index, int word) {
        int shift = RowLayout.statusShift(cells[index]);
        long to = layout.hasStatus() ? scratch[statusWords[index]] : 0;
        Lane lane = column.lane();
        if (words[word] != scratch[word]) {
            OffHeap.copy(words[word], scratch[word], (long) slice.rowCount() << 3);
            words[word] = scratch[word];
        }
        for (int i = 0; i < slice.rowCount(); i++) {
            int row = slice.row(i);
            if (!column.isValue(row)) {
                CellStatus status = column.status(row);
                if (to == 0) {
                    throw new IllegalStateException("a cell of type " + layout.type(cells[index]) + " is " + status
                            + "; the layout has no room for that");
                }
                long at = (long) i << 3;
                OffHeap.putLong(to + at, OffHeap.getLong(to + at) | (long) status.ordinal() << shift);
                OffHeap.putLong(words[word] + at, lane == Lane.BYTES ? 0 : EMPTY_WORD);
                if (lane.stateWords() == 2) {
                    OffHeap.putLong(words[word + 1] + at, lane == Lane.BYTES ? EMPTY_WORD : 0);
                }
                if (lane == Lane.BYTES) {
                    OffHeap.putLong(hashed + at, EMPTY_WORD);
                }
            }
        }
    }

    /** Whether a record's cells equal those of row {@code index}. */
    public boolean equalsRecord(RowStore store, int index, long record) {
        long at = (long) index << 3;
        for (int word = 0; word < wordCount; word++) {
            long mine = OffHeap.getLong(words[word] + at);
            if (((OffHeap.getLong(record + wordOffsets[word]) ^ mine) & wordMasks[word]) != 0) {
                return false;
            }
            if (startsBytes[word] && (int) mine > RowLayout.INLINE_BYTES) {
                word++;
                long reference = OffHeap.getLong(record + wordOffsets[word]);
                if (!OffHeap.equal(
                        OffHeap.getLong(words[word] + at), store.bytes().address(reference), (int) mine)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether two records of a store have equal cells, bit for bit. */
    public boolean equalRecords(RowStore store, long left, long right) {
        for (int word = 0; word < wordCount; word++) {
            long mine = OffHeap.getLong(left + wordOffsets[word]);
            if (((OffHeap.getLong(right + wordOffsets[word]) ^ mine) & wordMasks[word]) != 0) {
                return false;
            }
            if (startsBytes[word] && (int) mine > RowLayout.INLINE_BYTES) {
                word++;
                long mineAt = store.bytes().address(OffHeap.getLong(left + wordOffsets[word]));
                long otherAt = store.bytes().address(OffHeap.getLong(right + wordOffsets[word]));
                if (!OffHeap.equal(mineAt, otherAt, (int) mine)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether a cell of a record equals one of another store's record, bit for bit and in status; both cells are of one lane. */
    static boolean equalCells(
            RowStore leftStore, int leftCell, long left, RowStore rightStore, int rightCell, long right) {
        RowLayout leftLayout = leftStore.layout();
        RowLayout rightLayout = rightStore.layout();
        if (leftLayout.status(left, leftCell) != rightLayout.status(right, rightCell)) {
            return false;
        }
        if (leftLayout.status(left, leftCell) != 0) {
            return true;
        }
        long mine = left + leftLayout.cellOffset(leftCell);
        long other = right + rightLayout.cellOffset(rightCell);
        long first = OffHeap.getLong(mine);
        Lane lane = leftLayout.type(leftCell).lane();
        if (first != OffHeap.getLong(other) || lane.stateWords() == 1) {
            return first == OffHeap.getLong(other);
        }
        long second = OffHeap.getLong(mine + Long.BYTES);
        long otherSecond = OffHeap.getLong(other + Long.BYTES);
        return lane == Lane.BYTES && (int) first > RowLayout.INLINE_BYTES
                ? OffHeap.equal(
                        leftStore.bytes().address(second), rightStore.bytes().address(otherSecond), (int) first)
                : second == otherSecond;
    }

    /** Writes the cells of row {@code index} into a record, copying long bytes into the store. */
    public void write(RowStore store, int index, long record) {
        long at = (long) index << 3;
        for (int word = 0; word < wordCount; word++) {
            long mine = OffHeap.getLong(words[word] + at);
            long offset = record + wordOffsets[word];
            OffHeap.putLong(offset, OffHeap.getLong(offset) & ~wordMasks[word] | mine);
            if (startsBytes[word] && (int) mine > RowLayout.INLINE_BYTES) {
                word++;
                long reference = store.bytes().put(OffHeap.getLong(words[word] + at), (int) mine);
                OffHeap.putLong(record + wordOffsets[word], reference);
            }
        }
    }

    /** The hash that {@link #load} gave the row whose cells a record holds. */
    long hashOf(RowStore store, long record) {
        long hash = Hashing.SEED;
        for (int word = 0; word < cellWordCount; word++) {
            long value = OffHeap.getLong(record + wordOffsets[word]);
            hash = Hashing.fold(hash, value);
            if (startsBytes[word]) {
                word++;
                int length = (int) value;
                long second = OffHeap.getLong(record + wordOffsets[word]);
                hash = Hashing.fold(
                        hash,
                        length > RowLayout.INLINE_BYTES
                                ? Hashing.bytes(store.bytes().address(second), length)
                                : second);
            }
        }
        return hash;
    }

    /** The hash that {@link #hashOf} gives of a record of row {@code index}. */
    long hashOfLoaded(int index) {
        long at = (long) index << 3;
        long hash = Hashing.SEED;
        for (int word = 0; word < cellWordCount; word++) {
            long value = OffHeap.getLong(words[word] + at);
            hash = Hashing.fold(hash, value);
            if (startsBytes[word]) {
                word++;
                int length = (int) value;
                long second = OffHeap.getLong(words[word] + at);
                hash = Hashing.fold(hash, length > RowLayout.INLINE_BYTES ? Hashing.bytes(second, length) : second);
            }
        }
        return hash;
    }

    @Override
    public void close() {
        memory.close();
    }
}
