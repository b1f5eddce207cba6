package io.millrace.stateless;

import io.millrace.batch.Batch;
import io.millrace.column.CellStatus;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.kernel.Bits;
import io.millrace.key.ShortKeys;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.type.Lane;
import io.millrace.type.Type;

/**
 * Gives rows new ids: from a pointer column, or in a concatenation from the old id and the number of the input. A row whose new id
 * is an error or None is dropped and reported.
 */
public final class ReindexOperator implements Operator {
    private final OperatorContext context;
    private final Output output;
    private final int idColumn;
    /** Columns that are passed on, the first ones; −1 for all. */
    private final int columnCount;

    private final String userLine;
    private final ShortKeys shortKeys = new ShortKeys();

    private ReindexOperator(OperatorContext context, Output output, int idColumn, int columnCount, String userLine) {
        this.context = context;
        this.output = output;
        this.idColumn = idColumn;
        this.columnCount = columnCount;
        this.userLine = userLine;
    }

    /** New ids from column {@code idColumn}, which is a pointer. */
    public static OperatorFactory withIdFrom(int idColumn, String userLine) {
        return (context, output) -> new ReindexOperator(context, output, idColumn, -1, userLine);
    }

    /** The same, of which only the first columns are passed on. */
    public static OperatorFactory withIdFrom(int idColumn, int columnCount, String userLine) {
        return (context, output) -> new ReindexOperator(context, output, idColumn, columnCount, userLine);
    }

    /** New ids from the old id and the input, for the concatenation of tables whose ids may meet. */
    public static OperatorFactory concat() {
        return (context, output) -> new ReindexOperator(context, output, -1, -1, null);
    }

    @Override
    public void push(int input, Batch batch) {
        try (Batch.Parts parts = Batch.of(context.pool(), batch.rowCount())) {
            parts.columns(batch.columns()
                            .subList(0, columnCount < 0 ? batch.columnCount() : columnCount)
                            .toArray(Column[]::new))
                    .weights(batch.weights())
                    .selection(batch.selection())
                    .timeOf(batch)
                    .sharing(batch);
            if (idColumn >= 0) {
                fromColumn(batch, parts);
            } else {
                parts.keys(concatenated(batch, input, parts));
            }
            try (Batch reindexed = parts.build()) {
                if (reindexed.selectedCount() > 0) {
                    output.push(reindexed);
                }
            }
        }
    }

    private Column concatenated(Batch batch, int input, Batch.Parts parts) {
        ColumnBuilder keys = context.pool().take(Lane.I128);
        parts.owning(keys);
        Column old = batch.keys();
        for (int row = 0; row < batch.rowCount(); row++) {
            if (batch.isSelected(row)) {
                shortKeys.concatKey(old.getHigh(row), old.getLow(row), input);
                keys.append128(shortKeys.high(), shortKeys.low());
            } else {
                keys.appendUnread();
            }
        }
        return keys.view(Type.POINTER);
    }

    private void fromColumn(Batch batch, Batch.Parts parts) {
        Column ids = batch.column(idColumn);
        parts.keys(ids.withType(Type.POINTER));
        if (ids.isDense()) {
            return;
        }
        ColumnBuilder kept = context.pool().take(Lane.BIT);
        parts.owning(kept);
        kept.reserve(batch.rowCount());
        Bitmaps.copy(ids.validity(), kept.data(), batch.rowCount());
        for (int row = 0; row < batch.rowCount(); row++) {
            if (!batch.isSelected(row)) {
                Bits.set(kept.data(), row, false);
            } else if (!ids.isValue(row)) {
                context.report(
                        DataError.Kind.ERROR_IN_REINDEX,
                        "the new id of a row is " + (ids.status(row) == CellStatus.NONE ? "None" : "an error")
                                + "; the row is dropped",
                        userLine);
            }
        }
        kept.setWritten(batch.rowCount(), 0);
        parts.selection(kept.view(Type.BOOL));
    }
}
