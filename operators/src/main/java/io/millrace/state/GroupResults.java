package io.millrace.state;

import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.memory.OffHeap;
import io.millrace.type.Type;
import io.millrace.value.Values;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Results that cannot be read from a group's words as they were: those of before the epoch, put down where it first touches a group,
 * and those of now, of one block of groups at a time. Where a group's results are stands in a word of the log's entry for it, or of
 * its record: their place + 1 among those of before, or −1 − place among those of now. Owns its memory.
 */
public final class GroupResults implements AutoCloseable {
    private static final int SHIFT = 12;
    private static final int SEGMENT_ROWS = 1 << SHIFT;

    private final BufferAllocator allocator;
    private final Type[] types;
    private final int wordOffset;
    private final List<ColumnBuilder[]> before = new ArrayList<>();
    private final ColumnBuilder[] now;
    private long beforeCount;

    /** @param wordOffset bytes from a group's first word to the one that says where its results are */
    public GroupResults(BufferAllocator allocator, List<Type> types, int wordOffset) {
        this.allocator = allocator;
        this.types = types.toArray(Type[]::new);
        this.wordOffset = wordOffset;
        this.now = new ColumnBuilder[types.size()];
    }

    /** Address of the words of the group whose log entry is at {@code entry}, as they were. */
    public static long wordsOfEntry(long entry) {
        return entry + 2L * Long.BYTES;
    }

    /** The ordinal of the group whose log entry is at {@code entry}. */
    public static int ordinalOfEntry(long entry) {
        return (int) OffHeap.getLong(entry);
    }

    /** The net weight of that group as it was. */
    public static long weightOfEntry(long entry) {
        return RowLayout.weight(OffHeap.getLong(entry + Long.BYTES));
    }

    /** Returns columns that must get one cell each: the results of a group as it was, with these words in the log. */
    public ColumnBuilder[] addBefore(long words) {
        int segment = (int) (beforeCount >>> SHIFT);
        if (segment == before.size()) {
            before.add(opened(new ColumnBuilder[types.length]));
        }
        OffHeap.putLong(words + wordOffset, ++beforeCount);
        return before.get(segment);
    }

    /** Returns columns that must get one cell each: the results of a group as it is, with these words in its record. */
    public ColumnBuilder[] addNow(long words) {
        if (now.length > 0 && now[0] == null) {
            opened(now);
        }
        OffHeap.putLong(words + wordOffset, -1L - (now.length == 0 ? 0 : now[0].rowCount()));
        return now;
    }

    private ColumnBuilder[] opened(ColumnBuilder[] columns) {
        for (int i = 0; i < types.length; i++) {
            columns[i] = new ColumnBuilder(allocator, types[i].lane(), 64);
        }
        return columns;
    }

    /** Whether result {@code column} of a group, which has both, is not what it was. */
    public boolean differs(int column, long wordsBefore, long words) {
        long place = OffHeap.getLong(wordsBefore + wordOffset) - 1;
        Column old = before.get((int) (place >>> SHIFT))[column].view(types[column]);
        Column current = now[column].view(types[column]);
        return Values.compare(old, (int) place & SEGMENT_ROWS - 1, current, nowAt(words)) != 0;
    }

    /** Whether some result of a group with these words, in its record or in the log, is pending, which means that there is none. */
    public boolean isAnyPending(long words) {
        long place = OffHeap.getLong(words + wordOffset);
        ColumnBuilder[] columns = place > 0 ? before.get((int) (place - 1 >>> SHIFT)) : now;
        int row = place > 0 ? (int) (place - 1) & SEGMENT_ROWS - 1 : nowAt(words);
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].hasPending() && columns[i].view(types[i]).isPending(row)) {
                return true;
            }
        }
        return false;
    }

    private int nowAt(long words) {
        return (int) (-1L - OffHeap.getLong(words + wordOffset));
    }

    /** Appends result {@code column} of each row of a block. */
    public void append(int column, ResultRows rows, ColumnBuilder out) {
        for (int i = 0; i < rows.rowCount(); i++) {
            long place = OffHeap.getLong(rows.accumulator(i) + wordOffset);
            if (place > 0) {
                ColumnBuilder[] segment = before.get((int) (place - 1 >>> SHIFT));
                out.appendFrom(segment[column].view(types[column]), (int) (place - 1) & SEGMENT_ROWS - 1);
            } else {
                out.appendFrom(now[column].view(types[column]), (int) (-1L - place));
            }
        }
    }

    /** Forgets where the results of a group are. */
    public void forget(long words) {
        OffHeap.putLong(words + wordOffset, 0);
    }

    /** Forgets the results of now. */
    public void endBlock() {
        for (int i = 0; i < now.length; i++) {
            if (now[i] != null && now[i].heldBytes() > 1 << 20) {
                now[i].close();
                now[i] = new ColumnBuilder(allocator, types[i].lane(), 64);
            } else if (now[i] != null) {
                now[i].reset();
            }
        }
    }

    /** Forgets all results. */
    public void endEpoch() {
        for (ColumnBuilder[] segment : before) {
            close(segment);
        }
        before.clear();
        beforeCount = 0;
        close(now);
    }

    private static void close(ColumnBuilder[] columns) {
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] != null) {
                columns[i].close();
                columns[i] = null;
            }
        }
    }

    public long heldBytes() {
        long bytes = 0;
        for (ColumnBuilder[] segment : before) {
            for (ColumnBuilder column : segment) {
                bytes += column == null ? 0 : column.heldBytes();
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        endEpoch();
    }
}
