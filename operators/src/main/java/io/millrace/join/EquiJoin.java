package io.millrace.join;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.state.CellWords;
import io.millrace.state.EpochLog;
import io.millrace.state.HashIndex;
import io.millrace.state.RowLayout;
import io.millrace.state.RowStore;
import io.millrace.state.Slice;

/**
 * Joins two changing inputs on equal keys. Matches are emitted as they are found; rows that come out for want of a match (left,
 * right, outer) are decided at the epoch's end, so that an epoch says once what changed. None equals None; a row whose key is in
 * error has no match and is logged. A retraction of a row that is not there is kept as a debt.
 *
 * <p>Record of a key: cells; the chain heads of both sides in the halves of a word; where unmatched rows come out, the number of
 * rows of positive weight on each side in the halves of another. O(1) a row and O(1) a match; a retraction walks its key's rows.
 * Owns its state.
 */
final class EquiJoin implements Operator {
    /** Marks of a key's record. By side: present when the epoch began; has rows of weight 0; has debts. */
    private static final long[] WAS_PRESENT = {1 << 2, 1 << 3};

    private static final long[] HAS_ZEROS = {1 << 4, 1 << 5};
    private static final long[] HAS_DEBTS = {1 << 6, 1 << 7};
    private static final long EPOCH_MARKS =
            RowLayout.TOUCHED | WAS_PRESENT[0] | WAS_PRESENT[1] | HAS_ZEROS[0] | HAS_ZEROS[1];

    private final JoinPlan plan;
    private final OperatorContext context;
    private final boolean isInner;
    private final JoinSide[] sides;
    private final RowStore keys;
    private final CellWords keyCells;
    private final HashIndex index;
    private final Slice slice;
    private final Chunk scratch;
    /** Chain heads of the other side, one a row of the slice, and behind them a word that no one reads. */
    private final long heads;

    private final JoinEmitter emitter;
    private final EpochLog touched;
    /** By kept side: changes of its rows at keys that had no match when the epoch began: row and key ordinals, weight. */
    private final EpochLog[] changes = new EpochLog[2];

    private final int headsOffset;
    private final int countsOffset;
    private final Column[] keyColumns;

    EquiJoin(JoinPlan plan, OperatorContext context, Output output) {
        this.plan = plan;
        this.context = context;
        this.isInner = plan.kind().isInner();
        RowLayout layout = RowLayout.of(plan.keyTypes(), isInner ? 1 : 2);
        headsOffset = layout.extraOffset();
        countsOffset = headsOffset + Long.BYTES;
        keyColumns = new Column[layout.cellCount()];
        int[] cells = new int[layout.cellCount()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = i;
        }
        try (Opening opening = new Opening()) {
            keys = opening.add(new RowStore(context.allocator(), layout));
            keyCells = opening.add(new CellWords(context.allocator(), layout, cells, true));
            index = opening.add(new HashIndex(context.allocator(), keys, keyCells));
            slice = opening.add(new Slice(context.allocator()));
            scratch = opening.add(Chunk.open(context.allocator(), (long) Slice.ROWS * Integer.BYTES + Long.BYTES));
            heads = scratch.address();
            sides = new JoinSide[] {
                opening.add(new JoinSide(context.allocator(), plan, 0)),
                opening.add(new JoinSide(context.allocator(), plan, 1))
            };
            emitter = opening.add(new JoinEmitter(plan, sides, keys, context, output));
            touched = opening.add(new EpochLog(context.allocator(), 1));
            for (int side = 0; side < 2; side++) {
                changes[side] = opening.add(new EpochLog(context.allocator(), 2));
            }
            opening.done();
        }
    }

    @Override
    public void push(int side, Batch batch) {
        for (int from = 0; from < batch.selectedCount(); from += Slice.ROWS) {
            int count = Math.min(Slice.ROWS, batch.selectedCount() - from);
            slice.begin(batch, from, count);
            if (dropErrors(side, batch)) {
                slice.begin(batch, from, count);
                for (int column : sides[side].keyColumns()) {
                    slice.dropErrors(batch.column(column));
                }
            }
            if (slice.rowCount() > 0) {
                emitter.beginBatch(side, batch, true);
                pushSlice(side, batch);
                emitter.flush();
            }
        }
    }

    /** Logs rows whose key is in error, and lets them out without a match where the join keeps this side. */
    private boolean dropErrors(int side, Batch batch) {
        boolean anyErrors = false;
        for (int column : sides[side].keyColumns()) {
            anyErrors |= batch.column(column).errors() != 0;
        }
        if (!anyErrors) {
            return false;
        }
        emitter.beginBatch(side, batch, false);
        for (int i = 0; i < slice.rowCount(); i++) {
            int row = slice.row(i);
            if (isKeyInError(side, batch, row)) {
                context.report(
                        DataError.Kind.ERROR_IN_JOIN, "a join key is an error; the row has no match", plan.userLine());
                if (plan.kind().keeps(side)) {
                    emitter.addUnmatched(row, batch.weight(row));
                }
            }
        }
        emitter.flush();
        return true;
    }

