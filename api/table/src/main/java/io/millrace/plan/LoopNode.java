package io.millrace.plan;

import io.millrace.type.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * The nodes of a loop. Its body is what the results of {@link End} are made of and depends on a {@link Variable} of it; other nodes
 * that the body reads are outside and constant in the loop.
 */
public sealed interface LoopNode extends Node {
    /** Tells the loops of a plan apart, by identity. */
    final class Loop {
        private final int limit;

        /** @param limit iterations at most; {@code Integer.MAX_VALUE} for none but the fixpoint */
        public Loop(int limit) {
            this.limit = limit;
        }

        public int limit() {
            return limit;
        }

        public boolean isLimited() {
            return limit != Integer.MAX_VALUE;
        }
    }

    /** A table as the body sees it: at first what the loop starts with, then what the body made of it. */
    record Variable(Origin origin, Loop loop, int index, Schema schema) implements LoopNode {
        @Override
        public List<Node> inputs() {
            return List.of();
        }

        @Override
        public Node withInputs(List<Node> inputs) {
            return this;
        }
    }

    /** The loop itself: for each variable what it starts with and what the body makes of it, with the same columns. */
    record End(Origin origin, Loop loop, List<Node> starts, List<Node> results) implements LoopNode {
        public End {
            starts = List.copyOf(starts);
            results = List.copyOf(results);
        }

        @Override
        public Schema schema() {
            return results.getFirst().schema();
        }

        @Override
        public List<Node> inputs() {
            List<Node> inputs = new ArrayList<>(starts);
            inputs.addAll(results);
            return inputs;
        }

        @Override
        public End withInputs(List<Node> inputs) {
            int count = starts.size();
            return new End(origin, loop, inputs.subList(0, count), inputs.subList(count, inputs.size()));
        }
    }

    /** One table as it leaves the loop. */
    record Result(Origin origin, Node end, int index, Schema schema) implements LoopNode {
        @Override
        public List<Node> inputs() {
            return List.of(end);
        }

        @Override
        public Result withInputs(List<Node> inputs) {
            return new Result(origin, inputs.getFirst(), index, schema);
        }
    }
}
