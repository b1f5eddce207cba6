package io.millrace.join;

import io.millrace.batch.Batch;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.state.RowLayout;
import io.millrace.state.Slice;

/**
 * A join of two arranged tables, or of one with itself. Matches are emitted as they are found; rows that come out for want of a
 * match (left, right, outer) are decided at the epoch's end, so that an epoch says once what changed. A row whose key is in error
 * has no match and is logged. O(1) a row and O(1) a match. Owns its scratch memory only.
 */
final class JoinReader implements Operator {
    private final JoinPlan plan;
    private final OperatorContext context;
    private final Arrangement[] sides;
    private final KeyTable keys;
    private final Chunk scratch;
    /** Chain heads of the other side, one a row of the slice, and behind them a word that no one reads. */
    private final long heads;

    private final JoinEmitter emitter;

    JoinReader(JoinPlan plan, Arrangement left, Arrangement right, OperatorContext context, Output output) {
        this.plan = plan;
        this.context = context;
        this.sides = new Arrangement[] {left, right};
        this.keys = left.keys();
        try (Opening opening = new Opening()) {
            scratch = opening.add(Chunk.open(context.allocator(), (long) Slice.ROWS * Integer.BYTES + Long.BYTES));
            heads = scratch.address();
            emitter = opening.add(new JoinEmitter(plan, sides, context, output));
            opening.done();
        }
        left.addReading(this, 0, left == right);
        right.addReading(this, 1, false);
        keys.addReader();
        for (int side = 0; side < 2; side++) {
            if (plan.kind().keeps(side)) {
                sides[side].keepUnmatchedIn(sides[1 - side]);
            }
        }
    }

    @Override
    public void push(int input, Batch batch) {
        throw new IllegalStateException("a join reads its inputs where they are arranged");
    }

    /** Logs the rows of a slice whose key is in error, and lets them out without a match where the join keeps this side. */
    void reject(int side, Batch batch, Slice slice) {
        emitter.flush();
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
    }

    private boolean isKeyInError(int side, Batch batch, int row) {
        for (int column : sides[side].keyColumns()) {
            if (batch.column(column).isError(row)) {
                return true;
            }
        }
        return false;
    }

    /** Pairs the rows of a slice, whose keys are found, with what the other side holds. */
    void meet(int side, Batch batch, Slice slice) {
        emitter.beginBatch(side, batch, true);
        Arrangement others = sides[1 - side];
        loadHeads(others, slice);
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

    /** Loads the other side's heads and touches their rows, so that the misses of a slice overlap. */
    private void loadHeads(Arrangement others, Slice slice) {
        long offset = keys.headOffset(others.table());
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

    /** Emits what was found. */
    void flush() {
        emitter.flush();
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
        keys.endReading(epoch);
    }

    /**
     * Emits how the rows without a match changed. Rows that changed where there was no match are listed with their weights of before;
     * the others of a key are as they were. Keys are found by their ordinals each time, since what is emitted may move them.
     */
    private void emitUnmatched(int side) {
        Arrangement rows = sides[side];
        int other = sides[1 - side].table();
        EpochLogs.forEach(rows.changes(), entry -> {
            int link = (int) OffHeap.getLong(entry);
            long key = keys.address((int) (OffHeap.getLong(entry) >>> 32));
            if (!KeyTable.has(key, KeyTable.wasPresent(other))) {
                long now = keys.isPresent(key, other) ? 0 : rows.weight(link);
                long change = now - OffHeap.getLong(entry + Long.BYTES);
                if (change != 0) {
                    emitter.addUnmatchedRecord(rows.address(link), key, change);
                }
            }
        });
        EpochLogs.forEach(keys.touched(), entry -> {
            int ordinal = (int) OffHeap.getLong(entry);
            long key = keys.address(ordinal);
            boolean was = KeyTable.has(key, KeyTable.wasPresent(other));
            if (was != keys.isPresent(key, other)) {
                emitChain(rows, ordinal, was);
            }
        });
    }

    private void emitChain(Arrangement rows, int keyOrdinal, boolean wasMatched) {
        for (int at = keys.head(keys.address(keyOrdinal), rows.table()); at != 0; at = rows.next(at)) {
            long record = rows.address(at);
            long header = OffHeap.getLong(record);
            long weight = RowLayout.weight(header);
            boolean isListed = !wasMatched && (header & RowLayout.TOUCHED) != 0;
            if (weight != 0 && !isListed) {
                emitter.addUnmatchedRecord(record, keys.address(keyOrdinal), wasMatched ? weight : -weight);
            }
        }
    }

    @Override
    public void close() {
        emitter.close();
        scratch.close();
    }
}
