package io.millrace.memory;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Opens the root of an allocator tree. Below it every worker and operator has a named child made with
 * {@link BufferAllocator#newChildAllocator(String, long, long)}; closing an allocator that still has bytes out throws, which is
 * the leak check.
 */
public final class Allocators {
    private Allocators() {}

    /**
     * Returns an owned root allocator that refuses to go over {@code limitBytes}.
     *
     * @throws IllegalStateException with the flags to add, when the JVM was started without them
     */
    public static BufferAllocator root(long limitBytes) {
        JvmFlags.requireOpenNio();
        if (limitBytes <= 0) {
            throw new IllegalArgumentException("memory limit is " + limitBytes + " bytes; it must be positive");
        }
        return new RootAllocator(limitBytes);
    }
}
