package io.millrace.plan;

import io.millrace.type.Schema;
import io.millrace.udf.CallPolicy;
import java.util.BitSet;
import java.util.List;

/**
 * The results of calls that rows do not wait for, by id: pending at first, then what the function gave. Every argument counts, whoever
 * reads the result.
 *
 * @param input a stream of upserts of the arguments
 * @param propagateNone whether a None argument gives None without a call
 * @param deterministic whether two such nodes are one
 * @param schema one column, of futures
 */
public record CallLater(
        Origin origin, Node input, CallPolicy policy, boolean propagateNone, boolean deterministic, Schema schema)
        implements KeyedNode {
    @Override
    public List<Node> inputs() {
        return List.of(input);
    }

    @Override
    public CallLater withInputs(List<Node> inputs) {
        return new CallLater(origin, inputs.getFirst(), policy, propagateNone, deterministic, schema);
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
        return List.of("call later", policy, propagateNone, deterministic ? "" : new Object());
    }

    @Override
    public String describe(List<String> refs) {
        return "later results of " + policy.name() + " for " + refs.getFirst();
    }
}