    private boolean isKeyInError(int side, Batch batch, int row) {
        for (int column : sides[side].keyColumns()) {
            if (batch.column(column).isError(row)) {
                return true;
            }
        }
        return false;
    }

    private void pushSlice(int side, Batch batch) {
        int[] columns = sides[side].keyColumns();
        for (int i = 0; i < columns.length; i++) {
            keyColumns[i] = batch.column(columns[i]);
        }
        keyCells.load(slice, keyColumns);
        if (!plan.side(side).isKept()) {
            index.find(slice);
            loadHeads(1 - side);
            meet(side, batch);
            return;
        }
        index.findOrAdd(slice);
        sides[side].load(slice);
        loadHeads(1 - side);
        meet(side, batch);
        for (int i = 0; i < slice.rowCount(); i++) {
            keep(side, i, batch.weight(slice.row(i)));
        }
    }

    /** Loads the other side's heads and touches their rows, so that the misses of a slice overlap. */
    private void loadHeads(int other) {
        JoinSide others = sides[other];
        long offset = headsOffset + (long) other * Integer.BYTES;
        for (int i = 0; i < slice.rowCount(); i++) {
            long key = slice.address(i);
            OffHeap.putInt(heads + ((long) i << 2), key == 0 ? 0 : OffHeap.getInt(key + offset));
        }
        long sum = 0;
        for (int i = 0; i < slice.rowCount(); i++) {
            int head = OffHeap.getInt(heads + ((long) i << 2));
            if (head != 0) {
                sum += OffHeap.getLong(others.address(head));
            }
        }
        // Written, so that the loads are not dead code.
        OffHeap.putLong(heads + (long) Slice.ROWS * Integer.BYTES, sum);
    }

    private void meet(int side, Batch batch) {
        JoinSide others = sides[1 - side];
        for (int i = 0; i < slice.rowCount(); i++) {
            int row = slice.row(i);
            for (int at = OffHeap.getInt(heads + ((long) i << 2)); at != 0; at = others.next(at)) {
                long weight = others.weight(at);
                if (weight != 0) {
                    emitter.addPair(row, others.address(at), weight * batch.weight(row));
                }
            }
        }
    }

    /** Adds row {@code i} of the slice to its side: first against rows that it cancels, what is left as a row of its own. */
    private void keep(int side, int i, long weight) {
        JoinSide rows = sides[side];
        long key = slice.address(i);
        int keyOrdinal = slice.ordinal(i);
        if (!isInner) {
            touch(key, keyOrdinal);
        }
        long headAt = key + headsOffset + (long) side * Integer.BYTES;
        int head = OffHeap.getInt(headAt);
        long left = weight;
        if (weight < 0 || (OffHeap.getLong(key) & HAS_DEBTS[side]) != 0) {
            for (int at = head; at != 0 && left != 0; at = rows.next(at)) {
                long there = rows.weight(at);
                if (there != 0 && there < 0 != left < 0 && rows.equalsLoaded(i, at)) {
                    long change = left < 0 ? Math.max(left, -there) : Math.min(left, -there);
                    rows.addWeight(at, change);
                    if (there + change == 0) {
                        touch(key, keyOrdinal);
                        mark(key, HAS_ZEROS[side]);
                    }
                    noteChange(side, key, keyOrdinal, at, there, change);
                    left -= change;
                }
            }
        }
        if (left != 0) {
            int link = rows.append(i, left, head) + 1;
            OffHeap.putInt(headAt, link);
            if (left < 0) {
                mark(key, HAS_DEBTS[side]);
            }
            noteChange(side, key, keyOrdinal, link, 0, left);
        }
    }

    private static void mark(long key, long bit) {
        OffHeap.putLong(key, OffHeap.getLong(key) | bit);
    }

    /** Lists a key that changed, with whether each side was present before. */
    private void touch(long key, int ordinal) {
        if ((OffHeap.getLong(key) & RowLayout.TOUCHED) != 0) {
            return;
        }
        mark(key, RowLayout.TOUCHED);
        if (!isInner) {
            for (int side = 0; side < 2; side++) {
                mark(key, isPresent(key, side) ? WAS_PRESENT[side] : 0);
            }
        }
        touched.reserve(1);
        touched.append(ordinal);
    }

