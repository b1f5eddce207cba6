package io.millrace.state;

import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import java.io.IOException;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Counts of what most groups never see (error cells, NaN, infinities), by ordinal, in pages that exist only where some count was
 * not 0: a word a group and counter would cost every group its share of memory. Each group has its counts now and, behind them,
 * those of before the epoch.
 */
public final class RareCounts implements AutoCloseable {
    private static final int MAGIC = 0x4D52434E;
    private static final int VERSION = 1;
    private static final int PAGE_SHIFT = 8;
    private static final int PAGE_ROWS = 1 << PAGE_SHIFT;

    private final BufferAllocator allocator;
    private final int counters;
    private final int rowBytes;
    private Chunk[] pages = {};
    private int pageCount;

    public RareCounts(BufferAllocator allocator, int counters) {
        this.allocator = allocator;
        this.counters = counters;
        this.rowBytes = 2 * counters * Long.BYTES;
    }

    /** Whether any page exists. */
    public boolean isActive() {
        return pageCount > 0;
    }

    public int counters() {
        return counters;
    }

    public long heldBytes() {
        return (long) pageCount * PAGE_ROWS * rowBytes;
    }

    /** Adds to one count of a group. */
    public void add(int ordinal, int counter, long weight) {
        int page = ordinal >>> PAGE_SHIFT;
        if (page >= pages.length) {
            pages = Arrays.copyOf(pages, Math.max(16, Integer.highestOneBit(page) * 2));
        }
        if (pages[page] == null) {
            pages[page] = Chunk.open(allocator, (long) PAGE_ROWS * rowBytes);
            pageCount++;
        }
        long at = address(ordinal) + (long) counter * Long.BYTES;
        OffHeap.putLong(at, OffHeap.getLong(at) + weight);
    }

    /** Address of a group's counts, or 0 where all are 0. */
    public long address(int ordinal) {
        int page = ordinal >>> PAGE_SHIFT;
        if (page >= pages.length || pages[page] == null) {
            return 0;
        }
        return pages[page].address() + (long) (ordinal & PAGE_ROWS - 1) * rowBytes;
    }

    /** Address of the counts of before the epoch, or 0 where all are 0. */
    public long addressBefore(int ordinal) {
        long address = address(ordinal);
        return address == 0 ? 0 : address + (long) counters * Long.BYTES;
    }

    /** The epoch is over for this group. */
    public void settle(int ordinal) {
        long address = address(ordinal);
        if (address != 0) {
            OffHeap.copy(address, address + (long) counters * Long.BYTES, (long) counters * Long.BYTES);
        }
    }

    /** Whether all counts of a group are 0. */
    public boolean isZero(int ordinal) {
        long address = address(ordinal);
        for (int counter = 0; address != 0 && counter < counters; counter++) {
            if (OffHeap.getLong(address + (long) counter * Long.BYTES) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Forgets all counts and gives back all memory. */
    public void release() {
        for (Chunk page : pages) {
            if (page != null) {
                page.close();
            }
        }
        pages = new Chunk[0];
        pageCount = 0;
    }

    /** Writes one block, always: counters, page slots, and of each whether it is there, and then its counts. */
    public void saveTo(StateOutput output, String part) throws IOException {
        StateWriter out = new StateWriter(output.block(part, 0, StateOutput.ALWAYS), MAGIC, VERSION);
        out.putInt(counters);
        out.putInt(pages.length);
        for (Chunk page : pages) {
            out.putInt(page == null ? 0 : 1);
            if (page != null) {
                out.putBytes(page.address(), page.byteCount());
            }
        }
        out.finish();
    }

    /** Reads what {@link #saveTo} wrote; there must be no counts yet. */
    public void restoreFrom(StateInput input, String part) throws IOException {
        StateReader in = new StateReader(input.block(part, 0), MAGIC, VERSION);
        pages = new Chunk[readSlots(in)];
        for (int page = 0; page < pages.length; page++) {
            if (in.getInt() != 0) {
                pages[page] = Chunk.open(allocator, (long) PAGE_ROWS * rowBytes);
                pageCount++;
                in.getBytes(pages[page].address(), pages[page].byteCount());
            }
        }
        in.finish();
    }

    /** Adds the counts that {@link #saveTo} wrote of the groups that {@code moved} knows. */
    public void restoreFrom(StateInput input, String part, OrdinalMap moved) throws IOException {
        StateReader in = new StateReader(input.block(part, 0), MAGIC, VERSION);
        int slots = readSlots(in);
        long pageBytes = (long) PAGE_ROWS * rowBytes;
        try (Chunk page = rowBytes == 0 ? null : Chunk.open(allocator, pageBytes)) {
            for (int slot = 0; slot < slots; slot++) {
                if (in.getInt() != 0) {
                    in.require(page != null, "there are counts of no counter");
                    in.getBytes(page.address(), pageBytes);
                    take(slot << PAGE_SHIFT, page.address(), moved);
                }
            }
        }
        in.finish();
    }

    private int readSlots(StateReader in) throws IOException {
        in.require(in.getInt() == counters, "the counters are others");
        return in.getCount(1 << 31 - PAGE_SHIFT);
    }

    private void take(int firstOrdinal, long page, OrdinalMap moved) {
        for (int row = 0; row < PAGE_ROWS; row++) {
            int ordinal = moved.get(firstOrdinal + row);
            for (int counter = 0; ordinal >= 0 && counter < counters; counter++) {
                long count = OffHeap.getLong(page + (long) row * rowBytes + (long) counter * Long.BYTES);
                if (count != 0) {
                    add(ordinal, counter, count);
                    settle(ordinal);
                }
            }
        }
    }

    @Override
    public void close() {
        release();
    }
}
