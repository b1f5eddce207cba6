package io.millrace.plan;

import io.millrace.type.Schema;
import java.util.BitSet;
import java.util.List;

/**
 * Rows without those that have a cell in error, or pending. It reads every column, whoever reads what of the result.
 *
 * @param pending whether pending cells drop a row, else errors
 * @param schema the input's columns, which are no futures where pending ones are dropped
 */
public record DropRows(Origin origin, Node input, boolean pending, Schema schema) implements KeyedNode {
    @Override
    public List<Node> inputs() {
        return List.of(input);
    }

    @Override
    public DropRows withInputs(List<Node> inputs) {
        return new DropRows(origin, inputs.getFirst(), pending, schema);
    }

    @Override
    public BitSet reads(int index, BitSet needed) {
        return Positions.all(input);
    }

    @Override
    public Pruned pruned(List<Node> inputs, BitSet needed, Moves moves) {
        return new Pruned(withInputs(inputs), Positions.same(schema.size()));
    }

    @Override
    public boolean readsIds(int index, boolean own) {
        return own;
    }

    @Override
    public boolean isAppendOnly(List<Boolean> inputs) {
        return inputs.getFirst();
    }

    @Override
    public List<Object> content() {
        return List.of("drop", pending);
    }

    @Override
    public String describe(List<String> refs) {
        return (pending ? "drop pending rows of " : "drop rows with errors of ") + refs.getFirst();
    }
}
