package io.millrace.plan;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Rebuilds a plan from its inputs up: each node once, over its rewritten inputs, then by the rule of a pass. */
final class Rewrite {
    private final UnaryOperator<Node> rule;
    private final NodeMap<Node> done = new NodeMap<>();
    private final NodeMap<Integer> consumers;
    private final NodeMap<Integer> carriedConsumers = new NodeMap<>();

    private Rewrite(LogicalPlan plan, Function<Rewrite, UnaryOperator<Node>> rule) {
        this.consumers = plan.consumerCounts();
        this.rule = rule.apply(this);
    }

    /** Applies a rule to all nodes of a plan. The rule sees rewritten inputs, and may ask the rewrite about consumers. */
    static LogicalPlan of(LogicalPlan plan, Function<Rewrite, UnaryOperator<Node>> rule) {
        Rewrite rewrite = new Rewrite(plan, rule);
        return new LogicalPlan(plan.outputs().stream()
                .map(output -> (Node.Write) rewrite.rewritten(output))
                .toList());
    }

    private Node rewritten(Node node) {
        Node known = done.get(node);
        if (known != null) {
            return known;
        }
        List<Node> inputs = node.inputs().stream().map(this::rewritten).toList();
        Node moved = isSame(inputs, node.inputs()) ? node : node.withInputs(inputs);
        carriedConsumers.put(moved, consumers.getOrDefault(node, 0));
        Node result = rule.apply(moved);
        carriedConsumers.put(result, consumers.getOrDefault(node, 0));
        done.put(node, result);
        return result;
    }

    /** Whether one node at most reads this one, so that it may be changed for that one's sake. */
    boolean hasOneConsumer(Node node) {
        return carriedConsumers.getOrDefault(node, 1) <= 1;
    }

    private static boolean isSame(List<Node> left, List<Node> right) {
        for (int i = 0; i < left.size(); i++) {
            if (left.get(i) != right.get(i)) {
                return false;
            }
        }
        return true;
    }
}
