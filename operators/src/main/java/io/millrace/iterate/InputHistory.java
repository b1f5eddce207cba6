package io.millrace.iterate;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.memory.OffHeap;
import io.millrace.port.LoopOperator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.state.CellWords;
import io.millrace.state.ChainIndex;
import io.millrace.state.OrdinalMap;
import io.millrace.state.RecordBatches;
import io.millrace.state.RowLayout;
import io.millrace.state.RowStore;
import io.millrace.state.Slice;
import io.millrace.type.Type;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of one input that changed at iterations after 0, by key, and rows of the open epoch. A record's two extra words are links
 * (an ordinal plus 1, or 0): bits 31..0 of the first the next row of its chain, bits 63..32 the ordinal of its key; bits 31..0 of the
 * second the row before it.
 *
 * <p>The history of a key is a chain from the latest iteration to the first, of rows that differ in cells or iteration, none of
 * weight 0. The rows of the epoch are a chain in the order in which they came, which is that of their iterations.
 */
final class InputHistory implements AutoCloseable {
    private final int input;
    private final String part;
    private final KeyHistory keys;
    private final boolean hasIds;
    private final RowLayout layout;
    private final RowStore rows;
    private final CellWords cells;
    private final ChainIndex index;
    private final RecordBatches batches;
    private final Column[] columns;

    /** @param output gets the rows that are listed */
    InputHistory(int input, Rewinding.Input plan, KeyHistory keys, OperatorContext context, Output output) {
        this.input = input;
        this.part = "history of input " + input;
        this.keys = keys;
        this.hasIds = plan.hasIds();
        List<Type> types = plan.cellTypes();
        layout = RowLayout.ofAnyStatus(types, 2).withIteration();
        columns = new Column[types.size()];
        rows = new RowStore(context.allocator(), layout);
        cells = new CellWords(
                context.allocator(), layout, IntStream.range(0, types.size()).toArray(), false);
        index = new ChainIndex(context.allocator(), rows, cells, layout.extraOffset());
        batches = new RecordBatches(context.allocator(), context.pool(), rows, types, hasIds, output);
    }

    void beginEpoch(long epoch) {
        rows.beginEpoch(epoch);
    }

    private long address(int link) {
        return rows.address(link - 1);
    }

    private int next(int link) {
        return OffHeap.getInt(address(link) + layout.extraOffset());
    }

    private void setNext(int link, int next) {
        OffHeap.putInt(address(link) + layout.extraOffset(), next);
        rows.noteWritten(link - 1);
    }

    private int before(int link) {
        return OffHeap.getInt(address(link) + layout.extraOffset() + Long.BYTES);
    }

    private void setBefore(int link, int before) {
        OffHeap.putInt(address(link) + layout.extraOffset() + Long.BYTES, before);
        rows.noteWritten(link - 1);
    }

    private int iteration(int link) {
        return (int) OffHeap.getLong(address(link) + layout.iterationOffset());
    }

    private long weight(int link) {
        return RowLayout.weight(OffHeap.getLong(address(link)));
    }

    /** Takes the cells of a slice's rows. */
    void load(Slice slice) {
        Batch batch = slice.batch();
        for (int i = 0; i < batch.columnCount(); i++) {
            columns[i] = batch.column(i);
        }
        if (hasIds) {
            columns[batch.columnCount()] = batch.keys();
        }
        cells.load(slice, columns);
        rows.reserve(slice.rowCount());
    }

    /** Adds row {@code i} of the loaded slice to the epoch's rows of its key. */
    void add(int i, long key, int keyOrdinal, long weight, boolean isGiven) {
        int ordinal = rows.allocate();
        long record = rows.address(ordinal);
        cells.write(rows, i, record);
        OffHeap.putLong(record, weight << RowLayout.WEIGHT_SHIFT);
        OffHeap.putLong(record + layout.extraOffset(), (long) keyOrdinal << 32);
        int link = ordinal + 1;
        if (keys.first(key, input) == 0) {
            keys.setFirst(key, input, link);
        } else {
            setNext(keys.last(key, input), link);
        }
        keys.setLast(key, input, link);
        if (!isGiven && keys.notGiven(key, input) == 0) {
            keys.setNotGiven(key, input, link);
        }
    }

    /** Whether a key has history after an iteration. */
    boolean isAfter(long key, int iteration) {
        int latest = keys.latest(key, input);
        return latest != 0 && iteration(latest) > iteration;
    }

    /** The iteration of the next row of history to come at a rewound key, or {@code NONE}. */
    int nextIteration(long key) {
        int toCome = keys.toCome(key, input);
        return toCome == 0 ? LoopOperator.NONE : iteration(toCome);
    }

    /** Starts to list rows, which come to the output as changes of this time. */
    void beginRows(long epoch, int iteration) {
        batches.begin(epoch, iteration);
    }

    /** Emits the rows that are listed. */
    void endRows() {
        batches.flush();
    }

