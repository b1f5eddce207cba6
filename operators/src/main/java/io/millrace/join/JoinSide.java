package io.millrace.join;

import io.millrace.column.Column;
import io.millrace.memory.OffHeap;
import io.millrace.state.CellWords;
import io.millrace.state.RowLayout;
import io.millrace.state.RowStore;
import io.millrace.state.Slice;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The rows of one side of a join, chained by key: what the dictionary's record of the key does not hold already. The extra word of
 * a row has the next row of its chain, an ordinal plus 1, in its low half. Owns its memory.
 */
final class JoinSide implements AutoCloseable {
    private final RowStore rows;
    private final CellWords cells;
    private final int[] keyColumns;
    /** Input columns that are stored, in cell order; the row's id, where it is kept, is the last cell. */
    private final int[] storedColumns;

    private final boolean storesIds;
    /** For each output column the cell it is read from: of the row, or, negative, {@code −1 − cell} of the key. */
    private final int[] outputCells;

    private final int[] outputColumns;
    private final Type[] outputTypes;
    private final Column[] loaded;
    private final int nextOffset;

    JoinSide(BufferAllocator allocator, JoinPlan plan, int index) {
        JoinPlan.Side side = plan.side(index);
        keyColumns = side.keyColumns().stream().mapToInt(Integer::intValue).toArray();
        outputColumns =
                side.outputColumns().stream().mapToInt(Integer::intValue).toArray();
        outputCells = new int[outputColumns.length];
        outputTypes = new Type[outputColumns.length];
        storesIds = plan.readsIds(index);
        List<Type> types = new ArrayList<>();
        List<Integer> stored = new ArrayList<>();
        for (int i = 0; i < outputColumns.length; i++) {
            int column = outputColumns[i];
            Type type = side.types().get(column);
            outputTypes[i] = plan.kind().keeps(1 - index) ? Type.optional(type) : type;
            int keyCell = side.keyColumns().indexOf(column);
            if (keyCell >= 0) {
                outputCells[i] = -1 - keyCell;
            } else if (stored.contains(column)) {
                outputCells[i] = stored.indexOf(column);
            } else {
                outputCells[i] = stored.size();
                stored.add(column);
                types.add(type);
            }
        }
        storedColumns = stored.stream().mapToInt(Integer::intValue).toArray();
        if (storesIds) {
            types.add(Type.POINTER);
        }
        RowLayout layout = plan.cellsMayFail() ? RowLayout.ofAnyStatus(types, 1) : RowLayout.of(types, 1);
        nextOffset = layout.extraOffset();
        rows = new RowStore(allocator, layout);
        int[] all = new int[types.size()];
        for (int cell = 0; cell < all.length; cell++) {
            all[cell] = cell;
        }
        loaded = new Column[all.length];
        cells = new CellWords(allocator, layout, all, false);
    }

    RowStore rows() {
        return rows;
    }

    int outputCount() {
        return outputColumns.length;
    }

    /** The cell that an output column is read from, see {@link #outputCells}. */
    int outputCell(int output) {
        return outputCells[output];
    }

    int outputColumn(int output) {
        return outputColumns[output];
    }

    Type outputType(int output) {
        return outputTypes[output];
    }

    int idCell() {
        assert storesIds;
        return storedColumns.length;
    }

    int[] keyColumns() {
        return keyColumns;
    }

    /** Takes the cells of the slice's rows that are to be stored. */
    void load(Slice slice) {
        for (int i = 0; i < storedColumns.length; i++) {
            loaded[i] = slice.batch().column(storedColumns[i]);
        }
        if (storesIds) {
            loaded[storedColumns.length] = slice.batch().keys();
        }
        cells.load(slice, loaded);
        rows.reserve(slice.rowCount());
    }

    /** Appends row {@code index} of the loaded slice and returns its ordinal. */
    int append(int index, long weight, int next) {
        int ordinal = rows.allocate();
        long record = rows.address(ordinal);
        cells.write(rows, index, record);
        OffHeap.putLong(record, weight << RowLayout.WEIGHT_SHIFT);
        OffHeap.putInt(record + nextOffset, next);
        return ordinal;
    }

    /** Whether a row's cells equal those of row {@code index} of the loaded slice. */
    boolean equalsLoaded(int index, int link) {
        return cells.equalsRecord(rows, index, address(link));
    }

    /** Address of the row behind a link, which is an ordinal plus 1. */
    long address(int link) {
        return rows.address(link - 1);
    }

    int next(int link) {
        return OffHeap.getInt(address(link) + nextOffset);
    }

    long weight(int link) {
        return OffHeap.getLong(address(link)) >> RowLayout.WEIGHT_SHIFT;
    }

    void addWeight(int link, long weight) {
        long at = address(link);
        OffHeap.putLong(at, OffHeap.getLong(at) + (weight << RowLayout.WEIGHT_SHIFT));
    }

    /** Frees the rows of weight 0 in a chain and returns its head. */
    int sweep(int head) {
        int newHead = 0;
        int last = 0;
        for (int at = head; at != 0; ) {
            int next = next(at);
            if (weight(at) == 0) {
                rows.free(at - 1);
            } else {
                if (last == 0) {
                    newHead = at;
                } else {
                    OffHeap.putInt(address(last) + nextOffset, at);
                }
                last = at;
            }
            at = next;
        }
        if (last != 0) {
            OffHeap.putInt(address(last) + nextOffset, 0);
        }
        return newHead;
    }

    long heldBytes() {
        return rows.heldBytes();
    }

    @Override
    public void close() {
        rows.close();
        cells.close();
    }
}
