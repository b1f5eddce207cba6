package io.millrace.schedule;

import io.millrace.port.LoopOperator;
import io.millrace.port.Operator;
import io.millrace.schedule.Dataflow.Loop;
import java.util.List;

/**
 * Runs the iterations of one loop on one worker, all within the end of an epoch. Workers agree on each next iteration, which is the
 * first that an operator of any of them needs; when none needs one, the epoch has ended inside the loop. Borrows the operators.
 */
final class LoopRun {
    private final Loop loop;
    private final List<Operator> operators;
    private final List<LoopOperator> loopOperators;
    private final Exchanges exchanges;

    /** @param exchanges null where there is one worker */
    LoopRun(Loop loop, List<Operator> operators, Exchanges exchanges) {
        this.loop = loop;
        this.operators = operators;
        this.loopOperators = operators.stream()
                .filter(LoopOperator.class::isInstance)
                .map(LoopOperator.class::cast)
                .toList();
        this.exchanges = exchanges;
    }

    /** The node behind the loop. */
    int end() {
        return loop.end();
    }

    void run(long epoch) {
        int iteration = 0;
        while (iteration < loop.limit()) {
            for (Operator operator : operators) {
                if (operator instanceof LoopOperator inLoop) {
                    inLoop.endIteration(epoch, iteration);
                } else {
                    operator.endEpoch(epoch);
                }
            }
            int next = next(epoch);
            assert next > iteration : "iteration " + next + " after " + iteration;
            iteration = next;
            if (iteration < loop.limit()) {
                for (LoopOperator operator : loopOperators) {
                    operator.beginIteration(epoch, iteration);
                }
            }
        }
        loopOperators.forEach(operator -> operator.endEpoch(epoch));
    }

    private int next(long epoch) {
        int next = LoopOperator.NONE;
        for (LoopOperator operator : loopOperators) {
            next = Math.min(next, operator.nextIteration());
        }
        return exchanges == null ? next : exchanges.nextIteration(loop.first(), epoch, next);
    }
}
