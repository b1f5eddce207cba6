package io.millrace.udf;

import io.millrace.key.Pointer;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Makes one of several calls that are asked for at the same time under the same key; the others wait for its result. */
final class SingleCalls {
    private final ConcurrentMap<Pointer, FutureTask<Object>> open = new ConcurrentHashMap<>();

    Object get(Pointer key, Callable<Object> call) throws Exception {
        FutureTask<Object> own = new FutureTask<>(call);
        FutureTask<Object> first = open.putIfAbsent(key, own);
        if (first == null) {
            try {
                own.run();
            } finally {
                open.remove(key, own);
            }
            first = own;
        }
        try {
            return first.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        }
    }
}
