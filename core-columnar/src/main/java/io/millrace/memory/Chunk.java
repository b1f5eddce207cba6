package io.millrace.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.OutOfMemoryException;

/**
 * A zeroed block of state memory that the operating system hands out page by page, on huge pages where it can, charged to an
 * allocator. Owned by the one who opened it; not thread-safe.
 */
public final class Chunk implements AutoCloseable {
    /** Chunks of this size and above are aligned to it and ask for huge pages. */
    public static final long HUGE_PAGE_BYTES = 2L << 20;

    private final ArrowBuf buffer;
    private final long address;
    private final long byteCount;

    private Chunk(ArrowBuf buffer, long byteCount) {
        this.buffer = buffer;
        this.address = buffer.memoryAddress();
        this.byteCount = byteCount;
    }

    /**
     * Returns an owned chunk of zero bytes.
     *
     * @throws org.apache.arrow.memory.OutOfMemoryException when the allocator's limit does not allow it; nothing is charged
     */
    public static Chunk open(BufferAllocator allocator, long byteCount) {
        if (byteCount <= 0) {
            throw new IllegalArgumentException("chunk of " + byteCount + " bytes; it must be positive");
        }
        Mapping mapping = new Mapping(byteCount);
        try {
            return new Chunk(allocator.wrapForeignAllocation(mapping), byteCount);
        } catch (OutOfMemoryException e) {
            mapping.release0();
            throw new OutOfMemoryException(
                    pathOf(allocator) + " asked for " + byteCount + " bytes of state; it holds "
                            + allocator.getAllocatedMemory() + " and may hold " + allocator.getLimit(),
                    e);
        } catch (RuntimeException e) {
            mapping.release0();
            throw e;
        }
    }

    private static String pathOf(BufferAllocator allocator) {
        BufferAllocator parent = allocator.getParentAllocator();
        return parent == null ? allocator.getName() : pathOf(parent) + "/" + allocator.getName();
    }

    public long address() {
        return address;
    }

    public long byteCount() {
        return byteCount;
    }

    @Override
    public void close() {
        buffer.close();
    }

    /** Anonymous pages: zero until touched, and given back whole. */
    private static final class Mapping extends ForeignAllocation {
        private final Arena arena;

        Mapping(long byteCount) {
            this(byteCount, Arena.ofShared());
        }

        private Mapping(long byteCount, Arena arena) {
            super(byteCount, map(byteCount, arena));
            this.arena = arena;
        }

        private static long map(long byteCount, Arena arena) {
            MemorySegment pages = Pages.map(byteCount, arena);
            return pages.address();
        }

        @Override
        protected void release0() {
            arena.close();
        }
    }

    /** The three system calls behind a mapping, looked up once. */
    private static final class Pages {
        private static final int READ_WRITE = 3;
        private static final int PRIVATE_ANONYMOUS = 0x22;
        private static final int ADVICE_HUGE_PAGE = 14;
        private static final boolean LINUX = System.getProperty("os.name").startsWith("Linux");
        private static final MethodHandle MMAP = LINUX
                ? find(
                        "mmap",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG))
                : null;
        private static final MethodHandle MUNMAP = LINUX
                ? find(
                        "munmap",
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG))
                : null;
        private static final MethodHandle MADVISE = LINUX
                ? find(
                        "madvise",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT))
                : null;

        @SuppressWarnings("restricted") // native access is one of the flags in java-flags
        private static MethodHandle find(String name, FunctionDescriptor type) {
            Linker linker = Linker.nativeLinker();
            SymbolLookup lookup = linker.defaultLookup();
            return linker.downcallHandle(lookup.findOrThrow(name), type);
        }

        /** Maps pages whose life is the arena's; elsewhere than on Linux they come zeroed from the arena itself. */
        @SuppressWarnings("restricted") // native access is one of the flags in java-flags
        static MemorySegment map(long byteCount, Arena arena) {
            if (!LINUX) {
                return arena.allocate(byteCount, 64);
            }
            boolean huge = byteCount >= HUGE_PAGE_BYTES;
            long mapped = huge ? byteCount + HUGE_PAGE_BYTES : byteCount;
            try {
                long base = (long) MMAP.invokeExact(0L, mapped, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
                if (base == -1L) {
                    throw new OutOfMemoryError("the operating system refused to map " + mapped + " bytes");
                }
                long start = huge ? (base + HUGE_PAGE_BYTES - 1) & -HUGE_PAGE_BYTES : base;
                if (huge) {
                    // The hint may be refused (no huge pages here): the memory is as good without it.
                    int unused = (int) MADVISE.invokeExact(start, byteCount, ADVICE_HUGE_PAGE);
                }
                return MemorySegment.ofAddress(start).reinterpret(byteCount, arena, segment -> unmap(base, mapped));
            } catch (Error | RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }

        private static void unmap(long base, long mapped) {
            try {
                int result = (int) MUNMAP.invokeExact(base, mapped);
                assert result == 0 : "munmap failed";
            } catch (Error | RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }
    }
}
