package io.millrace.temporal;

import io.millrace.batch.Batch;
import io.millrace.port.Epochs;
import io.millrace.port.Operator;
import io.millrace.port.Output;

/** Lets through what comes in even epochs. Stateless. */
record DropOperator(Output output) implements Operator {
    @Override
    public void push(int input, Batch batch) {
        if (!Epochs.isRetraction(batch.epoch())) {
            output.push(batch);
        }
    }
}
