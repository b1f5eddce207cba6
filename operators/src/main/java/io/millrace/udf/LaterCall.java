package io.millrace.udf;

import io.millrace.expression.Expression.Failed;
import io.millrace.key.Pointer;
import java.util.concurrent.atomic.AtomicReference;

/** A call that nobody waits for, on its own virtual thread. Any thread. */
final class LaterCall implements Runnable {
    /** What has become of it: a call is closed once, by whoever leaves OPEN. */
    private enum State {
        OPEN,
        DONE,
        CANCELLED
    }

    private final LaterCalls owner;
    private final Pointer id;
    private final long epoch;
    private final Object[] arguments;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private Thread thread;

    LaterCall(LaterCalls owner, Pointer id, long epoch, Object[] arguments) {
        this.owner = owner;
        this.id = id;
        this.epoch = epoch;
        this.arguments = arguments;
    }

    Pointer id() {
        return id;
    }

    /** The epoch that asked for it: with the id, its name. */
    long epoch() {
        return epoch;
    }

    Object[] arguments() {
        return arguments;
    }

    void start() {
        thread = Thread.ofVirtual().name(owner.name()).start(this);
    }

    @Override
    public void run() {
        Object result;
        try {
            result = owner.policy().call(arguments);
        } catch (Exception | Error e) {
            result = new Failed(e);
        }
        if (state.compareAndSet(State.OPEN, State.DONE)) {
            owner.done(this, result);
        }
    }

    /** Nobody wants the result any more. */
    void cancel() {
        if (state.compareAndSet(State.OPEN, State.CANCELLED)) {
            thread.interrupt();
            owner.cancelled();
        }
    }
}
