package io.millrace.udf;

import io.millrace.key.Pointer;
import io.millrace.type.Type;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Keeps results of calls by function and arguments, so that no call is made twice. Failures are not kept. Any thread. */
public interface ResultCache {
    /**
     * Returns what is kept for a call, or makes it. While a call is being made, others with the same key wait for it.
     *
     * @param key made of the function's name and the arguments
     * @param type of the result
     * @throws Exception what the call threw
     */
    Object get(Pointer key, Type type, Callable<Object> call) throws Exception;

    /** In the heap, as long as the function is referred to; all results. */
    static ResultCache inMemory() {
        return new MemoryCache(Integer.MAX_VALUE);
    }

    /** In the heap, the {@code maxSize} results that were used last. */
    static ResultCache inMemory(int maxSize) {
        if (maxSize < 0) {
            throw new IllegalArgumentException("maxSize is " + maxSize + ", it must be 0 or more");
        }
        return new MemoryCache(maxSize);
    }

    /** In files of a directory, which is made where it is missing: results outlive the process. */
    static ResultCache onDisk(Path directory) {
        return new DiskCache(directory, 1L << 30);
    }

    /** The same, up to so many bytes; above that, files that were written first go. */
    static ResultCache onDisk(Path directory, long maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + ", it must be 0 or more");
        }
        return new DiskCache(directory, maxBytes);
    }
}
