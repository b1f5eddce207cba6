package io.millrace.udf;

import io.millrace.expression.Expression.RowFunction;
import io.millrace.key.KeyEncoder;
import io.millrace.key.Pointer;
import io.millrace.type.Type;
import io.millrace.value.ValueCodec;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One call of a function: what is cached is not called; else the call waits for its turn, and each attempt has its time. A function
 * that returns a {@link CompletionStage} or a {@link Future} is waited for. Any thread; the caller's blocks.
 *
 * @param name of the function, a part of the key of cached results
 * @param turns as many as calls may be made at once, retries included; null for any number
 * @param timeout of one attempt, null for none
 * @param cache null for none
 */
public record CallPolicy(
        String name,
        RowFunction function,
        Type type,
        Semaphore turns,
        Duration timeout,
        RetryStrategy retries,
        ResultCache cache) {
    /** The result for these arguments. */
    public Object call(Object[] arguments) throws Exception {
        return cache == null ? callInTurn(arguments) : cache.get(key(arguments), type, () -> callInTurn(arguments));
    }

    private Pointer key(Object[] arguments) {
        KeyEncoder encoder = new KeyEncoder();
        encoder.putString(name);
        for (Object argument : arguments) {
            ValueCodec.put(encoder, Type.ANY, argument);
        }
        return encoder.hash().key();
    }

    private Object callInTurn(Object[] arguments) throws Exception {
        if (turns == null) {
            return callWithRetries(arguments);
        }
        turns.acquire();
        try {
            return callWithRetries(arguments);
        } finally {
            turns.release();
        }
    }

    private Object callWithRetries(Object[] arguments) throws Exception {
        for (int failures = 1; ; failures++) {
            try {
                return attempt(arguments);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                Duration delay = retries.delayAfter(failures);
                if (delay == null) {
                    throw e;
                }
                TimeUnit.NANOSECONDS.sleep(delay.toNanos());
            }
        }
    }

    private Object attempt(Object[] arguments) throws Exception {
        Callable<Object> call = () -> awaited(function.apply(arguments));
        if (timeout == null) {
            return call.call();
        }
        FutureTask<Object> task = new FutureTask<>(call);
        Thread.ofVirtual().name(name + " with timeout").start(task);
        try {
            return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw causeOf(e);
        } catch (TimeoutException e) {
            throw new TimeoutException("no result after " + timeout);
        } finally {
            task.cancel(true);
        }
    }

    private static Object awaited(Object result) throws Exception {
        Future<?> future = switch (result) {
            case Future<?> it -> it;
            case CompletionStage<?> stage -> stage.toCompletableFuture();
            case null, default -> null;
        };
        if (future == null) {
            return result;
        }
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw causeOf(e);
        } finally {
            future.cancel(true);
        }
    }

    private static Exception causeOf(ExecutionException e) {
        return e.getCause() instanceof Exception cause ? cause : e;
    }
}
