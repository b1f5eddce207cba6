package io.millrace.state;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.kernel.Hashing;
import io.millrace.memory.OffHeap;
import io.millrace.port.KeyGroups;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.type.Type;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The rows of several tables by their ids, and how the open epoch changes them. An id has one row of a table, or none; more than one
 * is told apart. Rows may be taken back before they are added: an epoch's changes are read once all of it is in.
 * After {@link #add}, read the ids that the epoch touched with {@link #beginIds} and {@link #nextId}, each with its rows
 * {@link #before} and {@link #after} the epoch, then {@link #settle}.
 *
 * <p>An id has a record with one word a table: bits 31..0 the first row of its chain, an ordinal + 1, or the net number of rows of a
 * table whose rows are not kept; bits 63..32 the visible row as of the last epoch. O(1) a row as long as ids have few rows. No memory
 * is kept for ids without rows.
 */
public final class IdTables implements AutoCloseable {
    private static final String IDS = "ids";
    private static final String ROWS = "rows-";

    /** No row. A positive link is the row, a negative one says that there are several, of which its opposite is one. */
    public static final int ABSENT = 0;
    /** Several rows that differ where rows of one id should agree. */
    public static final int DIFFERENT = Integer.MIN_VALUE;

    private final BufferAllocator allocator;
    private final RowStore ids;
    private final CellWords idWords;
    private final HashIndex index;
    private final EpochLog touched;
    private final Slice slice;
    /** By table its rows, or null where only their number is kept. */
    private final IdRows[] tables;

    private final Column[] idColumn = new Column[1];
    private final int wordsOffset;
    private int chunk;
    private int entry;
    private long current;

    /**
     * What is kept of one table.
     *
     * @param types of the first columns of its batches, which are kept
     * @param keepsRows whether rows are kept, or only whether an id has one
     * @param shared columns in which several rows of an id should agree, where there are several
     */
    public record Kept(List<Type> types, boolean keepsRows, List<Integer> shared) {
        public Kept {
            types = List.copyOf(types);
            shared = List.copyOf(shared);
        }

        /** Rows of which an id should have one. */
        public static Kept rows(List<Type> types) {
            return new Kept(types, true, List.of());
        }
    }

    public IdTables(BufferAllocator allocator, List<Kept> kept) {
        this.allocator = allocator;
        RowLayout layout = RowLayout.of(List.of(Type.POINTER), kept.size());
        wordsOffset = layout.extraOffset();
        tables = new IdRows[kept.size()];
        try (Opening opening = new Opening()) {
            ids = opening.add(new RowStore(allocator, layout));
            idWords = opening.add(new CellWords(allocator, layout, new int[] {0}, true));
            index = opening.add(new HashIndex(allocator, ids, idWords));
            touched = opening.add(new EpochLog(allocator, 1));
            slice = opening.add(new Slice(allocator));
            for (int table = 0; table < tables.length; table++) {
                tables[table] = kept.get(table).keepsRows()
                        ? opening.add(new IdRows(
                                allocator,
                                kept.get(table).types(),
                                kept.get(table).shared()))
                        : null;
            }
            opening.done();
        }
    }

    /** Ids that have rows. */
    public int size() {
        return ids.rowCount();
    }

    public long heldBytes() {
        long bytes = ids.heldBytes() + index.heldBytes() + touched.heldBytes();
        for (IdRows table : tables) {
            bytes += table == null ? 0 : table.store().heldBytes();
        }
        return bytes;
    }

    /** Adds the selected rows of a batch with their weights; borrows it until return. */
    public void add(int table, Batch batch) {
        beginEpoch(batch.epoch());
        idColumn[0] = batch.keys();
        for (int from = 0; from < batch.selectedCount(); from += Slice.ROWS) {
            slice.begin(batch, from, Math.min(Slice.ROWS, batch.selectedCount() - from));
            idWords.load(slice, idColumn);
            index.findOrAdd(slice);
            touch();
            long offset = wordOffset(table);
            IdRows rows = tables[table];
            if (rows != null) {
                rows.load(slice);
            }
            for (int i = 0; i < slice.rowCount(); i++) {
                long weight = batch.weight(slice.row(i));
                long at = slice.address(i) + offset;
                int head = OffHeap.getInt(at);
                OffHeap.putInt(
                        at, rows == null ? Math.toIntExact(head + weight) : rows.add(i, weight, head, keyGroup(i)));
            }
        }
    }

    private int keyGroup(int index) {
        return Hashing.keyGroup(OffHeap.getLong(slice.hashes() + ((long) index << 3)));
    }

    private void beginEpoch(long epoch) {
        ids.beginEpoch(epoch);
        for (IdRows table : tables) {
            if (table != null) {
                table.store().beginEpoch(epoch);
            }
        }
    }

    private void touch() {
        touched.reserve(slice.rowCount());
        for (int i = 0; i < slice.rowCount(); i++) {
            long record = slice.address(i);
            long header = OffHeap.getLong(record);
            if ((header & RowLayout.TOUCHED) == 0) {
                OffHeap.putLong(record, header | RowLayout.TOUCHED);
                ids.noteWritten(slice.ordinal(i));
                touched.append(slice.ordinal(i));
            }
        }
    }

    /** Starts to read the ids that the epoch touched. */
    public void beginIds() {
        chunk = 0;
        entry = 0;
    }

    /** Whether the epoch touched any id. */
    public boolean isTouched() {
        return touched.chunkCount() > 0 && touched.count(0) > 0;
    }

    /** Moves to the next touched id; false at the end. */
    public boolean nextId() {
        int ordinal = nextEntry();
        if (ordinal < 0) {
            return false;
        }
        current = ids.address(ordinal);
        return true;
    }

    /** Moves to the first id at {@code ordinal} or behind it, touched or not, and returns its ordinal; −1 at the end. */
    public int idFrom(int ordinal) {
        for (int at = ordinal; at < ids.ordinalLimit(); at++) {
            if (ids.isInUse(at)) {
                current = ids.address(at);
                return at;
            }
        }
        return -1;
    }

    private int nextEntry() {
        while (chunk < touched.chunkCount() && entry == touched.count(chunk)) {
            chunk++;
            entry = 0;
        }
        return chunk == touched.chunkCount()
                ? -1
                : (int) OffHeap.getLong(touched.entries(chunk) + (long) entry++ * touched.entryBytes());
    }

    /** The row that the current id had in a table before the epoch: {@link #ABSENT} or a link, good until {@link #settle}. */
    public int before(int table) {
        return OffHeap.getInt(current + wordOffset(table) + Integer.BYTES);
    }

    /** The row that it has now. */
    public int after(int table) {
        int head = OffHeap.getInt(current + wordOffset(table));
        return tables[table] == null ? head > 0 ? 1 : ABSENT : tables[table].visible(head);
    }

    /** The first row of the current id in a table, of whatever weight; 0 for none. */
    public int firstRow(int table) {
        return OffHeap.getInt(current + wordOffset(table));
    }

    /** The row behind another of the same id; 0 for none. */
    public int nextRow(int table, int link) {
        return tables[table].next(link);
    }

    public long weight(int table, int link) {
        return tables[table].weight(link);
    }

    /** The upper half of the current id. */
    public long idHigh() {
        return OffHeap.getLong(current + ids.layout().cellOffset(0) + Long.BYTES);
    }

    /** The lower half of the current id. */
    public long idLow() {
        return OffHeap.getLong(current + ids.layout().cellOffset(0));
    }

    /** Address of the current id's record, whose cell 0 is the id. */
    long idRecord() {
        return current;
    }

    RowStore ids() {
        return ids;
    }

    IdRows rows(int table) {
        return tables[table];
    }

    /** Whether cells of two rows, which may be of different tables, are the same; where there is none, or several, they are errors. */
    public boolean areEqual(int table, int cell, int link, int otherTable, int otherCell, int otherLink) {
        return CellWords.equalCells(
                tables[table].store(),
                cell,
                recordOf(table, link),
                tables[otherTable].store(),
                otherCell,
                recordOf(otherTable, otherLink));
    }

    /** Address of a row's record, or of one whose cells are errors. */
    long recordOf(int table, int link) {
        return link > 0 ? tables[table].address(link) : tables[table].errorRecord();
    }

    /** Ends the epoch: what is visible now is what was before from now on. */
    public void settle(long epoch) {
        settle(epoch, false);
    }

    /** Ends the epoch and forgets all rows that it brought. */
    public void forget(long epoch) {
        settle(epoch, true);
    }

    private void settle(long epoch, boolean forgetsAll) {
        beginEpoch(epoch);
        beginIds();
        for (int ordinal = nextEntry(); ordinal >= 0; ordinal = nextEntry()) {
            long record = ids.address(ordinal);
            boolean isEmpty = true;
            for (int table = 0; table < tables.length; table++) {
                long at = record + wordOffset(table);
                int head = OffHeap.getInt(at);
                if (tables[table] != null) {
                    head = tables[table].sweep(head, forgetsAll);
                    OffHeap.putLong(at, (long) tables[table].visible(head) << 32 | head & 0xFFFFFFFFL);
                } else {
                    OffHeap.putLong(at, (head > 0 ? 1L : 0L) << 32 | head & 0xFFFFFFFFL);
                }
                isEmpty &= head == 0;
            }
            if (isEmpty) {
                index.remove(ordinal);
                ids.free(ordinal);
            } else {
                OffHeap.putLong(record, OffHeap.getLong(record) & ~RowLayout.TOUCHED);
                ids.noteWritten(ordinal);
            }
        }
        if (ids.rowCount() == 0) {
            touched.release();
        } else {
            touched.clear();
        }
        index.shrink();
    }

    /** Writes the rows as they are between two epochs. */
    public void saveTo(StateOutput out) throws IOException {
        ids.saveTo(out, IDS);
        for (int table = 0; table < tables.length; table++) {
            if (tables[table] != null) {
                tables[table].store().saveTo(out, ROWS + table);
            }
        }
    }

    /** Adds the rows that {@link #saveTo} wrote whose ids are in {@code own}. */
    public void restoreFrom(StateInput in, KeyGroups own) throws IOException {
        if (ids.rowCount() == 0 && own.containsAll(in.keyGroups())) {
            ids.restoreFrom(in, IDS);
            for (int table = 0; table < tables.length; table++) {
                if (tables[table] != null) {
                    tables[table].store().restoreFrom(in, ROWS + table);
                }
            }
            index.rebuild();
            return;
        }
        try (OrdinalMap added = new OrdinalMap(allocator)) {
            int[] count = {0};
            ids.forEachSaved(in, IDS, (saved, window, record) -> {
                long hash = index.hashOf(window, record);
                if (own.containsHash(hash)) {
                    int id = ids.addCopy(window, record);
                    index.insert(hash, id);
                    added.put(count[0]++, id);
                }
            });
            for (int table = 0; table < tables.length; table++) {
                if (tables[table] != null) {
                    restoreRows(table, in, own, added, count[0]);
                }
            }
        }
    }

    /** Restores the rows of some ids, whose links are still those of the saved rows. */
    private void restoreRows(int table, StateInput in, KeyGroups own, OrdinalMap restored, int count)
            throws IOException {
        try (OrdinalMap places = new OrdinalMap(allocator)) {
            tables[table].restoreSome(in, ROWS + table, own, places);
            for (int i = 0; i < count; i++) {
                long at = ids.address(restored.get(i)) + wordOffset(table);
                int head = OffHeap.getInt(at);
                int visible = OffHeap.getInt(at + Integer.BYTES);
                OffHeap.putInt(at, places.get(head - 1) + 1);
                if (visible != ABSENT && visible != DIFFERENT) {
                    int link = places.get(Math.abs(visible) - 1) + 1;
                    OffHeap.putInt(at + Integer.BYTES, visible < 0 ? -link : link);
                }
            }
        }
    }

    private long wordOffset(int table) {
        return wordsOffset + (long) table * Long.BYTES;
    }

    @Override
    public void close() {
        for (IdRows table : tables) {
            if (table != null) {
                table.close();
            }
        }
        slice.close();
        touched.close();
        index.close();
        idWords.close();
        ids.close();
    }
}
