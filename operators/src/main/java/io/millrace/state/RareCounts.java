package io.millrace.state;

import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Counts of what most groups never see (error cells, NaN, infinities), by ordinal, in pages that exist only where some count was
 * not 0: a word a group and counter would cost every group its share of memory. Each group has its counts now and, behind them,
 * those of before the epoch.
 */
public final class RareCounts implements AutoCloseable {
    private static final int MAGIC = 0x4D525243;
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

    /** Writes counters, page slots, and of each whether it is there, and then its counts. */
    public void saveTo(WritableByteChannel channel) throws IOException {
        StateWriter out = new StateWriter(channel, MAGIC, VERSION);
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

    public void restoreFrom(ReadableByteChannel channel) throws IOException {
        StateReader in = new StateReader(channel, MAGIC, VERSION);
        in.require(in.getInt() == counters, "the counters are others");
        pages = new Chunk[in.getCount(1 << 31 - PAGE_SHIFT)];
        for (int page = 0; page < pages.length; page++) {
            if (in.getInt() != 0) {
                pages[page] = Chunk.open(allocator, (long) PAGE_ROWS * rowBytes);
                pageCount++;
                in.getBytes(pages[page].address(), pages[page].byteCount());
            }
        }
        in.finish();
    }

    @Override
    public void close() {
        release();
    }
}
