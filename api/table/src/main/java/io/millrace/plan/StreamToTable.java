package io.millrace.plan;

import io.millrace.type.Schema;
import java.util.BitSet;
import java.util.List;

/**
 * The table that a stream of upserts makes. Every column counts, whoever reads it: of several rows of an id in an epoch the greatest
 * is taken.
 *
 * @param input its last column is the bool that says whether a row replaces the last one of its id or removes it
 * @param schema the input's other columns
 */
public record StreamToTable(Origin origin, Node input, Schema schema) implements KeyedNode {
    @Override
    public List<Node> inputs() {
        return List.of(input);
    }

    @Override
    public StreamToTable withInputs(List<Node> inputs) {
        return new StreamToTable(origin, inputs.getFirst(), schema);
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
        return true;
    }

    @Override
    public boolean isAppendOnly(List<Boolean> inputs) {
        return false;
    }

    @Override
    public List<Object> content() {
        return List.of("stream to table");
    }

    @Override
    public String describe(List<String> refs) {
        return "table of the upserts " + refs.getFirst();
    }
}
