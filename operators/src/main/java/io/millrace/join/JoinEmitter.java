package io.millrace.join;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Gather;
import io.millrace.key.KeyEncoder;
import io.millrace.key.ShortKeys;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.state.RecordReader;
import io.millrace.state.RowStore;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import io.millrace.value.Values;
import java.util.List;

/**
 * Collects result rows and makes batches of them. A row is a row of the pushed batch and a record of the other side or nothing; or,
 * at an epoch's end, a record of one side, without a match, and the record of its key. Owns its scratch memory.
 */
final class JoinEmitter implements AutoCloseable {
    private final JoinPlan plan;
    private final Arrangement[] sides;
    /** For each output column of a side the cell that it is read from, see {@link ArrangementPlan#cellOf}. */
    private final int[][] cells = new int[2][];

    private final Type[][] types = new Type[2][];
    private final RowStore keys;
    private final BatchPool pool;
    private final Output output;
    private final int capacity;
    private final Chunk memory;
    /** 32-bit row numbers in the pushed batch. */
    private final long rows;
    /** Record addresses: of the other side where a batch is pushed, else of the side itself. */
    private final long records;
    /** Addresses of the keys' records, at an epoch's end. */
    private final long keyRecords;

    private final long weights;
    private final KeyEncoder encoder = new KeyEncoder();
    private final ShortKeys shortKeys = new ShortKeys();
    /** The side that was pushed or whose rows have no match. */
    private int side;
    /** The pushed batch, or null at an epoch's end. */
    private Batch pushed;

    private boolean isMatched;
    private long epoch;
    private int iteration;
    private int count;
    private boolean allOne;

    JoinEmitter(JoinPlan plan, Arrangement[] sides, OperatorContext context, Output output) {
        this.plan = plan;
        this.sides = sides;
        this.keys = sides[0].keys().store();
        List<Type> outputTypes = plan.outputTypes();
        int first = 0;
        for (int i = 0; i < 2; i++) {
            List<Integer> columns = plan.side(i).outputColumns();
            ArrangementPlan arranged = sides[i].plan();
            cells[i] = columns.stream().mapToInt(arranged::cellOf).toArray();
            types[i] = outputTypes.subList(first, first + columns.size()).toArray(Type[]::new);
            first += columns.size();
        }
        this.pool = context.pool();
        this.output = output;
        this.capacity = pool.batchRows();
        this.memory = Chunk.open(context.allocator(), capacity * 28L);
        this.records = memory.address();
        this.keyRecords = records + capacity * 8L;
        this.weights = keyRecords + capacity * 8L;
        this.rows = weights + capacity * 8L;
    }

    /** Starts, or goes on, to collect rows of a batch of {@code newSide} with their matches, or without. */
    void beginBatch(int newSide, Batch batch, boolean matched) {
        if (count == 0) {
            begin(newSide, matched, batch.epoch(), batch.iteration());
            pushed = batch;
        }
        assert pushed == batch && side == newSide && isMatched == matched : count + " rows were not flushed";
    }

    /** Starts to collect records of {@code newSide} that have no match. */
    void beginRecords(int newSide, long newEpoch) {
        begin(newSide, false, newEpoch, 0);
        pushed = null;
    }

    private void begin(int newSide, boolean matched, long newEpoch, int newIteration) {
        assert count == 0 : count + " rows were not flushed";
        side = newSide;
        isMatched = matched;
        epoch = newEpoch;
        iteration = newIteration;
        allOne = true;
    }

    void addPair(int row, long otherRecord, long weight) {
        OffHeap.putInt(rows + ((long) count << 2), row);
        OffHeap.putLong(records + ((long) count << 3), otherRecord);
        add(weight);
    }

    void addUnmatched(int row, long weight) {
        OffHeap.putInt(rows + ((long) count << 2), row);
        add(weight);
    }

    void addUnmatchedRecord(long record, long keyRecord, long weight) {
        OffHeap.putLong(records + ((long) count << 3), record);
        OffHeap.putLong(keyRecords + ((long) count << 3), keyRecord);
        add(weight);
    }

    private void add(long weight) {
        OffHeap.putLong(weights + ((long) count << 3), weight);
        allOne &= weight == 1;
        if (++count == capacity) {
            flush();
        }
    }

    /** Emits what is collected. */
    void flush() {
        if (count == 0) {
            return;
        }
        try (Batch.Parts parts = Batch.of(pool, count)) {
            parts.time(epoch, iteration);
            Column[] columns = new Column[cells[0].length + cells[1].length];
            int at = 0;
            for (int i = 0; i < 2; i++) {
                for (int out = 0; out < cells[i].length; out++) {
                    columns[at++] = column(parts, i, out);
                }
            }
            parts.columns(columns);
            if (!allOne) {
                ColumnBuilder builder = take(parts, Lane.I64);
                OffHeap.copy(weights, builder.data(), (long) count << 3);
                builder.setWritten(count, 0);
                parts.weights(builder.view(Type.INT64));
            }
            if (plan.ids() != JoinPlan.RowIds.NONE) {
                parts.keys(ids(parts));
            }
            push(parts);
        }
        count = 0;
        allOne = true;
    }

