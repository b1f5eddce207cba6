package io.millrace.udf;

import io.millrace.key.Pointer;
import io.millrace.type.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Results in the heap, the least recently used of which goes first. */
final class MemoryCache implements ResultCache {
    private final int maxSize;
    private final Map<Pointer, Object> results = new LinkedHashMap<>(16, 0.75f, true);
    private final SingleCalls calls = new SingleCalls();

    MemoryCache(int maxSize) {
        this.maxSize = maxSize;
    }

    @Override
    public Object get(Pointer key, Type type, Callable<Object> call) throws Exception {
        if (maxSize == 0) {
            return call.call();
        }
        return calls.get(key, () -> {
            synchronized (results) {
                if (results.containsKey(key)) {
                    return results.get(key);
                }
            }
            Object result = call.call();
            synchronized (results) {
                results.put(key, result);
                if (results.size() > maxSize) {
                    results.remove(results.keySet().iterator().next());
                }
            }
            return result;
        });
    }
}
