package io.millrace.memory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.agrona.UnsafeApi;
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

    private static final boolean IS_LINUX = System.getProperty("os.name").startsWith("Linux");

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
        Block block = new Block(byteCount);
        try {
            return new Chunk(allocator.wrapForeignAllocation(block), byteCount);
        } catch (OutOfMemoryException e) {
            block.release0();
            throw new OutOfMemoryException(
                    pathOf(allocator) + " asked for " + byteCount + " bytes of state; it holds "
                            + allocator.getAllocatedMemory() + " and may hold " + allocator.getLimit(),
                    e);
        } catch (RuntimeException e) {
            block.release0();
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

    /** Small blocks from the C library, cleared; large ones as pages, zero until touched. Either is given back whole. */
    private static final class Block extends ForeignAllocation {
        private final long base;
        private final long mappedBytes;

        Block(long byteCount) {
            this(byteCount, isMapped(byteCount) ? byteCount + HUGE_PAGE_BYTES : 0);
        }

        private Block(long byteCount, long mappedBytes) {
            this(
                    byteCount,
                    mappedBytes,
                    mappedBytes == 0 ? UnsafeApi.allocateMemory(byteCount) : Pages.map(mappedBytes));
        }

        private Block(long byteCount, long mappedBytes, long base) {
            super(byteCount, mappedBytes == 0 ? base : (base + HUGE_PAGE_BYTES - 1) & -HUGE_PAGE_BYTES);
            this.base = base;
            this.mappedBytes = mappedBytes;
            if (mappedBytes == 0) {
                UnsafeApi.setMemory(base, byteCount, (byte) 0);
            } else {
                Pages.adviseHuge(memoryAddress(), byteCount);
            }
        }

        /** Looking up system calls takes a tenth of a second: a process without large chunks does without. */
        private static boolean isMapped(long byteCount) {
            return byteCount >= HUGE_PAGE_BYTES && IS_LINUX;
        }

        @Override
        protected void release0() {
            if (mappedBytes == 0) {
                UnsafeApi.freeMemory(base);
            } else {
                Pages.unmap(base, mappedBytes);
            }
        }
    }

    /** The three system calls behind a mapping, looked up once, on Linux. */
    private static final class Pages {
        private static final int READ_WRITE = 3;
        private static final int PRIVATE_ANONYMOUS = 0x22;
        private static final int ADVICE_HUGE_PAGE = 14;
        private static final MethodHandle MMAP = find(
                "mmap",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG));
        private static final MethodHandle MUNMAP = find(
                "munmap", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
        private static final MethodHandle MADVISE = find(
                "madvise",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));

        @SuppressWarnings("restricted") // native access is one of the flags in java-flags
        private static MethodHandle find(String name, FunctionDescriptor type) {
            Linker linker = Linker.nativeLinker();
            SymbolLookup lookup = linker.defaultLookup();
            return linker.downcallHandle(lookup.findOrThrow(name), type);
        }

        static long map(long byteCount) {
            try {
                long base = (long) MMAP.invokeExact(0L, byteCount, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
                if (base == -1L) {
                    throw new OutOfMemoryError("the operating system refused to map " + byteCount + " bytes");
                }
                return base;
            } catch (Error | RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }

        /** The hint may be refused (no huge pages here): the memory is as good without it. */
        static void adviseHuge(long start, long byteCount) {
            try {
                int unused = (int) MADVISE.invokeExact(start, byteCount, ADVICE_HUGE_PAGE);
            } catch (Error | RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }

        static void unmap(long base, long byteCount) {
            try {
                int result = (int) MUNMAP.invokeExact(base, byteCount);
                assert result == 0 : "munmap failed";
            } catch (Error | RuntimeException e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }
    }
}
