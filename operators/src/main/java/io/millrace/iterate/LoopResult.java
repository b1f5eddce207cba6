package io.millrace.iterate;

import io.millrace.batch.Batch;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.state.Consolidation;

/**
 * A table as it leaves a loop: the changes of all iterations add up to those of the last one, and go out at the epoch's end. Stands
 * behind the loop. Keeps nothing between epochs.
 */
public final class LoopResult implements Operator {
    private final Consolidation changes;

    private LoopResult(OperatorContext context, Output output) {
        changes = new Consolidation(context, output);
    }

    public static OperatorFactory factory() {
        return LoopResult::new;
    }

    @Override
    public void push(int input, Batch batch) {
        changes.push(batch);
    }

    @Override
    public void endEpoch(long epoch) {
        changes.flush(epoch);
    }

    @Override
    public void close() {
        changes.close();
    }
}
