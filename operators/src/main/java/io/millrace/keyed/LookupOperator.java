package io.millrace.keyed;

import io.millrace.batch.Batch;
import io.millrace.column.CellStatus;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.key.Pointer;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.type.Type;
import java.util.List;

/**
 * What becomes of rows that looked another up by its id: where there is no such row, the cells of that one are errors, reported once
 * a row. Takes rows joined with what they found, of which the id is None where nothing was found; a pointer that is None looks
 * nothing up and finds None where pointers are optional. One pass, no state.
 */
public final class LookupOperator implements Operator {
    private final Lookup lookup;
    private final OperatorContext context;
    private final Output output;

    private LookupOperator(Lookup lookup, OperatorContext context, Output output) {
        this.lookup = lookup;
        this.context = context;
        this.output = output;
    }

    /**
     * Where the parts of the joined rows are.
     *
     * @param own columns of the row itself that are passed on
     * @param found columns of the row that was looked up, which follow them
     * @param foundTypes types of these columns in the result
     * @param pointer the column of the pointers
     * @param id the column of the ids that were found
     * @param mustBeThere whether it is an error that there is no such row, else only that a pointer is one
     * @param userLine where in the user's program the rows are looked up, or null
     */
    public record Lookup(
            List<Integer> own,
            List<Integer> found,
            List<Type> foundTypes,
            int pointer,
            int id,
            boolean mustBeThere,
            String userLine) {
        public Lookup {
            own = List.copyOf(own);
            found = List.copyOf(found);
            foundTypes = List.copyOf(foundTypes);
        }
    }

    public static OperatorFactory of(Lookup lookup) {
        return (context, output) -> new LookupOperator(lookup, context, output);
    }

    @Override
    public void push(int input, Batch batch) {
        boolean anyMissing = reportMissing(batch);
        int own = lookup.own().size();
        Column[] columns = new Column[own + lookup.found().size()];
        try (Batch.Parts parts = Batch.of(context.pool(), batch.rowCount()).sharing(batch)) {
            for (int i = 0; i < own; i++) {
                columns[i] = batch.column(lookup.own().get(i));
            }
            for (int i = own; i < columns.length; i++) {
                Column column = batch.column(lookup.found().get(i - own));
                Type type = lookup.foundTypes().get(i - own);
                columns[i] = anyMissing ? withErrors(batch, column, type, parts) : column.withType(type);
            }
            parts.columns(columns)
                    .keys(batch.keys())
                    .weights(batch.weights())
                    .selection(batch.selection())
                    .timeOf(batch);
            try (Batch result = parts.build()) {
                output.push(result);
            }
        }
    }

    private boolean reportMissing(Batch batch) {
        Column ids = batch.column(lookup.id());
        if (ids.isDense()) {
            return false;
        }
        Column pointers = batch.column(lookup.pointer());
        boolean any = false;
        for (int row = 0; row < batch.rowCount(); row++) {
            if (!batch.isSelected(row) || !isMissing(ids, pointers, row)) {
                continue;
            }
            any = true;
            // An error in the pointer was reported where it came up.
            if (pointers.isValue(row)) {
                context.report(
                        DataError.Kind.MISSING_KEY,
                        "no row has the id " + new Pointer(pointers.getHigh(row), pointers.getLow(row))
                                + " that is looked up; allow misses, or join, where rows may be missing",
                        lookup.userLine());
            }
        }
        return any;
    }

    private boolean isMissing(Column ids, Column pointers, int row) {
        return !ids.isValue(row)
                && (lookup.mustBeThere() ? pointers.status(row) != CellStatus.NONE : pointers.isError(row));
    }

    private Column withErrors(Batch batch, Column column, Type type, Batch.Parts parts) {
        ColumnBuilder builder = context.pool().take(column.lane());
        parts.owning(builder);
        Column ids = batch.column(lookup.id());
        Column pointers = batch.column(lookup.pointer());
        for (int row = 0; row < batch.rowCount(); row++) {
            if (isMissing(ids, pointers, row)) {
                builder.appendError();
            } else {
                builder.appendFrom(column, row);
            }
        }
        return builder.view(type);
    }
}