    private boolean isPresent(long key, int side) {
        return OffHeap.getInt(key + countsOffset + (long) side * Integer.BYTES) > 0;
    }

    private void noteChange(int side, long key, int keyOrdinal, int link, long before, long weight) {
        if (isInner) {
            return;
        }
        int change = (before + weight > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
        if (change != 0) {
            long at = key + countsOffset + (long) side * Integer.BYTES;
            OffHeap.putInt(at, OffHeap.getInt(at) + change);
        }
        if (plan.kind().keeps(side) && (OffHeap.getLong(key) & WAS_PRESENT[1 - side]) == 0) {
            long entry = changes[side].reserve(1);
            OffHeap.putLong(entry, (long) keyOrdinal << 32 | link);
            OffHeap.putLong(entry + Long.BYTES, weight);
            changes[side].advance(entry + changes[side].entryBytes());
        }
    }

    @Override
    public void endEpoch(long epoch) {
        for (int side = 0; side < 2; side++) {
            if (plan.kind().keeps(side)) {
                emitter.beginRecords(side, epoch);
                emitUnmatched(side);
                emitter.flush();
            }
        }
        forEach(touched, entry -> sweep((int) OffHeap.getLong(entry)));
        touched.clear();
        changes[0].clear();
        changes[1].clear();
        index.shrink();
    }

    /**
     * Emits how the rows without a match changed. Where a match came, the rows of before the epoch go: while its changes are taken
     * out of the weights, those are the weights of before.
     */
    private void emitUnmatched(int side) {
        JoinSide rows = sides[side];
        forEach(changes[side], entry -> {
            int link = (int) OffHeap.getLong(entry);
            long key = keys.address((int) (OffHeap.getLong(entry) >>> 32));
            long weight = OffHeap.getLong(entry + Long.BYTES);
            if (isPresent(key, 1 - side)) {
                rows.addWeight(link, -weight);
            } else {
                emitter.addUnmatchedRecord(rows.address(link), key, weight);
            }
        });
        forEach(touched, entry -> {
            long key = keys.address((int) OffHeap.getLong(entry));
            boolean was = (OffHeap.getLong(key) & WAS_PRESENT[1 - side]) != 0;
            if (was != isPresent(key, 1 - side)) {
                emitChain(side, key, was ? 1 : -1);
            }
        });
        forEach(changes[side], entry -> {
            long key = keys.address((int) (OffHeap.getLong(entry) >>> 32));
            if (isPresent(key, 1 - side)) {
                rows.addWeight((int) OffHeap.getLong(entry), OffHeap.getLong(entry + Long.BYTES));
            }
        });
    }

    private void emitChain(int side, long key, int sign) {
        JoinSide rows = sides[side];
        int head = OffHeap.getInt(key + headsOffset + (long) side * Integer.BYTES);
        for (int at = head; at != 0; at = rows.next(at)) {
            long weight = rows.weight(at);
            if (weight != 0) {
                emitter.addUnmatchedRecord(rows.address(at), key, sign * weight);
            }
        }
    }

    /** Frees what an epoch left without weight: rows, and the key when both its chains are empty. */
    private void sweep(int ordinal) {
        long key = keys.address(ordinal);
        long header = OffHeap.getLong(key);
        boolean isEmpty = true;
        for (int side = 0; side < 2; side++) {
            long headAt = key + headsOffset + (long) side * Integer.BYTES;
            if ((header & HAS_ZEROS[side]) != 0) {
                int head = sides[side].sweep(OffHeap.getInt(headAt));
                OffHeap.putInt(headAt, head);
                header = head == 0 ? header & ~HAS_DEBTS[side] : header;
            }
            isEmpty &= OffHeap.getInt(headAt) == 0;
        }
        if (isEmpty) {
            index.remove(ordinal);
            keys.free(ordinal);
        } else {
            OffHeap.putLong(key, header & ~EPOCH_MARKS);
        }
    }

    private interface EntryAction {
        void take(long entry);
    }

    private static void forEach(EpochLog log, EntryAction action) {
        for (int chunk = 0; chunk < log.chunkCount(); chunk++) {
            long entry = log.entries(chunk);
            for (int i = 0; i < log.count(chunk); i++) {
                action.take(entry);
                entry += log.entryBytes();
            }
        }
    }

    @Override
    public long stateBytes() {
        return keys.heldBytes() + index.heldBytes() + sides[0].heldBytes() + sides[1].heldBytes();
    }

    @Override
    public void close() {
        changes[0].close();
        changes[1].close();
        touched.close();
        emitter.close();
        sides[0].close();
        sides[1].close();
        scratch.close();
        slice.close();
        index.close();
        keyCells.close();
        keys.close();
    }
}
