package io.millrace.stateless;

import io.millrace.batch.Batch;
import io.millrace.port.Operator;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;

/** The rows of several inputs of the same columns, as they come; their ids must be disjoint, which nobody checks here. */
public final class ConcatOperator implements Operator {
    private final Output output;

    private ConcatOperator(Output output) {
        this.output = output;
    }

    public static OperatorFactory factory() {
        return (context, output) -> new ConcatOperator(output);
    }

    @Override
    public void push(int input, Batch batch) {
        output.push(batch);
    }
}
