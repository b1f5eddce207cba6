package io.millrace.keyed;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.key.Pointer;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.state.IdTables;
import io.millrace.state.PickedRows;
import io.millrace.type.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A join that forgets rows of a side once they have a match, at the end of the epoch in which they got it. More than one match in
 * that epoch is an error that is reported. Neither input ever takes a row back. Keeps no more than the join does.
 */
public final class OnceJoin implements Operator {
    private final Once once;
    private final OperatorContext context;
    private final Output output;
    private final MutedJoin join;
    /** By side, what was matched in the epoch; null for a side that is kept. */
    private final Matched[] matched = new Matched[2];

    /**
     * A join and how its batches are made.
     *
     * @param join puts out every column of the left input, then every column of the right one
     * @param leftTypes types of the left input's columns, of which {@code leftId} is the row's id
     * @param rightTypes types of the right input's columns, of which {@code rightId} is the row's id
     * @param passed columns that the result has, of those that the join puts out
     * @param left whether left rows are forgotten; then the join keeps no right rows without a match
     * @param right whether right rows are forgotten; then the join keeps no left rows without a match
     * @param userLine where in the user's program the join was made, or null
     */
    public record Once(
            OperatorFactory join,
            List<Type> leftTypes,
            int leftId,
            List<Type> rightTypes,
            int rightId,
            List<Integer> passed,
            boolean left,
            boolean right,
            String userLine)
            implements OperatorFactory {
        public Once {
            leftTypes = List.copyOf(leftTypes);
            rightTypes = List.copyOf(rightTypes);
            passed = List.copyOf(passed);
        }

        @Override
        public Operator open(OperatorContext context, Output output) {
            return new OnceJoin(this, context, output);
        }
    }

    private OnceJoin(Once once, OperatorContext context, Output output) {
        this.once = once;
        this.context = context;
        this.output = output;
        join = new MutedJoin(once.join(), context, this::pass);
        try {
            if (once.left()) {
                matched[0] = new Matched(once.leftTypes(), 0, once.leftId());
            }
            if (once.right()) {
                matched[1] = new Matched(
                        once.rightTypes(),
                        once.leftTypes().size(),
                        once.leftTypes().size() + once.rightId());
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    @Override
    public void push(int side, Batch batch) {
        join.push(side, batch);
    }

    @Override
    public void endEpoch(long epoch) {
        join.endEpoch(epoch);
        join.mute();
        for (int side = 0; side < 2; side++) {
            if (matched[side] != null) {
                matched[side].takeBack(side, epoch);
            }
        }
        join.unmute(epoch);
    }

    /** Takes note of the matches of a batch, and passes on what the result has of it. */
    private void pass(Batch batch) {
        Column leftIds = batch.column(once.leftId());
        Column rightIds = batch.column(once.leftTypes().size() + once.rightId());
        for (Matched side : matched) {
            if (side != null) {
                side.add(batch, leftIds, rightIds);
            }
        }
        Column[] columns = once.passed().stream().map(batch::column).toArray(Column[]::new);
        try (Batch.Parts parts = Batch.of(context.pool(), batch.rowCount()).sharing(batch)) {
            parts.columns(columns)
                    .keys(batch.keys())
                    .weights(batch.weights())
                    .selection(batch.selection())
                    .timeOf(batch);
            try (Batch result = parts.build()) {
                output.push(result);
            }
        }
    }

    @Override
    public void saveTo(StateOutput out) throws IOException {
        join.saveTo(out);
    }

    @Override
    public void restoreFrom(StateInput in) throws IOException {
        join.restoreFrom(in);
    }

    @Override
    public long stateBytes() {
        return join.stateBytes();
    }

    @Override
    public void close() {
        for (Matched side : matched) {
            if (side != null) {
                side.close();
            }
        }
        join.close();
    }

    /** The rows of one side that were matched in the open epoch. */
    private final class Matched implements AutoCloseable {
        private final List<Type> types;
        private final int firstColumn;
        private final int idColumn;
        private final IdTables rows;
        private final PickedRows picked;
        private final PickedBatches batches;

        Matched(List<Type> types, int firstColumn, int idColumn) {
            BatchPool pool = context.pool();
            this.types = types;
            this.firstColumn = firstColumn;
            this.idColumn = idColumn;
            batches = new PickedBatches(types, true, pool);
            rows = new IdTables(context.allocator(), List.of(IdTables.Kept.rows(types)));
            try {
                picked = new PickedRows(context.allocator(), rows, 1, pool.batchRows());
            } catch (RuntimeException | Error e) {
                rows.close();
                throw e;
            }
        }

        /** Adds the rows of a batch that have both ids. */
        void add(Batch batch, Column leftIds, Column rightIds) {
            List<Column> columns = new ArrayList<>();
            for (int column = 0; column < types.size(); column++) {
                columns.add(batch.column(firstColumn + column).withType(types.get(column)));
            }
            try (Batch.Parts parts = Batch.of(context.pool(), batch.rowCount()).sharing(batch)) {
                parts.columns(columns.toArray(Column[]::new))
                        .keys(batch.column(idColumn).withType(Type.POINTER))
                        .weights(batch.weights())
                        .selection(batch.selection());
                if (!leftIds.isDense() || !rightIds.isDense()) {
                    ColumnBuilder pairs = Selections.copyOf(batch, context.pool());
                    parts.owning(pairs);
                    narrow(pairs, leftIds);
                    narrow(pairs, rightIds);
                    parts.selection(pairs.view(Type.BOOL));
                }
                try (Batch own = parts.build()) {
                    rows.add(0, own);
                }
            }
        }

        private static void narrow(ColumnBuilder pairs, Column ids) {
            if (!ids.isDense()) {
                Bitmaps.and(pairs.data(), ids.validity(), pairs.data(), ids.rowCount());
            }
        }

        void takeBack(int side, long epoch) {
            picked.clear();
            rows.beginIds();
            while (rows.nextId()) {
                for (int row = rows.firstRow(0); row != 0; row = rows.nextRow(0, row)) {
                    takeBack(side, row, epoch);
                }
            }
            push(side, epoch);
            rows.forget(epoch);
        }

        private void takeBack(int side, int row, long epoch) {
            long matches = rows.weight(0, row);
            if (matches <= 0) {
                return;
            }
            if (matches > 1) {
                context.report(
                        DataError.Kind.DUPLICATE_KEY,
                        "the " + (side == 0 ? "left" : "right") + " row of id "
                                + new Pointer(rows.idHigh(), rows.idLow())
                                + " has several matches in one epoch, but was promised to have one",
                        once.userLine());
            }
            if (picked.isFull()) {
                push(side, epoch);
            }
            picked.add(-1);
            picked.pick(0, 0, row);
        }

        private void push(int side, long epoch) {
            if (picked.count() > 0) {
                try (Batch batch = batches.of(picked, epoch)) {
                    join.push(side, batch);
                }
                picked.clear();
            }
        }

        @Override
        public void close() {
            picked.close();
            rows.close();
        }
    }
}
