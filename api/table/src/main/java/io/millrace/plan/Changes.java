package io.millrace.plan;

import io.millrace.type.Schema;
import java.util.BitSet;
import java.util.List;

/**
 * The changes of a table as rows that are never taken back: as upserts with a bool behind the columns, or as they are, checked to be
 * additions. Every column counts, whoever reads it.
 */
public record Changes(Origin origin, Node input, boolean asUpserts, Schema schema) implements KeyedNode {
    @Override
    public List<Node> inputs() {
        return List.of(input);
    }

    @Override
    public Changes withInputs(List<Node> inputs) {
        return new Changes(origin, inputs.getFirst(), asUpserts, schema);
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
        return true;
    }

    @Override
    public List<Object> content() {
        return List.of("changes", asUpserts, schema);
    }

    @Override
    public String describe(List<String> refs) {
        return (asUpserts ? "stream of upserts of " : "assert append-only ") + refs.getFirst();
    }
}
