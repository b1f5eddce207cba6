package io.millrace.join;

import io.millrace.batch.Batch;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import java.io.IOException;

/** A join that shares nothing: both sides' arrangements, their keys, and the one that reads them. Owns all of it. */
final class EquiJoin implements Operator {
    private final KeyTable keys;
    private final Arrangement[] sides;
    private final JoinReader reader;

    EquiJoin(JoinPlan plan, OperatorContext context, Output output) {
        try (Opening opening = new Opening()) {
            keys = opening.add(new KeyTable(
                    context.allocator(),
                    context.keyGroups(),
                    plan.keyTypes(),
                    2,
                    !plan.kind().isInner()));
            sides = new Arrangement[2];
            for (int side = 0; side < 2; side++) {
                ArrangementPlan arranged = ArrangementPlan.of(plan, side);
                sides[side] = opening.add(new Arrangement(context.allocator(), arranged, keys));
            }
            reader = opening.add(new JoinReader(plan, sides[0], sides[1], context, output));
            opening.done();
        }
    }

    @Override
    public void push(int side, Batch batch) {
        sides[side].push(batch);
    }

    @Override
    public void endEpoch(long epoch) {
        reader.endEpoch(epoch);
    }

    @Override
    public void saveTo(StateOutput out) throws IOException {
        keys.saveTo(out);
    }

    @Override
    public void restoreFrom(StateInput in) throws IOException {
        keys.restoreFrom(in);
    }

    @Override
    public long stateBytes() {
        return keys.heldBytes() + sides[0].heldBytes() + sides[1].heldBytes();
    }

    /** Rows that were walked in order to find one to take back, so far. */
    long walkedRows() {
        return sides[0].walkedRows() + sides[1].walkedRows();
    }

    @Override
    public void close() {
        reader.close();
        sides[1].close();
        sides[0].close();
        keys.close();
    }
}
