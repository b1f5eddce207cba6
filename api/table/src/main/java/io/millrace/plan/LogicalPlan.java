package io.millrace.plan;

import java.util.List;

/** All that a pipeline computes: the tables that leave it, and through them what they are made of. */
public record LogicalPlan(List<Node.Write> outputs) {
    public LogicalPlan {
        outputs = List.copyOf(outputs);
    }

    /** Every node once, inputs before their consumers. */
    public List<Node> nodes() {
        return Node.inOrder(outputs);
    }

    /** How many nodes read each node. */
    NodeMap<Integer> consumerCounts() {
        NodeMap<Integer> counts = new NodeMap<>();
        for (Node node : nodes()) {
            node.inputs().forEach(input -> counts.put(input, counts.getOrDefault(input, 0) + 1));
        }
        return counts;
    }

    /** The plan as text, one numbered line for each operation of the user. */
    @Override
    public String toString() {
        return PlanText.asWritten(this).print();
    }
}
