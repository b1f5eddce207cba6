package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.Apply;
import io.millrace.expression.ExpressionTrees;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes equal sub-plans once: nodes with the same content over the same inputs become one node. */
final class CommonSubPlans implements Pass {
    /** What makes two nodes equal; places in the user's program do not count. */
    private record Content(List<Object> parts, List<Identity> inputs) {}

    /** A node compared by identity: inputs are merged before their consumers. */
    private record Identity(Node node) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Identity it && it.node == node;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(node);
        }
    }

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        Map<Content, Node> known = new HashMap<>();
        return Rewrite.of(plan, rewrite -> node -> {
            if (node instanceof Node.Write || !expressions(node).stream().allMatch(CommonSubPlans::isRepeatable)) {
                return node;
            }
            Content content = new Content(
                    parts(node), node.inputs().stream().map(Identity::new).toList());
            return known.computeIfAbsent(content, ignored -> node);
        });
    }

    private static List<Object> parts(Node node) {
        return switch (node) {
            case Node.Read read -> List.of("read", new Identity(read));
            case Node.Errors errors -> List.of("errors");
            case Node.Project it -> List.of("project", it.expressions(), it.schema());
            case Node.Filter it -> List.of("filter", it.condition());
            case Node.GroupBy it -> List.of("group", it.keys(), it.aggregates(), it.skipErrors(), it.schema());
            case Node.Join it -> List.of("join", it.on());
            case Node.Flatten it -> List.of("flatten", it.column(), it.kept());
            case Node.Concat it -> List.of("concat", it.reindex());
            case KeyedNode it -> it.content();
            case LoopNode it -> loopParts(it);
            case OrderedNode it -> List.of("ordered", it.step(), it.expressions(), it.kept());
            case Node.Write it -> throw new AssertionError("each output is its own: " + it.name());
        };
    }

    private static List<Object> loopParts(LoopNode node) {
        return switch (node) {
            case LoopNode.Variable it -> List.of("variable", it.loop(), it.index());
            case LoopNode.End it -> List.of("loop", it.loop());
            case LoopNode.Result it -> List.of("result", it.index());
        };
    }

    private static List<Expression> expressions(Node node) {
        return switch (node) {
            case Node.Project it -> it.expressions();
            case Node.Filter it -> List.of(it.condition());
            case Node.GroupBy it -> it.keys();
            case Node.Join it -> it.on().leftKeys();
            case Node.Read it -> List.of();
            case Node.Errors it -> List.of();
            case Node.Flatten it -> List.of();
            case Node.Concat it -> List.of();
            case KeyedNode it -> it.expressions();
            case LoopNode it -> List.of();
            case OrderedNode it -> it.expressions();
            case Node.Write it -> List.of();
        };
    }

    private static boolean isRepeatable(Expression expression) {
        return !(expression instanceof Apply apply && !apply.deterministic())
                && ExpressionTrees.operands(expression).stream().allMatch(CommonSubPlans::isRepeatable);
    }
}
