package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rows, each with the row of another table that it points to: the columns of the left, then those of the right. Ids are those of the
 * left. A pointer that is None finds nothing.
 *
 * @param pointer the id that is looked up, over the columns of the left
 * @param misses what becomes of rows that point to no row
 */
public record Lookup(Origin origin, Node left, Node right, Expression pointer, Misses misses, Schema schema)
        implements KeyedNode {
    /** What becomes of rows that point to no row. */
    public enum Misses {
        /** The right columns are errors; None where the pointer is. */
        ERROR,
        /** The right columns are None. */
        NONE,
        /** The row is dropped. */
        DROP
    }

    /** Looks up rows of {@code right}, whose columns are found behind those of {@code left}. */
    public static Lookup of(Origin origin, Node left, Node right, Expression pointer, Misses misses) {
        boolean isOptional = misses == Misses.NONE
                || misses == Misses.ERROR && pointer.type().isOptional();
        List<Field> fields = new ArrayList<>(left.schema().fields());
        Set<String> taken = new HashSet<>(left.schema().names());
        for (Field field : right.schema().fields()) {
            Type type = isOptional ? Type.optional(field.type()) : field.type();
            fields.add(Field.of(Columns.unique(field.name(), taken), type));
        }
        return new Lookup(origin, left, right, pointer, misses, new Schema(fields, false));
    }

    @Override
    public List<Node> inputs() {
        return List.of(left, right);
    }

    @Override
    public Lookup withInputs(List<Node> inputs) {
        return new Lookup(origin, inputs.get(0), inputs.get(1), pointer, misses, schema);
    }

    @Override
    public BitSet reads(int input, BitSet needed) {
        int leftSize = left.schema().size();
        BitSet read = input == 0 ? Trees.columns(pointer) : new BitSet();
        needed.stream().filter(i -> i < leftSize == (input == 0)).forEach(i -> read.set(input == 0 ? i : i - leftSize));
        return read;
    }

    @Override
    public Pruned pruned(List<Node> inputs, BitSet needed, Moves moves) {
        int leftSize = left.schema().size();
        int newLeftSize = inputs.get(0).schema().size();
        int[] positions = new int[schema.size()];
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            int at = i < leftSize ? moves.position(0, i) : moves.position(1, i - leftSize);
            positions[i] = at < 0 ? -1 : i < leftSize ? at : newLeftSize + at;
            if (at >= 0) {
                columns.add(i);
            }
        }
        Expression newPointer = Trees.moveColumns(pointer, i -> moves.position(0, i));
        return new Pruned(
                new Lookup(origin, inputs.get(0), inputs.get(1), newPointer, misses, Columns.choose(schema, columns)),
                positions);
    }

    @Override
    public boolean readsIds(int input, boolean own) {
        return input == 1 || own || Trees.readsId(pointer);
    }

    @Override
    public boolean isAppendOnly(List<Boolean> inputs) {
        return misses != Misses.NONE && inputs.stream().allMatch(it -> it);
    }

    @Override
    public int[] filterColumns(int input) {
        return IntStream.range(0, schema.size())
                .map(i -> input == 0 && i < left.schema().size() ? i : -1)
                .toArray();
    }

    @Override
    public boolean sharesInputs() {
        return true;
    }

    @Override
    public List<Object> content() {
        return List.of("lookup", pointer, misses);
    }

    @Override
    public List<Expression> expressions() {
        return List.of(pointer);
    }

    @Override
    public String describe(List<String> refs) {
        String rest = switch (misses) {
            case ERROR -> "";
            case NONE -> ", or None";
            case DROP -> ", where there is one";
        };
        return origin.operation() + " " + refs.get(1) + " by "
                + ExpressionText.of(pointer, left.schema().names()) + " of " + refs.get(0) + rest;
    }
}
