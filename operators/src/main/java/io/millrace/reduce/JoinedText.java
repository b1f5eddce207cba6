package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.key.KeyEncoder;
import io.millrace.state.GroupState;
import io.millrace.state.OrderedState;
import io.millrace.type.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The texts of a column one behind the other, None left out, in the order of other columns; None where there is no text.
 *
 * @param order columns to sort by, the row id last
 */
public record JoinedText(
        int column, Type columnType, String separator, List<Integer> order, List<Type> orderTypes, int filter)
        implements RowReducer {
    public JoinedText {
        order = List.copyOf(order);
        orderTypes = List.copyOf(orderTypes);
        if (columnType.required() != Type.STRING) {
            throw new IllegalArgumentException("stringAgg of a column of type " + columnType + "; it must be str");
        }
    }

    @Override
    public Type type() {
        return filter < 0 ? columnType : Type.optional(columnType);
    }

    @Override
    public RowState state() {
        return Collect.inOrder(order, orderTypes, filter, RowOrder.Cell.of(column, columnType));
    }

    @Override
    public int ownColumn() {
        return column;
    }

    @Override
    public void write(GroupState state, int ownPart, long words, ColumnBuilder out) {
        Collect.Elements elements = new Collect.Elements((OrderedState) state, words, ownPart, true);
        boolean isAt = elements.first();
        if (!isAt) {
            out.appendNone();
            return;
        }
        byte[] between = separator.getBytes(StandardCharsets.UTF_8);
        boolean isFirst = true;
        KeyEncoder text = new KeyEncoder();
        KeyEncoder all = new KeyEncoder();
        while (isAt) {
            text.reset();
            elements.putValue(text);
            for (long copy = elements.weight(); copy > 0; copy--) {
                if (!isFirst) {
                    all.putEncoded(between, 0, between.length);
                }
                // Behind the kind and the length.
                all.putEncoded(text.encoded(), 9, text.encodedBytes() - 9);
                isFirst = false;
            }
            isAt = elements.next();
        }
        out.appendBytes(all.encoded(), 0, all.encodedBytes());
    }
}