    /** Takes back the history after an iteration. */
    void listRewind(long key, int iteration) {
        int toCome = 0;
        for (int at = keys.latest(key, input); at != 0 && iteration(at) > iteration; at = next(at)) {
            batches.add(address(at), -weight(at));
            toCome = at;
        }
        keys.setToCome(key, input, toCome);
    }

    /** Adds the history up to an iteration that has not come yet. */
    void listHistory(long key, int iteration) {
        int at = keys.toCome(key, input);
        while (at != 0 && iteration(at) <= iteration) {
            batches.add(address(at), weight(at));
            at = before(at);
        }
        keys.setToCome(key, input, at);
    }

    /** Takes back the epoch's rows that the operator has been given. */
    void listTakenBack(long key) {
        int end = keys.notGiven(key, input);
        for (int at = keys.first(key, input); at != end; at = next(at)) {
            batches.add(address(at), -weight(at));
        }
    }

    /** Adds the epoch's rows, {@code all} or those that the operator has not been given. */
    void listEpoch(long key, boolean all) {
        for (int at = all ? keys.first(key, input) : keys.notGiven(key, input); at != 0; at = next(at)) {
            batches.add(address(at), weight(at));
        }
        keys.setNotGiven(key, input, 0);
    }

    /** Makes the epoch's rows of a key part of its history. */
    void settle(long key, int keyOrdinal) {
        for (int at = keys.first(key, input); at != 0; ) {
            int following = next(at);
            if (iteration(at) == 0 || weight(at) == 0) {
                rows.free(at - 1);
            } else {
                settleRow(key, keyOrdinal, at);
            }
            at = following;
        }
        keys.setFirst(key, input, 0);
        keys.setLast(key, input, 0);
        keys.setToCome(key, input, 0);
        assert keys.notGiven(key, input) == 0 : "rows were not given to the operator";
    }

    private void settleRow(long key, int keyOrdinal, int link) {
        int same = index.find(address(link), keyOrdinal) + 1;
        if (same == 0) {
            insert(key, link);
            index.add(link - 1);
            return;
        }
        long weight = weight(same) + weight(link);
        rows.free(link - 1);
        if (weight == 0) {
            index.remove(same - 1);
            unlink(key, same);
            rows.free(same - 1);
        } else {
            OffHeap.putLong(address(same), weight << RowLayout.WEIGHT_SHIFT);
            rows.noteWritten(same - 1);
        }
    }

    /** Puts a row into the history of its key, behind those of later iterations. */
    private void insert(long key, int link) {
        int later = 0;
        int at = keys.latest(key, input);
        while (at != 0 && iteration(at) > iteration(link)) {
            later = at;
            at = next(at);
        }
        connect(key, later, link);
        setNext(link, at);
        if (at != 0) {
            setBefore(at, link);
        }
    }

    private void unlink(long key, int link) {
        int next = next(link);
        int before = before(link);
        if (before == 0) {
            keys.setLatest(key, input, next);
        } else {
            setNext(before, next);
        }
        if (next != 0) {
            setBefore(next, before);
        }
    }

    private void connect(long key, int later, int link) {
        setBefore(link, later);
        if (later == 0) {
            keys.setLatest(key, input, link);
        } else {
            setNext(later, link);
        }
    }

    int rowCount() {
        return rows.rowCount();
    }

    long heldBytes() {
        return rows.heldBytes() + index.heldBytes();
    }

    void saveTo(StateOutput out) throws IOException {
        rows.saveTo(out, part);
    }

    /** Adds the saved rows of the keys that {@code movedKeys} knows, and leads those to them. */
    void restoreFrom(StateInput in, OperatorContext context, OrdinalMap movedKeys) throws IOException {
        try (OrdinalMap moved = new OrdinalMap(context.allocator());
                OrdinalMap added = new OrdinalMap(context.allocator())) {
            int[] count = {0};
            rows.forEachSaved(in, part, (saved, window, record) -> {
                int key = movedKeys.get(OffHeap.getInt(record + layout.extraOffset() + Integer.BYTES));
                if (key >= 0) {
                    int ordinal = rows.addCopy(window, record);
                    OffHeap.putInt(rows.address(ordinal) + layout.extraOffset() + Integer.BYTES, key);
                    moved.put(saved, ordinal);
                    added.put(count[0]++, ordinal);
                }
            });
            for (int i = 0; i < count[0]; i++) {
                int link = added.get(i) + 1;
                setNext(link, moved.get(next(link) - 1) + 1);
                setBefore(link, moved.get(before(link) - 1) + 1);
                index.add(link - 1);
                if (before(link) == 0) {
                    int key = OffHeap.getInt(address(link) + layout.extraOffset() + Integer.BYTES);
                    keys.setLatest(keys.address(key), input, link);
                }
            }
        }
    }

    @Override
    public void close() {
        batches.close();
        index.close();
        cells.close();
        rows.close();
    }
}
