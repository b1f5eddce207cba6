package io.millrace.iterate;

import io.millrace.batch.Batch;
import io.millrace.port.LoopOperator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.state.Consolidation;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table as the body of a loop sees it. Input {@value #START} is what the loop starts with, input {@value #RESULT} what the body
 * makes of it. The table is the start at iteration 0, and at every later one what the body made of it at the one before; so the
 * changes of the result at iteration i are its changes at i + 1, and at iteration 1 the start is taken back. Changes are added up
 * before they go round, so that a table which the body leaves as it is ends the loop.
 *
 * <p>Keeps nothing between epochs. Equal rows of both inputs must come to the same worker.
 */
public final class LoopVariable implements LoopOperator {
    public static final int START = 0;
    public static final int RESULT = 1;

    private final int limit;
    private final OperatorContext context;
    private final Output output;
    /** By iteration, the changes of the table. */
    private final TreeMap<Integer, Consolidation> coming = new TreeMap<>();

    private LoopVariable(int limit, OperatorContext context, Output output) {
        this.limit = limit;
        this.context = context;
        this.output = output;
    }

    /** @param limit iterations at most; changes at later ones are dropped */
    public static OperatorFactory of(int limit) {
        return (context, output) -> new LoopVariable(limit, context, output);
    }

    @Override
    public void push(int input, Batch batch) {
        int iteration = input == START ? 1 : batch.iteration() + 1;
        if (iteration < limit) {
            coming.computeIfAbsent(iteration, absent -> new Consolidation(context, output))
                    .push(batch, input == START ? -1 : 1);
        }
        if (input == START) {
            output.push(batch);
        }
    }

    @Override
    public void beginIteration(long epoch, int iteration) {
        try (Consolidation changes = coming.remove(iteration)) {
            if (changes != null) {
                changes.flush(epoch, iteration);
            }
        }
    }

    @Override
    public void endIteration(long epoch, int iteration) {}

    @Override
    public int nextIteration() {
        for (Map.Entry<Integer, Consolidation> entry : coming.entrySet()) {
            if (entry.getValue().hasRows()) {
                return entry.getKey();
            }
        }
        return NONE;
    }

    @Override
    public void endEpoch(long epoch) {
        assert nextIteration() == NONE : "changes of iteration " + nextIteration() + " were not read";
        close();
    }

    @Override
    public void close() {
        coming.values().forEach(Consolidation::close);
        coming.clear();
    }
}
