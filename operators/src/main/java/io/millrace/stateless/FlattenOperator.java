package io.millrace.stateless;

import io.millrace.batch.Batch;
import io.millrace.column.CellStatus;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Gather;
import io.millrace.key.ShortKeys;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import io.millrace.value.ValueText;

/**
 * Makes a row of each element of one column: of a list, tuple, array, Json array, or the characters of a text. The column is
 * replaced by the element, the others are repeated; on demand a last column holds the id of the row that the element came from. With
 * ids, element {@code i} of row {@code id} has the id that {@link io.millrace.key.Pointer#flattenKey} gives. A cell that has no
 * elements, because it is an error, None or not an array, gives no row and is reported.
 */
public final class FlattenOperator implements Operator {
    private final Flattening flattening;
    private final OperatorContext context;
    private final Output output;
    private final Elements elements;
    private final ShortKeys keys = new ShortKeys();

    private FlattenOperator(Flattening flattening, OperatorContext context, Output output) {
        this.flattening = flattening;
        this.context = context;
        this.output = output;
        this.elements = new Elements(flattening.elementType());
    }

    public static OperatorFactory of(Flattening flattening) {
        return (context, output) -> new FlattenOperator(flattening, context, output);
    }

    @Override
    public void push(int input, Batch batch) {
        Column values = batch.column(flattening.column());
        try (Part part = new Part(batch)) {
            for (int i = 0; i < batch.selectedCount(); i++) {
                int row = batch.selectedRow(i);
                if (!values.isValue(row) || !elements.open(values, row)) {
                    refuse(values, row);
                    continue;
                }
                long index = 0;
                while (elements.appendNext(part.elements)) {
                    part.endRow(row, index++);
                }
            }
            part.emit();
        }
    }

    private void refuse(Column values, int row) {
        if (values.status(row) == CellStatus.ERROR) {
            context.report(
                    DataError.Kind.ERROR_IN_FLATTEN,
                    "the value to flatten is an error; the row is dropped",
                    flattening.userLine());
        } else {
            context.report(
                    DataError.Kind.VALUE,
                    "cannot flatten " + ValueText.of(values, row) + "; the row is dropped",
                    flattening.userLine());
        }
    }

    /**
     * What is flattened.
     *
     * @param column position of the column
     * @param elementType what {@code Signatures.flatten} says of the column's type
     * @param withKeys whether the rows get ids
     * @param withOriginId whether a last column holds the id of the row that an element came from
     * @param userLine where the flattening stands in the user's program, or null
     */
    public record Flattening(int column, Type elementType, boolean withKeys, boolean withOriginId, String userLine) {}

    /** The rows of the next batch: their elements, and which row of the input each came from. */
    private final class Part implements AutoCloseable {
        private final Batch input;
        private ColumnBuilder elements;
        private ColumnBuilder rows;
        private ColumnBuilder ids;
        private int count;

        Part(Batch input) {
            this.input = input;
            begin();
        }

        private void begin() {
            elements = context.pool().take(flattening.elementType().lane());
            rows = context.pool().take(Lane.I64);
            ids = flattening.withKeys() ? context.pool().take(Lane.I128) : null;
            count = 0;
        }

        void endRow(int row, long index) {
            Gather.putRow(rows.data(), count++, row);
            if (ids != null) {
                keys.flattenKey(input.keys().getHigh(row), input.keys().getLow(row), index);
                ids.append128(keys.high(), keys.low());
            }
            if (count == context.pool().batchRows()) {
                emit();
                begin();
            }
        }

        void emit() {
            if (count == 0) {
                return;
            }
            try (Batch.Parts parts = Batch.of(context.pool(), count).timeOf(input)) {
                Column[] columns = new Column[input.columnCount() + (flattening.withOriginId() ? 1 : 0)];
                for (int i = 0; i < input.columnCount(); i++) {
                    columns[i] = i == flattening.column() ? owned(parts) : repeated(parts, input.column(i));
                }
                if (flattening.withOriginId()) {
                    columns[columns.length - 1] = repeated(parts, input.keys());
                }
                parts.columns(columns);
                if (ids != null) {
                    parts.owning(ids).keys(ids.view(Type.POINTER));
                    ids = null;
                }
                if (input.weights() != null) {
                    parts.weights(repeated(parts, input.weights()));
                }
                try (Batch flat = parts.build()) {
                    output.push(flat);
                }
            } finally {
                close();
            }
        }

        private Column owned(Batch.Parts parts) {
            Column column = elements.view(flattening.elementType());
            parts.owning(elements);
            elements = null;
            return column;
        }

        private Column repeated(Batch.Parts parts, Column from) {
            ColumnBuilder builder = context.pool().take(from.lane());
            parts.owning(builder);
            Gather.column(from, rows.data(), count, builder);
            return builder.view(from.type());
        }

        @Override
        public void close() {
            give(elements);
            give(rows);
            give(ids);
            elements = null;
            rows = null;
            ids = null;
        }

        private void give(ColumnBuilder builder) {
            if (builder != null) {
                context.pool().give(builder);
            }
        }
    }
}