    private void push(Batch.Parts parts) {
        try (Batch batch = parts.build()) {
            output.push(batch);
        }
    }

    private ColumnBuilder take(Batch.Parts parts, Lane lane) {
        ColumnBuilder builder = pool.take(lane);
        parts.owning(builder);
        builder.reserve(count);
        return builder;
    }

    private Column column(Batch.Parts parts, int of, int out) {
        Arrangement owner = sides[of];
        Type type = types[of][out];
        ColumnBuilder builder = take(parts, type.lane());
        int cell = cells[of][out];
        if (of != side && !isMatched) {
            for (int i = 0; i < count; i++) {
                builder.appendNone();
            }
        } else if (pushed == null) {
            if (cell < 0) {
                RecordReader.append(keys, -1 - cell, keyRecords, count, builder);
            } else {
                RecordReader.append(owner.rows(), cell, records, count, builder);
            }
        } else if (of == side) {
            Gather.column(pushed.column(plan.side(of).outputColumns().get(out)), rows, count, builder);
        } else if (cell < 0) {
            Gather.column(pushed.column(sides[side].keyColumns()[-1 - cell]), rows, count, builder);
        } else {
            RecordReader.append(owner.rows(), cell, records, count, builder);
        }
        return builder.view(type);
    }

    private Column ids(Batch.Parts parts) {
        return switch (plan.ids()) {
            case OF_LEFT -> idsOf(0, parts);
            case OF_RIGHT -> idsOf(1, parts);
            case OF_BOTH -> idsOfBoth(parts);
            case NONE -> throw new AssertionError("nothing reads ids");
        };
    }

    /** Ids of the rows of one side. */
    private Column idsOf(int of, Batch.Parts parts) {
        ColumnBuilder builder = take(parts, Lane.I128);
        if (of == side && pushed != null) {
            Gather.column(pushed.keys(), rows, count, builder);
        } else {
            assert of == side || isMatched : "a row without a match has no id of the other side";
            RecordReader.append(
                    sides[of].rows(), sides[of].plan().storedColumns().size(), records, count, builder);
        }
        return builder.view(Type.POINTER);
    }

    /** Ids derived from those of both rows, in the shard of the key; where that is an error, in the shard of the row's own id. */
    private Column idsOfBoth(Batch.Parts parts) {
        Column own = idsOf(side, parts);
        Column other = isMatched ? idsOf(1 - side, parts) : null;
        Column left = side == 0 ? own : other;
        Column right = side == 0 ? other : own;
        boolean hasKey = isMatched || pushed == null;
        Column[] keyColumns = hasKey ? keyColumns(parts) : null;
        ColumnBuilder ids = take(parts, Lane.I128);
        for (int i = 0; i < count; i++) {
            int row = pushed == null ? i : OffHeap.getInt(rows + ((long) i << 2));
            long shard = hasKey ? shardOf(keyColumns, row) : own.getLow(i);
            if (isMatched) {
                shortKeys.joinKey(left.getHigh(i), left.getLow(i), right.getHigh(i), right.getLow(i), shard);
            } else if (side == 0) {
                shortKeys.joinKeyOfLeft(left.getHigh(i), left.getLow(i), shard);
            } else {
                shortKeys.joinKeyOfRight(right.getHigh(i), right.getLow(i), shard);
            }
            ids.append128(shortKeys.high(), shortKeys.low());
        }
        return ids.view(Type.POINTER);
    }

    /** The key's columns: of the pushed batch, or as the keys' records hold them. */
    private Column[] keyColumns(Batch.Parts parts) {
        Column[] columns = new Column[sides[side].keyColumns().length];
        for (int cell = 0; cell < columns.length; cell++) {
            if (pushed != null) {
                columns[cell] = pushed.column(sides[side].keyColumns()[cell]);
            } else {
                Type type = keys.layout().type(cell);
                ColumnBuilder builder = take(parts, type.lane());
                RecordReader.append(keys, cell, keyRecords, count, builder);
                columns[cell] = builder.view(type);
            }
        }
        return columns;
    }

    private long shardOf(Column[] keyColumns, int row) {
        encoder.reset();
        for (int i = 0; i < keyColumns.length; i++) {
            if (plan.hasInstance() && i == keyColumns.length - 1) {
                encoder.beginInstance();
            }
            Values.encode(encoder, keyColumns[i], row);
        }
        encoder.hash();
        return encoder.low();
    }

    @Override
    public void close() {
        memory.close();
    }
}
