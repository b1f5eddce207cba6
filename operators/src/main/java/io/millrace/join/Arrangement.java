package io.millrace.join;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.memory.OffHeap;
import io.millrace.port.StateInput;
import io.millrace.state.CellWords;
import io.millrace.state.ChainIndex;
import io.millrace.state.EpochLog;
import io.millrace.state.OrdinalMap;
import io.millrace.state.RowLayout;
import io.millrace.state.RowStore;
import io.millrace.state.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The rows of one table, chained by key, and the joins that read them. A row is stored without the cells of its key. Its extra word
 * is its link: bits 31..0 the next row of the chain, an ordinal plus 1, or 0; bits 63..32 the ordinal of its key.
 *
 * <p>A retraction takes weight from a row with equal cells. It walks the chain and unlinks what has no weight left; a chain of more
 * than {@value #LONG_CHAIN} rows is indexed instead, the first time that it is walked. An indexed chain has no two equal rows, and
 * rows without weight stay in it until there are as many of them as rows in the index, so that O(1) of a walk falls on each. Freed
 * rows keep their ordinals until the epoch is settled. A retraction of a row that is not there is a row of negative weight.
 *
 * <p>Owns its rows; the joins and the keys are others'.
 */
final class Arrangement implements AutoCloseable {
    /** Rows that are walked rather than indexed. */
    static final int LONG_CHAIN = 32;

    private final ArrangementPlan plan;
    private final KeyTable keys;
    private final int table;
    private final RowStore rows;
    private final CellWords cells;
    private final ChainIndex longChains;
    private final Slice slice;
    private final EpochLog freed;
    /** Rows without weight in indexed chains. */
    private final EpochLog weightless;

    /**
     * Rows that changed at keys where some join that keeps this table's rows had no match when the epoch began: ordinals of key and
     * row, and the weight before the epoch. A row that is listed has the mark {@code TOUCHED}.
     */
    private final EpochLog changes;

    private final int linkOffset;
    private final int[] keyColumns;
    private final int[] storedColumns;
    private final Column[] loadedKeys;
    private final Column[] loaded;
    private final List<Reading> readings = new ArrayList<>();
    /** Marks of the tables whose rows the joins look for that keep this table's rows. */
    private long soughtTables;

    private boolean isReadAlone;
    private long weightlessCount;
    private long walkedRows;

    /** One side of a join. One that reads before sees this table without the rows that it is given. */
    private record Reading(JoinReader reader, int side, boolean before) {}

    Arrangement(BufferAllocator allocator, ArrangementPlan plan, KeyTable keys) {
        this.plan = plan;
        this.keys = keys;
        RowLayout layout =
                plan.cellsMayFail() ? RowLayout.ofAnyStatus(plan.cellTypes(), 1) : RowLayout.of(plan.cellTypes(), 1);
        linkOffset = layout.extraOffset();
        keyColumns = plan.keyColumns().stream().mapToInt(Integer::intValue).toArray();
        storedColumns =
                plan.storedColumns().stream().mapToInt(Integer::intValue).toArray();
        loadedKeys = new Column[keyColumns.length];
        loaded = new Column[layout.cellCount()];
        int[] all = IntStream.range(0, layout.cellCount()).toArray();
        try (Opening opening = new Opening()) {
            rows = opening.add(new RowStore(allocator, layout));
            cells = opening.add(new CellWords(allocator, layout, all, false));
            longChains = opening.add(new ChainIndex(allocator, rows, cells, linkOffset));
            slice = opening.add(new Slice(allocator));
            freed = opening.add(new EpochLog(allocator, 1));
            weightless = opening.add(new EpochLog(allocator, 1));
            changes = opening.add(new EpochLog(allocator, 2));
            opening.done();
        }
        table = keys.add(this);
    }

    /**
     * Adds a side of a join; joins are added in the order of the dataflow. Of a join of this table with itself, one side reads
     * before.
     */
    void addReading(JoinReader reader, int side, boolean before) {
        readings.add(new Reading(reader, side, before));
        isReadAlone = readings.size() == 1;
    }

    /** Says that a join puts out rows of this table that have no match in {@code other}. */
    void keepUnmatchedIn(Arrangement other) {
        soughtTables |= KeyTable.wasPresent(other.table);
    }

    ArrangementPlan plan() {
        return plan;
    }

    KeyTable keys() {
        return keys;
    }

    int table() {
        return table;
    }

    RowStore rows() {
        return rows;
    }

    int[] keyColumns() {
        return keyColumns;
    }

    EpochLog changes() {
        return changes;
    }

    /** Rows that were walked in order to find one to take back, so far. */
    long walkedRows() {
        return walkedRows;
    }

    /** Address of the row behind a link. */
    long address(int link) {
        return rows.address(link - 1);
    }

    int next(int link) {
        return OffHeap.getInt(address(link) + linkOffset);
    }

    long weight(int link) {
        return RowLayout.weight(OffHeap.getLong(address(link)));
    }

    /** Takes changes of the table: gives them to the joins that read it, and keeps them. Borrows the batch until return. */
    void push(Batch batch) {
        keys.beginEpoch(batch.epoch());
        rows.beginEpoch(batch.epoch());
        boolean anyErrors = false;
        for (int i = 0; i < keyColumns.length; i++) {
            loadedKeys[i] = batch.column(keyColumns[i]);
            anyErrors |= loadedKeys[i].errors() != 0;
        }
        for (int from = 0; from < batch.selectedCount(); from += Slice.ROWS) {
            slice.begin(batch, from, Math.min(Slice.ROWS, batch.selectedCount() - from));
            if (anyErrors) {
                for (int i = readings.size() - 1; i >= 0; i--) {
                    readings.get(i).reader().reject(readings.get(i).side(), batch, slice);
                }
                for (Column key : loadedKeys) {
                    slice.dropErrors(key);
                }
            }
            if (slice.rowCount() > 0) {
                pushSlice(batch);
            }
        }
        if (isReadAlone) {
            readings.getFirst().reader().flush();
        }
    }

    private void pushSlice(Batch batch) {
        if (!plan.isKept()) {
            keys.find(slice, loadedKeys);
            meet(batch, false);
            return;
        }
        keys.findOrAdd(slice, loadedKeys);
        if (!isReadAlone && meet(batch, true)) {
            keys.refresh(slice);
        }
        keepAll(batch);
        meet(batch, false);
    }

    /**
     * Gives the slice to the joins, those that are further down the dataflow first: what a join puts out may come to another one that
     * reads this table, which then has seen what the table holds.
     */
    private boolean meet(Batch batch, boolean before) {
        boolean anyMet = false;
        for (int i = readings.size() - 1; i >= 0; i--) {
            Reading reading = readings.get(i);
            if (reading.before() == before) {
                if (anyMet) {
                    keys.refresh(slice);
                }
                reading.reader().meet(reading.side(), batch, slice);
                if (!isReadAlone) {
                    reading.reader().flush();
                }
                anyMet = true;
            }
        }
        return anyMet;
    }

    private void keepAll(Batch batch) {
        for (int i = 0; i < storedColumns.length; i++) {
            loaded[i] = batch.column(storedColumns[i]);
        }
        if (plan.storesIds()) {
            loaded[storedColumns.length] = batch.keys();
        }
        cells.load(slice, loaded);
        rows.reserve(slice.rowCount());
        for (int i = 0; i < slice.rowCount(); i++) {
            keep(i, batch.weight(slice.row(i)));
        }
    }

    /** Adds row {@code i} of the slice: first against rows that it cancels, what is left as a row of its own. */
    private void keep(int i, long weight) {
        long key = slice.address(i);
        int keyOrdinal = slice.ordinal(i);
        keys.store().noteWritten(keyOrdinal);
        if (keys.hasCounts()) {
            keys.touch(key, keyOrdinal);
        }
        long header = OffHeap.getLong(key);
        long left = weight;
        if ((header & KeyTable.isIndexed(table)) != 0) {
            keepIndexed(i, key, keyOrdinal, weight);
            return;
        }
        if (weight < 0 || (header & KeyTable.hasDebts(table)) != 0) {
            left = cancel(i, key, keyOrdinal, weight);
        }
        if (left != 0) {
            append(i, key, keyOrdinal, left);
        } else if (keys.head(key, table) == 0) {
            keys.touch(key, keyOrdinal);
        }
    }

    private int append(int i, long key, int keyOrdinal, long weight) {
        int ordinal = rows.allocate();
        long record = rows.address(ordinal);
        cells.write(rows, i, record);
        OffHeap.putLong(record, weight << RowLayout.WEIGHT_SHIFT);
        long head = keys.head(key, table) & 0xFFFFFFFFL;
        OffHeap.putLong(record + linkOffset, (long) keyOrdinal << 32 | head);
        keys.setHead(key, table, ordinal + 1);
        if (weight < 0) {
            KeyTable.mark(key, KeyTable.hasDebts(table));
        }
        if (keys.hasCounts()) {
            noteChange(key, keyOrdinal, ordinal + 1, 0, weight);
        }
        return ordinal;
    }

    /** Walks the chain for rows with equal cells of the other sign, and returns what is left of the weight. */
    private long cancel(int i, long key, int keyOrdinal, long weight) {
        long left = weight;
        int last = 0;
        int walked = 0;
        for (int at = keys.head(key, table); at != 0 && left != 0; ) {
            walkedRows++;
            if (++walked > LONG_CHAIN) {
                indexChain(key, keyOrdinal);
                keepIndexed(i, key, keyOrdinal, left);
                return 0;
            }
            int next = next(at);
            long there = weight(at);
            long change = there < 0 == left < 0 ? 0 : left < 0 ? Math.max(left, -there) : Math.min(left, -there);
            if (change != 0 && cells.equalsRecord(rows, i, address(at))) {
                addWeight(key, keyOrdinal, at, change);
                left -= change;
                if (there + change == 0) {
                    unlink(key, keyOrdinal, last, at, next);
                    at = next;
                    continue;
                }
            }
            last = at;
            at = next;
        }
        return left;
    }

    private void addWeight(long key, int keyOrdinal, int link, long change) {
        if (keys.hasCounts()) {
            noteChange(key, keyOrdinal, link, weight(link), change);
        }
        long at = address(link);
        OffHeap.putLong(at, OffHeap.getLong(at) + (change << RowLayout.WEIGHT_SHIFT));
        rows.noteWritten(link - 1);
    }

    /** Takes a row without weight out of its chain; {@code last} is the link before it, or 0. */
    private void unlink(long key, int keyOrdinal, int last, int link, int next) {
        connect(key, last, next);
        if (keys.head(key, table) == 0) {
            KeyTable.unmark(key, KeyTable.hasDebts(table) | KeyTable.isIndexed(table));
            keys.touch(key, keyOrdinal);
        }
        freed.reserve(1);
        freed.append(link - 1L);
    }

    private void connect(long key, int last, int next) {
        if (last == 0) {
            keys.setHead(key, table, next);
        } else {
            OffHeap.putInt(address(last) + linkOffset, next);
            rows.noteWritten(last - 1);
        }
    }

    /** Indexes a chain, and makes one row of those that are equal. */
    private void indexChain(long key, int keyOrdinal) {
        KeyTable.mark(key, KeyTable.isIndexed(table));
        int last = 0;
        for (int at = keys.head(key, table); at != 0; ) {
            walkedRows++;
            int next = next(at);
            int same = longChains.find(address(at), keyOrdinal) + 1;
            if (same == 0) {
                longChains.add(at - 1);
                last = at;
            } else {
                long weight = weight(at);
                addWeight(key, keyOrdinal, same, weight);
                addWeight(key, keyOrdinal, at, -weight);
                unlink(key, keyOrdinal, last, at, next);
            }
            at = next;
        }
    }

    private void keepIndexed(int i, long key, int keyOrdinal, long weight) {
        int link = longChains.findLoaded(i, keyOrdinal) + 1;
        if (weight == 0) {
            return;
        }
        if (link == 0) {
            longChains.add(append(i, key, keyOrdinal, weight));
            return;
        }
        addWeight(key, keyOrdinal, link, weight);
        if (weight(link) == 0) {
            longChains.remove(link - 1);
            weightless.reserve(1);
            weightless.append(link - 1L);
            weightlessCount++;
        }
    }

    /** Counts and lists a row that is about to change. */
    private void noteChange(long key, int keyOrdinal, int link, long before, long weight) {
        int change = (before + weight > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
        if (change != 0) {
            keys.addCount(key, table, change);
        }
        if ((OffHeap.getLong(key) & soughtTables) == soughtTables) {
            return;
        }
        long record = address(link);
        long header = OffHeap.getLong(record);
        if ((header & RowLayout.TOUCHED) == 0) {
            OffHeap.putLong(record, header | RowLayout.TOUCHED);
            long entry = changes.reserve(1);
            OffHeap.putLong(entry, (long) keyOrdinal << 32 | link);
            OffHeap.putLong(entry + Long.BYTES, before);
            changes.advance(entry + changes.entryBytes());
        }
    }

    /**
     * The epoch is over, and no join reads any more: forgets it and frees rows without weight, {@code toTheLast} or only where there
     * are many of them.
     */
    void settle(long epoch, boolean toTheLast) {
        rows.beginEpoch(epoch);
        EpochLogs.forEach(changes, entry -> {
            long record = address((int) OffHeap.getLong(entry));
            OffHeap.putLong(record, OffHeap.getLong(record) & ~RowLayout.TOUCHED);
        });
        changes.clear();
        if (weightlessCount > 0 && (toTheLast || weightlessCount > longChains.size())) {
            EpochLogs.forEach(weightless, entry -> sweepChainOf((int) OffHeap.getLong(entry)));
            weightless.release();
            weightlessCount = 0;
        }
        EpochLogs.forEach(freed, entry -> rows.free((int) OffHeap.getLong(entry)));
        if (rows.rowCount() == 0) {
            changes.release();
            freed.release();
        } else {
            freed.clear();
        }
    }

    /** Unlinks all rows without weight from the chain of a row, unless that is done. */
    private void sweepChainOf(int ordinal) {
        int keyOrdinal = OffHeap.getInt(rows.address(ordinal) + linkOffset + Integer.BYTES);
        long key = keys.address(keyOrdinal);
        if (KeyTable.has(key, KeyTable.wasSwept(table))) {
            return;
        }
        keys.store().noteWritten(keyOrdinal);
        keys.touch(key, keyOrdinal);
        KeyTable.mark(key, KeyTable.wasSwept(table));
        int last = 0;
        for (int at = keys.head(key, table); at != 0; ) {
            walkedRows++;
            int next = next(at);
            if (weight(at) == 0) {
                unlink(key, keyOrdinal, last, at, next);
            } else {
                last = at;
            }
            at = next;
        }
    }

    /** Adds the saved rows whose keys {@code movedKeys} knows. */
    void restoreFrom(StateInput in, String part, OrdinalMap movedKeys) throws IOException {
        rows.forEachSaved(in, part, (saved, window, record) -> {
            int keyOrdinal = movedKeys.get(OffHeap.getInt(record + linkOffset + Integer.BYTES));
            if (keyOrdinal >= 0) {
                int ordinal = rows.addCopy(window, record);
                long key = keys.address(keyOrdinal);
                long head = keys.head(key, table) & 0xFFFFFFFFL;
                OffHeap.putLong(rows.address(ordinal) + linkOffset, (long) keyOrdinal << 32 | head);
                keys.setHead(key, table, ordinal + 1);
            }
        });
    }

    long heldBytes() {
        return rows.heldBytes() + longChains.heldBytes() + weightless.heldBytes();
    }

    @Override
    public void close() {
        changes.close();
        weightless.close();
        freed.close();
        slice.close();
        longChains.close();
        cells.close();
        rows.close();
    }
}
