package io.millrace.plan;

import io.millrace.type.Schema;
import java.util.BitSet;
import java.util.List;

/** The whole table as new rows in every epoch that changes it, be it in a column that nobody reads. */
public record Snapshots(Origin origin, Node input) implements KeyedNode {
    @Override
    public Schema schema() {
        return input.schema();
    }

    @Override
    public List<Node> inputs() {
        return List.of(input);
    }

    @Override
    public Snapshots withInputs(List<Node> inputs) {
        return new Snapshots(origin, inputs.getFirst());
    }

    @Override
    public BitSet reads(int index, BitSet needed) {
        return Positions.all(input);
    }

    @Override
    public Pruned pruned(List<Node> inputs, BitSet needed, Moves moves) {
        return new Pruned(withInputs(inputs), Positions.same(schema().size()));
    }

    @Override
    public boolean readsIds(int index, boolean own) {
        return true;
    }

    @Override
    public boolean isAppendOnly(List<Boolean> inputs) {
        return false;
    }

    @Override
    public List<Object> content() {
        return List.of("snapshots");
    }

    @Override
    public String describe(List<String> refs) {
        return "snapshots of " + refs.getFirst();
    }
}
