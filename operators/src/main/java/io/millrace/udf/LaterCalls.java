package io.millrace.udf;

import io.millrace.batch.BatchBuilder;
import io.millrace.expression.Expression.Failed;
import io.millrace.key.Pointer;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.value.Values;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The calls of one function in one run that rows do not wait for. {@link #operator} starts them on every worker; as a source this brings
 * their results back, each under the id of its row with the epoch that asked for it. It ends when nothing more can come.
 */
public final class LaterCalls implements Source {
    static final int EPOCH = 0;
    static final int VALUE = 1;
    static final int MESSAGE = 2;

    private static final byte[] NO_POSITION = {};
    private static final long PAUSE_MILLIS = 1;

    private final String name;
    private final CallPolicy policy;
    private final Schema schema;
    private final Feedback feedback;
    private final LinkedBlockingQueue<Result> results = new LinkedBlockingQueue<>();

    private record Result(Pointer id, long epoch, Object value) {}

    /**
     * @param name unique among the sources of the pipeline
     */
    public LaterCalls(String name, CallPolicy policy, Feedback feedback) {
        this.name = name;
        this.policy = policy;
        this.feedback = feedback;
        this.schema = Schema.builder()
                .column("epoch", Type.INT64)
                .column("value", Type.optional(policy.type()))
                .column("message", Type.optional(Type.STRING))
                .build();
    }

    /**
     * What starts calls, and gives what is known of them: a row of weight 1 sets the result of its id, one of weight −1 removes it, the
     * last of an epoch counts. Input 0 is a stream of upserts of the arguments, at most one an id and epoch; input 1 is this source.
     * Both are on the worker that owns the id.
     *
     * @param arguments types of the arguments
     * @param propagateNone whether a None argument gives None without a call
     * @param userLine where the function is called in the user's program, or null
     */
    public OperatorFactory operator(List<Type> arguments, boolean propagateNone, String userLine) {
        return (context, output) ->
                new LaterOperator(this, context, output, List.copyOf(arguments), propagateNone, userLine);
    }

    CallPolicy policy() {
        return policy;
    }

    LaterCall start(Pointer id, long epoch, Object[] arguments) {
        LaterCall call = new LaterCall(this, id, epoch, arguments);
        feedback.callOpened();
        call.start();
        return call;
    }

    void done(LaterCall call, Object value) {
        results.add(new Result(call.id(), call.epoch(), value));
    }

    void cancelled() {
        feedback.callClosed();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public void run(SourceOutput output, byte[] position) throws InterruptedException {
        while (!output.isStopped()) {
            Result first = results.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                emit(output, first);
            } else if (feedback.isOver()) {
                return;
            }
        }
    }

    private void emit(SourceOutput output, Result first) {
        int rows = 0;
        try (BatchBuilder builder = output.newBuilder()) {
            for (Result next = first; next != null; next = builder.isFull() ? null : results.poll()) {
                append(builder, next);
                rows++;
            }
            feedback.emitting(rows);
            output.emit(builder.build(0, 0), NO_POSITION);
        }
        output.commit();
        for (int i = 0; i < rows; i++) {
            feedback.callClosed();
        }
    }

    private void append(BatchBuilder builder, Result result) {
        builder.column(EPOCH).appendLong(result.epoch());
        String message = result.value() instanceof Failed failed ? failed.message() : null;
        if (message == null) {
            try {
                checkedAppend(builder, result.value());
            } catch (IllegalArgumentException e) {
                message = "the function returned what it must not: " + e.getMessage();
            }
        }
        if (message == null) {
            builder.column(MESSAGE).appendNone();
        } else {
            builder.column(VALUE).appendError();
            builder.column(MESSAGE).appendString(message);
        }
        builder.keys().append128(result.id().high(), result.id().low());
        builder.endRow();
    }

    private void checkedAppend(BatchBuilder builder, Object value) {
        if (value == null && !policy.type().isOptional()) {
            throw new IllegalArgumentException("None is not a value of type " + policy.type());
        }
        Values.append(builder.column(VALUE), schema.type(VALUE), value);
    }
}
