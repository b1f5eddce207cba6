package io.millrace.reduce;

import io.millrace.column.ColumnBuilder;
import io.millrace.state.GroupState;
import io.millrace.state.OrderedState;
import io.millrace.type.Type;
import io.millrace.value.Tensor;
import io.millrace.value.Values;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor of a column's values in the order of other columns: of numbers one of one dimension, of tensors one of a dimension more.
 * Values that are None, unless they are left out, or tensors of different shapes make an error.
 *
 * @param column int64, float64, or a tensor
 * @param order columns to sort by, the row id last
 */
public record ArrayOf(
        int column, Type columnType, List<Integer> order, List<Type> orderTypes, boolean skipNones, int filter)
        implements RowReducer {
    public ArrayOf {
        order = List.copyOf(order);
        orderTypes = List.copyOf(orderTypes);
        if (typeOf(columnType) == null) {
            throw new IllegalArgumentException(
                    "ndarray of a column of type " + columnType + "; it must be int, float or" + " an array of those");
        }
    }

    /** The type of the array of values of a type, or null where there is none. */
    public static Type typeOf(Type columnType) {
        Type required = columnType.required();
        if (required == Type.INT64 || required == Type.FLOAT64) {
            return new Type.Tensor(required, 1);
        }
        return required instanceof Type.Tensor tensor
                ? new Type.Tensor(tensor.element(), tensor.dimensions() < 0 ? -1 : tensor.dimensions() + 1)
                : null;
    }

    @Override
    public Type type() {
        return typeOf(columnType);
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
        Collect.Elements elements = new Collect.Elements((OrderedState) state, words, ownPart, skipNones);
        int count = Math.toIntExact(elements.count());
        Tensor result = columnType.required() instanceof Type.Tensor
                ? stacked(elements, count, out)
                : numbers(elements, count, columnType.required() == Type.INT64);
        if (result == null) {
            out.appendError();
        } else {
            Values.append(out, type(), result);
        }
    }

    private static Tensor numbers(Collect.Elements elements, int count, boolean areInts) {
        long[] ints = new long[areInts ? count : 0];
        double[] floats = new double[areInts ? 0 : count];
        int at = 0;
        for (boolean isAt = elements.first(); isAt; isAt = elements.next()) {
            if (elements.isNone()) {
                return null;
            }
            int end = at + (int) elements.weight();
            if (areInts) {
                Arrays.fill(ints, at, end, elements.integer());
            } else {
                Arrays.fill(floats, at, end, elements.number(false));
            }
            at = end;
        }
        return areInts ? Tensor.of(ints, count) : Tensor.of(floats, count);
    }

    private Tensor stacked(Collect.Elements elements, int count, ColumnBuilder scratch) {
        Stack stack = new Stack(count, ((Type.Tensor) columnType.required()).element() == Type.INT64);
        for (boolean isAt = elements.first(); isAt; isAt = elements.next()) {
            if (elements.isNone()) {
                return null;
            }
            Tensor part = elements.tensor(scratch, columnType);
            for (long copy = elements.weight(); copy > 0; copy--) {
                if (!stack.add(part)) {
                    return null;
                }
            }
        }
        return stack.tensor();
    }

    /** Tensors of one shape, one on top of the other. */
    private static final class Stack {
        private final int count;
        private final boolean areInts;
        private long[] shape;
        private long[] ints = {};
        private double[] floats = {};
        private int at;

        Stack(int count, boolean areInts) {
            this.count = count;
            this.areInts = areInts;
        }

        boolean add(Tensor part) {
            if (shape == null) {
                shape = part.shape();
                int size = Math.multiplyExact(count, areInts ? part.longs().length : part.doubles().length);
                ints = new long[areInts ? size : 0];
                floats = new double[areInts ? 0 : size];
            } else if (!Arrays.equals(shape, part.shape())) {
                return false;
            }
            if (areInts) {
                System.arraycopy(part.longs(), 0, ints, at, part.longs().length);
                at += part.longs().length;
            } else {
                System.arraycopy(part.doubles(), 0, floats, at, part.doubles().length);
                at += part.doubles().length;
            }
            return true;
        }

        Tensor tensor() {
            long[] all = new long[shape == null ? 1 : shape.length + 1];
            all[0] = count;
            if (shape != null) {
                System.arraycopy(shape, 0, all, 1, shape.length);
            }
            return areInts ? Tensor.of(ints, all) : Tensor.of(floats, all);
        }
    }

    @Override
    public String error() {
        return "ndarray of values that are None or differ in shape";
    }
}
