package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.state.GroupState;
import io.millrace.state.OrderedState;
import io.millrace.type.Type;
import io.millrace.value.Tensor;
import io.millrace.value.Values;
import java.util.Arrays;

/**
 * The sum, element by element, of a column of tensors of one shape; an error where shapes differ or an int64 element does not fit.
 * Keeps the tensors, and adds them up anew where the group changes.
 */
public record ArraySum(int column, Type argument, int filter) implements RowReducer {
    public ArraySum {
        if (!(argument instanceof Type.Tensor)) {
            throw new IllegalArgumentException("a sum of arrays of a column of type " + argument);
        }
    }

    @Override
    public Type type() {
        return filter < 0 ? argument : Type.optional(argument);
    }

    @Override
    public RowState state() {
        return RowOrder.by(filter, RowOrder.Cell.of(column, argument));
    }

    @Override
    public int ownColumn() {
        return -1;
    }

    @Override
    public void write(GroupState state, int ownPart, long words, ColumnBuilder out) {
        Collect.Elements elements = new Collect.Elements((OrderedState) state, words, 0, false);
        boolean isAt = elements.first();
        if (!isAt) {
            out.appendNone();
            return;
        }
        Tensor first = elements.tensor(out, argument);
        long[] ints = new long[first.isInt64() ? first.longs().length : 0];
        double[] floats = new double[first.isInt64() ? 0 : first.doubles().length];
        boolean fits = true;
        for (; isAt && fits; isAt = elements.next()) {
            Tensor part = elements.tensor(out, argument);
            fits = Arrays.equals(first.shape(), part.shape())
                    && (first.isInt64()
                            ? add(ints, part.longs(), elements.weight())
                            : add(floats, part.doubles(), elements.weight()));
        }
        if (!fits) {
            out.appendError();
        } else {
            Values.append(
                    out, argument, first.isInt64() ? Tensor.of(ints, first.shape()) : Tensor.of(floats, first.shape()));
        }
    }

    private static boolean add(long[] sums, long[] values, long weight) {
        for (int i = 0; i < sums.length; i++) {
            long product = values[i] * weight;
            long sum = sums[i] + product;
            boolean overflows =
                    Math.multiplyHigh(values[i], weight) != product >> 63 || ((sums[i] ^ sum) & (product ^ sum)) < 0;
            if (overflows) {
                return false;
            }
            sums[i] = sum;
        }
        return true;
    }

    private static boolean add(double[] sums, double[] values, long weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += values[i] * weight;
        }
        return true;
    }

    @Override
    public String error() {
        return "a sum of arrays of different shapes, or that does not fit";
    }
}
