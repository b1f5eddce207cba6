package io.millrace.state;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.KeyGroups;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.type.Type;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The one row of each id, and what the open epoch makes of it: put rows, then read what is taken back, then what is added, then
 * end the epoch. Of several rows of an id in an epoch the last counts; a row that equals the one it replaces changes nothing.
 *
 * <p>An id has a record with one word of the operator's: bits 31..0 the ordinal of its row + 1, or 0 for none; bits 63..32 the
 * ordinal of the row that the epoch puts in its place + 1, {@value #REMOVED} where it is removed, 0 where it is left alone. Rows
 * lie in a store of their own, so that a new one takes an old one's place by its ordinal. O(1) a row; no memory is kept for ids
 * without a row.
 */
public final class KeyedRows implements AutoCloseable {
    private static final int REMOVED = -1;
    private static final String IDS = "ids";
    private static final String ROWS = "rows";

    private final BufferAllocator allocator;
    private final RowStore ids;
    private final RowStore rows;
    private final CellWords idWords;
    private final CellWords rowWords;
    private final HashIndex index;
    private final EpochLog touched;
    private final Slice slice;
    private final Column[] idColumn = new Column[1];
    private final Column[] columns;
    private final int stateOffset;
    private final int blockRows;
    private final Chunk block;
    private int chunk;
    private int entry;
    /** The flags of the stream that is being put, or null. */
    private Column flags;
    /** The order of the rows of a stream; null where none was put. */
    private RowOrder order;

    /**
     * @param types of the rows' columns, any of whose cells may be in error
     * @param blockRows rows that a block of results has at most
     */
    public KeyedRows(BufferAllocator allocator, List<Type> types, int blockRows) {
        this.allocator = allocator;
        RowLayout idLayout = RowLayout.of(List.of(Type.POINTER), 1);
        RowLayout rowLayout = RowLayout.ofAnyStatus(types, 0);
        int[] cells = new int[types.size()];
        for (int cell = 0; cell < cells.length; cell++) {
            cells[cell] = cell;
        }
        this.blockRows = blockRows;
        stateOffset = idLayout.extraOffset();
        columns = new Column[cells.length];
        try (Opening opened = new Opening()) {
            ids = opened.add(new RowStore(allocator, idLayout));
            rows = opened.add(new RowStore(allocator, rowLayout));
            idWords = opened.add(new CellWords(allocator, idLayout, new int[] {0}, true));
            rowWords = opened.add(new CellWords(allocator, rowLayout, cells, false));
            index = opened.add(new HashIndex(allocator, ids, idWords));
            touched = opened.add(new EpochLog(allocator, 1));
            slice = opened.add(new Slice(allocator));
            block = opened.add(Chunk.open(allocator, 2L * blockRows * Long.BYTES));
            opened.done();
        }
    }

    /** Ids that have a row, once the epoch has ended. */
    public int size() {
        return ids.rowCount();
    }

    public long heldBytes() {
        return ids.heldBytes() + rows.heldBytes() + index.heldBytes() + touched.heldBytes();
    }

    /** Puts the selected rows of a batch in order: a positive weight replaces the row of its id, a negative one removes it. */
    public void put(Batch batch) {
        beginEpoch(batch.epoch());
        idColumn[0] = batch.keys();
        for (int column = 0; column < columns.length; column++) {
            columns[column] = batch.column(column);
        }
        for (int from = 0; from < batch.selectedCount(); from += Slice.ROWS) {
            slice.begin(batch, from, Math.min(Slice.ROWS, batch.selectedCount() - from));
            idWords.load(slice, idColumn);
            index.findOrAdd(slice);
            rowWords.load(slice, columns);
            putSlice();
        }
    }

    /**
     * Puts the selected rows of a stream of upserts: a row replaces the one of its id where column {@code flag} holds, else it removes
     * it. Of several rows of an id in an epoch one that replaces counts before those that remove, and the greatest of them, whatever
     * their order. The cells of the flag are values.
     */
    public void putStream(Batch batch, int flag) {
        if (order == null) {
            order = new RowOrder(allocator, rows);
        }
        flags = batch.column(flag);
        try {
            put(batch);
        } finally {
            flags = null;
        }
    }

    /** Whether a row that comes now counts before what the epoch has put already. */
    private boolean counts(int index, int pending, boolean replaces) {
        if (flags == null || pending == 0) {
            return true;
        }
        if (pending == REMOVED || !replaces) {
            return replaces;
        }
        return order.compare(columns, slice.row(index), rows.address(pending - 1)) > 0;
    }

    private void putSlice() {
        int count = slice.rowCount();
        rows.reserve(count);
        touched.reserve(count);
        for (int i = 0; i < count; i++) {
            long weight = slice.batch().weight(slice.row(i));
            if (weight == 0) {
                continue;
            }
            long at = slice.address(i) + stateOffset;
            long state = OffHeap.getLong(at);
            int pending = pending(state);
            boolean replaces = flags == null ? weight > 0 : flags.getBool(slice.row(i));
            if (!counts(i, pending, replaces)) {
                continue;
            }
            if (pending == 0) {
                touched.append(slice.ordinal(i));
            } else if (pending != REMOVED) {
                rows.free(pending - 1);
            }
            int next = REMOVED;
            if (replaces) {
                int ordinal = rows.allocate();
                rowWords.write(rows, i, rows.address(ordinal));
                next = ordinal + 1;
            }
            OffHeap.putLong(at, state(current(state), next));
            ids.noteWritten(slice.ordinal(i));
        }
    }

    private void beginEpoch(long epoch) {
        ids.beginEpoch(epoch);
        rows.beginEpoch(epoch);
    }

    /** Starts reading what the epoch takes back. */
    public void beginRetractions(long epoch) {
        beginEpoch(epoch);
        chunk = 0;
        entry = 0;
    }

    /** Makes a block of rows that are taken back; returns how many they are, 0 at the end. */
    public int nextRetractions() {
        int count = 0;
        while (count < blockRows && hasEntry()) {
            long record = ids.address(nextEntry());
            long state = OffHeap.getLong(record + stateOffset);
            int current = current(state);
            if (current == 0) {
                continue;
            }
            int pending = pending(state);
            long row = rows.address(current - 1);
            if (pending != REMOVED && rowWords.equalRecords(rows, row, rows.address(pending - 1))) {
                rows.free(pending - 1);
                OffHeap.putLong(record + stateOffset, state(current, 0));
                continue;
            }
            list(count++, record, row);
        }
        return count;
    }

    /** Starts reading what the epoch adds, once all retractions were read: from here on the old rows are gone. */
    public void beginInsertions() {
        assert !hasEntry() : "retractions are still to be read";
        chunk = 0;
        entry = 0;
    }

    /** Makes a block of rows that are added; returns how many they are, 0 at the end. */
    public int nextInsertions() {
        int count = 0;
        while (count < blockRows && hasEntry()) {
            int ordinal = nextEntry();
            long record = ids.address(ordinal);
            long state = OffHeap.getLong(record + stateOffset);
            int pending = pending(state);
            if (pending == 0) {
                continue;
            }
            if (current(state) != 0) {
                rows.free(current(state) - 1);
            }
            if (pending == REMOVED) {
                index.remove(ordinal);
                ids.free(ordinal);
                continue;
            }
            OffHeap.putLong(record + stateOffset, state(pending, 0));
            list(count++, record, rows.address(pending - 1));
        }
        return count;
    }

    /** Forgets which ids the epoch touched, once all insertions were read. */
    public void endEpoch() {
        assert !hasEntry() : "insertions are still to be read";
        touched.clear();
        index.shrink();
    }

    /** Writes the rows as they are between two epochs. */
    public void saveTo(StateOutput out) throws IOException {
        ids.saveTo(out, IDS);
        rows.saveTo(out, ROWS);
    }

    /** Adds the rows that {@link #saveTo} wrote whose ids are in {@code own}. */
    public void restoreFrom(StateInput in, KeyGroups own) throws IOException {
        if (ids.rowCount() == 0 && own.containsAll(in.keyGroups())) {
            ids.restoreFrom(in, IDS);
            rows.restoreFrom(in, ROWS);
            index.rebuild();
            return;
        }
        try (OrdinalMap idOfRow = new OrdinalMap(allocator)) {
            ids.forEachSaved(in, IDS, (saved, window, record) -> {
                long hash = index.hashOf(window, record);
                if (own.containsHash(hash)) {
                    int id = ids.addCopy(window, record);
                    index.insert(hash, id);
                    idOfRow.put(current(OffHeap.getLong(record + stateOffset)) - 1, id);
                }
            });
            rows.forEachSaved(in, ROWS, (saved, window, record) -> {
                int id = idOfRow.get(saved);
                if (id >= 0) {
                    int row = rows.addCopy(window, record);
                    OffHeap.putLong(ids.address(id) + stateOffset, state(row + 1, 0));
                }
            });
        }
    }

    /** Where the ids of the block are: cell 0 of the records at {@link #blockIds}. */
    public RowStore ids() {
        return ids;
    }

    /** Where the cells of the block are: in the records at {@link #blockRows}. */
    public RowStore rows() {
        return rows;
    }

    /** Address of the addresses of the block's records of ids. */
    public long blockIds() {
        return block.address();
    }

    /** Address of the addresses of the block's records of rows. */
    public long blockRows() {
        return block.address() + (long) blockRows * Long.BYTES;
    }

    private void list(int index, long idRecord, long rowRecord) {
        OffHeap.putLong(blockIds() + ((long) index << 3), idRecord);
        OffHeap.putLong(blockRows() + ((long) index << 3), rowRecord);
    }

    private boolean hasEntry() {
        while (chunk < touched.chunkCount() && entry == touched.count(chunk)) {
            chunk++;
            entry = 0;
        }
        return chunk < touched.chunkCount();
    }

    private int nextEntry() {
        return (int) OffHeap.getLong(touched.entries(chunk) + (long) entry++ * touched.entryBytes());
    }

    private static int current(long state) {
        return (int) state;
    }

    private static int pending(long state) {
        return (int) (state >>> 32);
    }

    private static long state(int current, int pending) {
        return (long) pending << 32 | current & 0xFFFFFFFFL;
    }

    @Override
    public void close() {
        if (order != null) {
            order.close();
        }
        block.close();
        slice.close();
        touched.close();
        index.close();
        rowWords.close();
        idWords.close();
        rows.close();
        ids.close();
    }
}
