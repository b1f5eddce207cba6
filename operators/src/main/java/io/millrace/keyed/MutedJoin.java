package io.millrace.keyed;

import io.millrace.batch.Batch;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import java.io.IOException;

/**
 * A join from which rows can be taken back without anybody hearing of it: while it is muted, neither what it puts out nor what it
 * reports goes anywhere.
 */
final class MutedJoin implements AutoCloseable {
    private final Operator join;
    private boolean muted;

    MutedJoin(OperatorFactory factory, OperatorContext context, Output output) {
        OperatorContext own = new OperatorContext(
                context.operatorId(),
                context.name(),
                context.worker(),
                context.workerCount(),
                context.allocator(),
                context.pool(),
                error -> {
                    if (!muted) {
                        context.errors().report(error);
                    }
                });
        join = factory.open(own, batch -> {
            if (!muted) {
                output.push(batch);
            }
        });
    }

    void push(int side, Batch batch) {
        join.push(side, batch);
    }

    void endEpoch(long epoch) {
        join.endEpoch(epoch);
    }

    void mute() {
        muted = true;
    }

    /** Ends the epoch of what was taken back. */
    void unmute(long epoch) {
        join.endEpoch(epoch);
        muted = false;
    }

    void saveTo(StateOutput out) throws IOException {
        join.saveTo(out);
    }

    void restoreFrom(StateInput in) throws IOException {
        join.restoreFrom(in);
    }

    long stateBytes() {
        return join.stateBytes();
    }

    @Override
    public void close() {
        try {
            join.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
