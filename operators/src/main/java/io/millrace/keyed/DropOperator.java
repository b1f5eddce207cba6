package io.millrace.keyed;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.type.Type;
import java.util.List;

/** Lets only rows through none of whose cells is in error, or none of whose cells is pending. One pass, no state. */
public final class DropOperator implements Operator {
    private final OperatorContext context;
    private final Output output;
    private final boolean pending;
    private final Type[] types;

    private DropOperator(OperatorContext context, Output output, boolean pending, List<Type> types) {
        this.context = context;
        this.output = output;
        this.pending = pending;
        this.types = types.toArray(Type[]::new);
    }

    /** Drops rows with a cell in error. */
    public static OperatorFactory ofErrors(List<Type> types) {
        List<Type> copy = List.copyOf(types);
        return (context, output) -> new DropOperator(context, output, false, copy);
    }

    /** Drops rows with a pending cell; the columns are of {@code types} from here on. */
    public static OperatorFactory ofPending(List<Type> types) {
        List<Type> copy = List.copyOf(types);
        return (context, output) -> new DropOperator(context, output, true, copy);
    }

    @Override
    public void push(int input, Batch batch) {
        try (Batch.Parts parts = Batch.of(context.pool(), batch.rowCount()).sharing(batch)) {
            Column[] columns = new Column[types.length];
            ColumnBuilder kept = null;
            for (int i = 0; i < columns.length; i++) {
                columns[i] = batch.column(i).withType(types[i]);
                long dropped = pending ? columns[i].pending() : columns[i].errors();
                if (dropped != 0) {
                    if (kept == null) {
                        kept = Selections.copyOf(batch, context.pool());
                        parts.owning(kept);
                    }
                    Bitmaps.andNot(kept.data(), dropped, kept.data(), batch.rowCount());
                }
            }
            parts.columns(columns)
                    .keys(batch.keys())
                    .weights(batch.weights())
                    .selection(kept == null ? batch.selection() : kept.view(Type.BOOL))
                    .timeOf(batch);
            try (Batch result = parts.build()) {
                if (result.selectedCount() > 0) {
                    output.push(result);
                }
            }
        }
    }
}
