package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.type.Schema;
import java.util.BitSet;
import java.util.List;

/**
 * Rows under other ids; rows whose new id is None or an error are dropped.
 *
 * @param id the new id, over the input's columns
 * @param kept positions in the input of the columns that go along
 */
public record Reindex(Origin origin, Node input, Expression id, List<Integer> kept, Schema schema)
        implements KeyedNode {
    public Reindex {
        kept = List.copyOf(kept);
        assert kept.size() == schema.size();
    }

    @Override
    public List<Node> inputs() {
        return List.of(input);
    }

    @Override
    public Reindex withInputs(List<Node> inputs) {
        return new Reindex(origin, inputs.getFirst(), id, kept, schema);
    }

    @Override
    public BitSet reads(int input, BitSet needed) {
        BitSet read = Trees.columns(id);
        needed.stream().forEach(i -> read.set(kept.get(i)));
        return read;
    }

    @Override
    public Pruned pruned(List<Node> inputs, BitSet needed, Moves moves) {
        List<Integer> columns = Positions.list(needed);
        List<Integer> newKept =
                columns.stream().map(i -> moves.position(0, kept.get(i))).toList();
        Expression newId = Trees.moveColumns(id, i -> moves.position(0, i));
        return new Pruned(
                new Reindex(origin, inputs.getFirst(), newId, newKept, Columns.choose(schema, columns)),
                Positions.of(schema.size(), columns));
    }

    @Override
    public boolean readsIds(int input, boolean own) {
        return Trees.readsId(id);
    }

    @Override
    public boolean isAppendOnly(List<Boolean> inputs) {
        return inputs.getFirst();
    }

    @Override
    public int[] filterColumns(int input) {
        return kept.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public List<Object> content() {
        return List.of("reindex", id, kept);
    }

    @Override
    public List<Expression> expressions() {
        return List.of(id);
    }

    @Override
    public String describe(List<String> refs) {
        return origin.operation() + " " + refs.getFirst() + ": "
                + ExpressionText.of(id, input.schema().names());
    }
}
