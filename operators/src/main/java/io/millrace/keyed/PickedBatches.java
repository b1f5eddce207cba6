package io.millrace.keyed;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.state.PickedRows;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.util.List;

/** Makes batches of the rows that an {@link IdMerge} has picked. */
final class PickedBatches {
    private final BatchPool pool;
    private final Type[] types;
    /** By column and table, the table's column that it is read from. */
    private final int[][] cells;
    /** By column its group. */
    private final int[] groupOf;

    private final boolean emitsIds;

    PickedBatches(IdMerge plan, int[][] groups, BatchPool pool) {
        this.pool = pool;
        List<IdMerge.Output> outputs = plan.outputs();
        types = outputs.stream().map(IdMerge.Output::type).toArray(Type[]::new);
        cells = new int[types.length][plan.tables().size()];
        groupOf = new int[types.length];
        for (int column = 0; column < types.length; column++) {
            for (IdMerge.Cell cell : outputs.get(column).cells()) {
                cells[column][cell.table()] = cell.column();
            }
        }
        for (int group = 0; group < groups.length; group++) {
            for (int column : groups[group]) {
                groupOf[column] = group;
            }
        }
        emitsIds = plan.emitsIds();
    }

    /** Batches of the columns of one table, as they are. */
    PickedBatches(List<Type> columns, boolean emitsIds, BatchPool pool) {
        this.pool = pool;
        this.types = columns.toArray(Type[]::new);
        this.cells = new int[types.length][1];
        this.groupOf = new int[types.length];
        for (int column = 0; column < types.length; column++) {
            cells[column][0] = column;
        }
        this.emitsIds = emitsIds;
    }

    /** The column of a table that a column of the result is read from. */
    int cell(int column, int table) {
        return cells[column][table];
    }

    /** Returns an owned batch of the rows. */
    Batch of(PickedRows rows, long epoch) {
        return of(rows, epoch, null, null);
    }

    /**
     * Returns an owned batch of the rows; takes ownership of the builders.
     *
     * @param flags a bool a row as a last column, or null
     * @param ids other ids than the rows' own, or null
     */
    Batch of(PickedRows rows, long epoch, ColumnBuilder flags, ColumnBuilder ids) {
        try (Batch.Parts parts = Batch.of(pool, rows.count())) {
            Column[] columns = new Column[types.length + (flags == null ? 0 : 1)];
            if (flags != null) {
                parts.owning(flags);
                columns[types.length] = flags.view(Type.BOOL);
            }
            if (ids != null) {
                parts.owning(ids).keys(ids.view(Type.POINTER));
            }
            for (int column = 0; column < types.length; column++) {
                ColumnBuilder builder = take(parts, types[column].lane());
                rows.append(groupOf[column], cells[column], builder);
                columns[column] = builder.view(types[column]);
            }
            parts.columns(columns).time(epoch, 0);
            if (emitsIds && ids == null) {
                ColumnBuilder own = take(parts, Lane.I128);
                rows.appendIds(own);
                parts.keys(own.view(Type.POINTER));
            }
            if (!rows.allOne()) {
                ColumnBuilder weights = take(parts, Lane.I64);
                rows.appendWeights(weights);
                parts.weights(weights.view(Type.INT64));
            }
            return parts.build();
        }
    }

    private ColumnBuilder take(Batch.Parts parts, Lane lane) {
        ColumnBuilder builder = pool.take(lane);
        parts.owning(builder);
        return builder;
    }
}
