package io.millrace.udf;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.key.Pointer;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.port.StateOutput;
import io.millrace.type.Type;
import io.millrace.value.Values;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts the calls of one worker's rows and takes their results. What it keeps between epochs are the calls that are open, in the heap
 * as their arguments are. It cannot be saved while there are any.
 */
final class LaterOperator implements Operator {
    private static final int ARGUMENTS = 0;

    private final LaterCalls calls;
    private final OperatorContext context;
    private final Output output;
    private final List<Type> arguments;
    private final boolean propagateNone;
    private final String userLine;
    private final List<Type> outputTypes;
    private final Map<Pointer, LaterCall> open = new HashMap<>();

    LaterOperator(
            LaterCalls calls,
            OperatorContext context,
            Output output,
            List<Type> arguments,
            boolean propagateNone,
            String userLine) {
        this.calls = calls;
        this.context = context;
        this.output = output;
        this.arguments = arguments;
        this.propagateNone = propagateNone;
        this.userLine = userLine;
        this.outputTypes = List.of(calls.schema().type(LaterCalls.VALUE));
    }

    @Override
    public void push(int input, Batch batch) {
        try (BatchBuilder builder = new BatchBuilder(context.pool(), outputTypes, true)) {
            for (int i = 0; i < batch.selectedCount(); i++) {
                int row = batch.selectedRow(i);
                Column keys = batch.keys();
                Pointer id = new Pointer(keys.getHigh(row), keys.getLow(row));
                if (input == ARGUMENTS) {
                    ask(id, batch, row, builder);
                } else {
                    answer(id, batch, row, builder);
                }
                if (builder.isFull()) {
                    push(builder, batch.epoch());
                }
            }
            push(builder, batch.epoch());
        }
    }

    private void push(BatchBuilder builder, long epoch) {
        if (builder.rowCount() > 0) {
            try (Batch batch = builder.build(epoch, 0)) {
                output.push(batch);
            }
        }
    }

    /** New arguments of an id, or none any more; what was asked before is of no interest. */
    private void ask(Pointer id, Batch batch, int row, BatchBuilder builder) {
        LaterCall before = open.remove(id);
        if (before != null) {
            before.cancel();
        }
        ColumnBuilder result = builder.column(0);
        if (!batch.column(arguments.size()).getBool(row)) {
            result.appendNone();
            end(id, builder, -1);
            return;
        }
        boolean hasError = false;
        boolean hasPending = false;
        boolean hasNone = false;
        Object[] values = new Object[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            Column column = batch.column(i);
            hasError |= column.isError(row);
            hasPending |= column.isPending(row);
            hasNone |= !column.isValue(row);
            values[i] = Values.read(column, row);
        }
        if (hasError) {
            result.appendError();
        } else if (hasPending) {
            result.appendPending();
        } else if (hasNone && propagateNone) {
            result.appendNone();
        } else {
            result.appendPending();
            open.put(id, calls.start(id, batch.epoch(), values));
        }
        end(id, builder, 1);
    }

    private void answer(Pointer id, Batch batch, int row, BatchBuilder builder) {
        LaterCall call = open.get(id);
        if (call == null || call.epoch() != batch.column(LaterCalls.EPOCH).getLong(row)) {
            return;
        }
        open.remove(id);
        call.cancel();
        if (batch.column(LaterCalls.MESSAGE).isValue(row)) {
            context.report(
                    DataError.Kind.USER_FUNCTION,
                    batch.column(LaterCalls.MESSAGE).getString(row),
                    userLine);
        }
        builder.column(0).appendFrom(batch.column(LaterCalls.VALUE), row);
        end(id, builder, 1);
    }

    private static void end(Pointer id, BatchBuilder builder, long weight) {
        builder.keys().append128(id.high(), id.low());
        builder.endRow(weight);
    }

    @Override
    public void saveTo(StateOutput out) throws IOException {
        if (!open.isEmpty()) {
            throw new IOException(
                    open.size() + " calls of " + calls.name() + " are open; a checkpoint would lose them");
        }
    }

    @Override
    public void close() {
        open.values().forEach(LaterCall::cancel);
        open.clear();
    }
}
