package io.millrace.keyed;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A join whose left rows are questions: each is answered once, with the right rows as they are at the end of its epoch, and then
 * forgotten; the answers stay as they are. The left rows, none of which is ever taken back, wait for the end of the epoch, meet the
 * right ones, and are taken back in silence.
 */
public final class AsofNowJoin implements Operator {
    private final OperatorContext context;
    private final MutedJoin join;
    private final List<Batch> questions = new ArrayList<>();

    private AsofNowJoin(OperatorFactory factory, OperatorContext context, Output output) {
        this.context = context;
        this.join = new MutedJoin(factory, context, output);
    }

    /** @param join an inner or left join, which keeps both sides */
    public static OperatorFactory of(OperatorFactory join) {
        return (context, output) -> new AsofNowJoin(join, context, output);
    }

    @Override
    public void push(int side, Batch batch) {
        if (side == 0) {
            questions.add(batch.retain());
        } else {
            join.push(1, batch);
        }
    }

    @Override
    public void endEpoch(long epoch) {
        questions.forEach(batch -> join.push(0, batch));
        join.endEpoch(epoch);
        join.mute();
        for (Batch batch : questions) {
            takeBack(batch);
        }
        join.unmute(epoch);
        letGo();
    }

    private void takeBack(Batch batch) {
        try (Batch.Parts parts = Batch.of(context.pool(), batch.rowCount()).sharing(batch)) {
            ColumnBuilder weights = context.pool().take(Lane.I64);
            parts.owning(weights);
            for (int row = 0; row < batch.rowCount(); row++) {
                weights.appendLong(-batch.weight(row));
            }
            parts.columns(batch.columns().toArray(Column[]::new))
                    .keys(batch.keys())
                    .selection(batch.selection())
                    .weights(weights.view(Type.INT64))
                    .timeOf(batch);
            try (Batch negated = parts.build()) {
                join.push(0, negated);
            }
        }
    }

    private void letGo() {
        questions.forEach(Batch::close);
        questions.clear();
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
        letGo();
        join.close();
    }
}
