package io.millrace.state;

import io.millrace.batch.Batch;
import io.millrace.column.CellStatus;
import io.millrace.column.Column;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.KeyGroups;
import io.millrace.port.StateInput;
import io.millrace.type.Type;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The rows of one table in {@link IdTables}: of each id a chain of different rows with their net weights. The extra word of a
 * record has the next row of its chain, an ordinal plus 1, in its low half, and the key group of its id in its high half. Owns its
 * memory.
 */
final class IdRows implements AutoCloseable {
    private final RowStore rows;
    private final CellWords cells;
    private final Column[] loaded;
    private final int nextOffset;
    /** A record all of whose cells are errors. */
    private final Chunk errors;
    /** Cells in which rows of one id should agree. */
    private final int[] shared;

    IdRows(BufferAllocator allocator, List<Type> types, List<Integer> shared) {
        this.shared = shared.stream().mapToInt(Integer::intValue).toArray();
        RowLayout layout = RowLayout.ofAnyStatus(types, 1);
        int[] all = new int[types.size()];
        for (int cell = 0; cell < all.length; cell++) {
            all[cell] = cell;
        }
        nextOffset = layout.extraOffset();
        loaded = new Column[all.length];
        try (Opening opening = new Opening()) {
            rows = opening.add(new RowStore(allocator, layout));
            cells = opening.add(new CellWords(allocator, layout, all, false));
            errors = opening.add(Chunk.open(allocator, layout.recordBytes()));
            opening.done();
        }
        for (int cell : all) {
            long status = errors.address() + layout.statusOffset(cell);
            OffHeap.putLong(
                    status, OffHeap.getLong(status) | (long) CellStatus.ERROR.ordinal() << RowLayout.statusShift(cell));
        }
    }

    RowStore store() {
        return rows;
    }

    CellWords cells() {
        return cells;
    }

    long errorRecord() {
        return errors.address();
    }

    /** Takes the cells of the slice's rows, which are the first columns of its batch. */
    void load(Slice slice) {
        Batch batch = slice.batch();
        for (int column = 0; column < loaded.length; column++) {
            loaded[column] = batch.column(column);
        }
        cells.load(slice, loaded);
        rows.reserve(slice.rowCount());
    }

    /** Adds row {@code index} of the loaded slice to the chain of an id of a key group and returns the chain's head. */
    int add(int index, long weight, int head, int keyGroup) {
        for (int at = head; at != 0; at = next(at)) {
            if (cells.equalsRecord(rows, index, address(at))) {
                OffHeap.putLong(address(at), OffHeap.getLong(address(at)) + (weight << RowLayout.WEIGHT_SHIFT));
                rows.noteWritten(at - 1);
                return head;
            }
        }
        int ordinal = rows.allocate();
        long record = rows.address(ordinal);
        cells.write(rows, index, record);
        OffHeap.putLong(record, weight << RowLayout.WEIGHT_SHIFT);
        OffHeap.putLong(record + nextOffset, (long) keyGroup << 32 | head);
        return ordinal + 1;
    }

    long address(int link) {
        return rows.address(link - 1);
    }

    int next(int link) {
        return OffHeap.getInt(address(link) + nextOffset);
    }

    long weight(int link) {
        return RowLayout.weight(OffHeap.getLong(address(link)));
    }

    /** The one row of positive weight in a chain, as {@link IdTables} says it. */
    int visible(int head) {
        int visible = IdTables.ABSENT;
        for (int at = head; at != 0; at = next(at)) {
            long weight = weight(at);
            if (weight > 0) {
                if (visible == IdTables.ABSENT) {
                    visible = weight > 1 ? -at : at;
                } else if (agree(Math.abs(visible), at)) {
                    visible = -Math.abs(visible);
                } else {
                    return IdTables.DIFFERENT;
                }
            }
        }
        return visible;
    }

    private boolean agree(int link, int other) {
        for (int cell : shared) {
            if (!CellWords.equalCells(rows, cell, address(link), rows, cell, address(other))) {
                return false;
            }
        }
        return true;
    }

    /** Frees the rows of weight 0 in a chain, or all of them, and returns its head. */
    int sweep(int head, boolean all) {
        int newHead = 0;
        int last = 0;
        for (int at = head; at != 0; ) {
            int next = next(at);
            if (all || weight(at) == 0) {
                rows.free(at - 1);
            } else {
                if (last == 0) {
                    newHead = at;
                } else {
                    setNext(last, at);
                }
                last = at;
            }
            at = next;
        }
        if (last != 0) {
            setNext(last, 0);
        }
        return newHead;
    }

    private void setNext(int link, int next) {
        if (next(link) != next) {
            OffHeap.putInt(address(link) + nextOffset, next);
            rows.noteWritten(link - 1);
        }
    }

    /** Copies the saved rows of ids that are in {@code own}; {@code places} gets their new ordinals. */
    void restoreSome(StateInput in, String part, KeyGroups own, OrdinalMap places) throws IOException {
        int[] end = {0};
        rows.forEachSaved(in, part, (saved, window, record) -> {
            int keyGroup = OffHeap.getInt(record + nextOffset + Integer.BYTES);
            if (keyGroup >= own.first() && keyGroup < own.end()) {
                places.put(saved, rows.addCopy(window, record));
                end[0] = Math.max(end[0], saved + 1);
            }
        });
        for (int saved = 0; saved < end[0]; saved++) {
            int ordinal = places.get(saved);
            if (ordinal >= 0) {
                long at = rows.address(ordinal) + nextOffset;
                OffHeap.putInt(at, places.get(OffHeap.getInt(at) - 1) + 1);
            }
        }
    }

    @Override
    public void close() {
        errors.close();
        cells.close();
        rows.close();
    }
}
