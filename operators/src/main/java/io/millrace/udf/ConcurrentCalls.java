package io.millrace.udf;

import io.millrace.expression.Expression.Failed;
import io.millrace.expression.Expression.RowsFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Makes the calls of a batch's rows at the same time, each on a virtual thread, and waits for all of them. */
public record ConcurrentCalls(CallPolicy policy) implements RowsFunction {
    @Override
    public List<?> apply(List<Object[]> rows) throws InterruptedException {
        List<FutureTask<Object>> calls = new ArrayList<>();
        List<Object> results = new ArrayList<>();
        try {
            for (Object[] row : rows) {
                FutureTask<Object> call = new FutureTask<>(() -> policy.call(row));
                calls.add(call);
                Thread.ofVirtual().name(policy.name()).start(call);
            }
            for (FutureTask<Object> call : calls) {
                results.add(result(call));
            }
            return results;
        } finally {
            calls.forEach(call -> call.cancel(true));
        }
    }

    private static Object result(FutureTask<Object> call) throws InterruptedException {
        try {
            return call.get();
        } catch (ExecutionException e) {
            return new Failed(e.getCause());
        }
    }
}
