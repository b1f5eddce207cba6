package io.millrace.benchmarks.deephaven;

import io.deephaven.engine.rowset.RowSet;
import io.deephaven.engine.rowset.RowSetBuilderSequential;
import io.deephaven.engine.rowset.RowSetFactory;
import io.deephaven.engine.rowset.TrackingWritableRowSet;
import io.deephaven.engine.table.ColumnSource;
import io.deephaven.engine.table.Table;
import io.deephaven.engine.table.impl.QueryTable;
import io.deephaven.engine.table.impl.sources.InMemoryColumnSource;
import io.millrace.benchmarks.measure.KeyedRows;
import io.millrace.benchmarks.measure.RetractionRule;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table with the columns {@code K} and {@code V} over arrays that hold all rows from the start; what grows is the set of rows
 * that the engine may see. A row that takes back an earlier one never comes into that set: the earlier one leaves it.
 */
final class FedTable {
    private final QueryTable table;
    private final TrackingWritableRowSet visible;
    private final KeyedRows rows;
    private final RetractionRule rule;

    private FedTable(KeyedRows rows, TrackingWritableRowSet visible) {
        this.rows = rows;
        this.visible = visible;
        this.rule = new RetractionRule(rows.rowCount());
        Map<String, ColumnSource<?>> columns = new LinkedHashMap<>();
        columns.put("K", InMemoryColumnSource.getImmutableMemoryColumnSource(rows.keys()));
        columns.put("V", InMemoryColumnSource.getImmutableMemoryColumnSource(rows.values()));
        table = new QueryTable(visible, columns);
    }

    /** A table that shows all rows and never changes; the rows must have no weights. */
    static FedTable whole(KeyedRows rows) {
        return new FedTable(rows, RowSetFactory.flat(rows.rowCount()).toTracking());
    }

    /** A table that shows no row yet. */
    static FedTable empty(KeyedRows rows) {
        FedTable fed = new FedTable(rows, RowSetFactory.empty().toTracking());
        fed.table.setRefreshing(true);
        if (rows.weights() == null) {
            fed.table.setAttribute(Table.ADD_ONLY_TABLE_ATTRIBUTE, Boolean.TRUE);
        }
        return fed;
    }

    Table table() {
        return table;
    }

    int rowCount() {
        return rows.rowCount();
    }

    /** Feeds the rows {@code from} to {@code to}, exclusive; called within an update cycle. */
    void feed(int from, int to) {
        if (from == to) {
            return;
        }
        if (rows.weights() == null) {
            RowSet added = RowSetFactory.fromRange(from, to - 1);
            visible.insert(added);
            table.notifyListeners(added, RowSetFactory.empty(), RowSetFactory.empty());
            return;
        }
        RowSetBuilderSequential added = RowSetFactory.builderSequential();
        RowSetBuilderSequential removed = RowSetFactory.builderSequential();
        for (int row = from; row < to; row++) {
            if (rule.takesBack(row)) {
                removed.appendKey(rule.taken(row));
            } else {
                added.appendKey(row);
            }
        }
        // A row that comes and goes in one epoch is never seen.
        try (RowSet come = added.build();
                RowSet gone = removed.build()) {
            RowSet adds = come.minus(gone);
            RowSet removes = gone.minus(come);
            visible.update(adds, removes);
            table.notifyListeners(adds, removes, RowSetFactory.empty());
        }
    }
}
