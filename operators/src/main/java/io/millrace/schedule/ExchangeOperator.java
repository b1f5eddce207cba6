package io.millrace.schedule;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.column.Column;
import io.millrace.port.Operator;
import io.millrace.port.Output;

/** Sends each row to the worker that owns it; its own rows go on without a queue. */
final class ExchangeOperator implements Operator {
    private static final int KEY_GROUPS = 1024;

    private final Exchanges exchanges;
    private final int id;
    private final Partitioning partitioning;
    private final BatchPool pool;
    private final Output output;

    ExchangeOperator(Exchanges exchanges, int id, Partitioning partitioning, BatchPool pool, Output output) {
        this.exchanges = exchanges;
        this.id = id;
        this.partitioning = partitioning;
        this.pool = pool;
        this.output = output;
    }

    @Override
    public void push(int input, Batch batch) {
        for (int worker = 0; worker < exchanges.workers(); worker++) {
            Batch part = partOf(batch, worker);
            if (part == null) {
                continue;
            }
            if (worker == exchanges.index()) {
                try (part) {
                    output.push(part);
                }
            } else {
                exchanges.send(id, worker, part);
            }
        }
    }

    private Batch partOf(Batch batch, int worker) {
        try (BatchBuilder builder = new BatchBuilder(
                pool, batch.columns().stream().map(Column::type).toList(), batch.keys() != null)) {
            for (int i = 0; i < batch.selectedCount(); i++) {
                int row = batch.selectedRow(i);
                if (ownerOf(batch, row) == worker) {
                    append(builder, batch, row);
                }
            }
            return builder.rowCount() == 0 ? null : builder.build(batch.epoch(), batch.iteration());
        }
    }

    private static void append(BatchBuilder builder, Batch batch, int row) {
        for (int i = 0; i < builder.columnCount(); i++) {
            builder.column(i).appendFrom(batch.column(i), row);
        }
        if (builder.keys() != null) {
            builder.keys().appendFrom(batch.keys(), row);
        }
        builder.endRow(batch.weight(row));
    }

    private int ownerOf(Batch batch, int row) {
        int keyGroup = switch (partitioning) {
            case Partitioning.Single single -> 0;
            case Partitioning.ById byId -> (int) batch.keys().getLow(row) & KEY_GROUPS - 1;
            case Partitioning.ByColumns byColumns -> keyGroupOf(batch, byColumns, row);
        };
        return keyGroup * exchanges.workers() / KEY_GROUPS;
    }

    private static int keyGroupOf(Batch batch, Partitioning.ByColumns by, int row) {
        long hash = 0;
        for (int column : by.columns()) {
            hash = hash * 0x9E3779B97F4A7C15L + cellHash(batch.column(column), row);
        }
        return (int) (hash >>> 54);
    }

    private static long cellHash(Column column, int row) {
        if (!column.isValue(row)) {
            return column.status(row).ordinal();
        }
        long bits = switch (column.lane()) {
            case BIT -> column.getBool(row) ? 1 : 0;
            case I64 -> column.getLong(row);
            case F64 -> Double.doubleToLongBits(column.getDouble(row) + 0.0);
            case I128 -> column.getHigh(row) * 31 + column.getLow(row);
            case BYTES -> java.util.Arrays.hashCode(column.getBytes(row));
        };
        bits *= 0xBF58476D1CE4E5B9L;
        return (bits ^ bits >>> 32) * 0x94D049BB133111EBL;
    }

    @Override
    public void endEpoch(long epoch) {
        exchanges.endEpoch(id, epoch);
    }
}
