/**
 * Where every off-heap byte comes from: the allocator tree (pipeline → worker → operator), chunks of state memory, and the
 * one door to raw addresses. Every byte has an owner and a limit; closing an owner proves that nothing leaked.
 *
 * <p>Raw addresses may be held by the packages {@code memory}, {@code column}, {@code batch}, {@code kernel}, {@code key},
 * {@code value}, {@code value}, {@code state}, {@code join}, {@code schedule}, {@code ipc} and {@code format}; nobody else reads or writes through {@link io.millrace.memory.OffHeap}.
 */
package io.millrace.memory;
