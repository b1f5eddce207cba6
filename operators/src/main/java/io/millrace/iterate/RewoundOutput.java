package io.millrace.iterate;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchRows;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.state.Consolidation;

/** What becomes of the output of an operator that is rewound: it goes on at once, is added up first, or is dropped. */
final class RewoundOutput implements Output, AutoCloseable {
    private final OperatorContext context;
    private final Output output;
    private final Consolidation sum;
    private Mode mode = Mode.PASS;
    private int iteration;

    enum Mode {
        /** As outside of loops. */
        PASS,
        /** What rows say that are taken back for a while. */
        ADD_UP_SILENTLY,
        /** What rows say that are added. */
        ADD_UP,
        /** What has been said before. */
        DROP
    }

    RewoundOutput(OperatorContext context, Output output) {
        this.context = context;
        this.output = output;
        this.sum = new Consolidation(context, output);
    }

    /** From now on batches are changes of this iteration. */
    void set(Mode newMode, int newIteration) {
        mode = newMode;
        iteration = newIteration;
    }

    /** Whether errors of the operator are new ones. */
    boolean isHeard() {
        return mode == Mode.PASS || mode == Mode.ADD_UP;
    }

    @Override
    public void push(Batch batch) {
        switch (mode) {
            case DROP -> {}
            case ADD_UP, ADD_UP_SILENTLY -> sum.push(batch);
            case PASS -> {
                if (batch.iteration() == iteration) {
                    output.push(batch);
                } else {
                    try (Batch moved = BatchRows.inIteration(context.pool(), batch, iteration)) {
                        output.push(moved);
                    }
                }
            }
        }
    }

    /** Emits what was added up. */
    void flush(long epoch) {
        sum.flush(epoch, iteration);
    }

    @Override
    public void close() {
        sum.close();
    }
}
