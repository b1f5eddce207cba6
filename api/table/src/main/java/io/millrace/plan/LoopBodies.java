package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.Apply;
import io.millrace.expression.ExpressionTrees;
import io.millrace.plan.LoopNode.Loop;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;

/** Finds which nodes are inside loops, and what may not be there. */
public final class LoopBodies {
    private final List<Node> nodes;
    private final NodeMap<Loop> loops = new NodeMap<>();

    private LoopBodies(List<Node> nodes) {
        this.nodes = nodes;
        nodes.forEach(node -> loops.put(node, find(node)));
    }

    /**
     * Looks at nodes, inputs before their consumers.
     *
     * @throws IllegalArgumentException where one depends on two loops
     */
    public static LoopBodies of(List<Node> nodes) {
        return new LoopBodies(nodes);
    }

    /** The loop that a node is inside of, or null. The end of a loop and its results are not. */
    public Loop loopOf(Node node) {
        return loops.get(node);
    }

    private Loop find(Node node) {
        Loop own = node instanceof LoopNode.Variable variable ? variable.loop() : null;
        if (node instanceof LoopNode.End end) {
            for (Node input : end.inputs()) {
                if (loops.get(input) != null && loops.get(input) != end.loop()) {
                    throw nested(end);
                }
            }
            return null;
        }
        for (Node input : node.inputs()) {
            Loop loop = loops.get(input);
            if (own != null && loop != null && loop != own) {
                throw nested(node);
            }
            own = loop == null ? own : loop;
        }
        return own;
    }

    private static IllegalArgumentException nested(Node node) {
        return node.origin()
                .line()
                .error("a table of one iterate is used inside another one; an iterate inside iterate is not supported");
    }

    /**
     * The nodes in an order in which those of a loop are together, the variables first, directly before the loop's end.
     *
     * @throws IllegalArgumentException where a table of a loop is used outside of it
     */
    public List<Node> inOrder() {
        List<Node> ordered = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof LoopNode.End end) {
                for (int pass = 0; pass < 2; pass++) {
                    boolean variables = pass == 0;
                    nodes.stream()
                            .filter(it -> loops.get(it) == end.loop())
                            .filter(it -> it instanceof LoopNode.Variable == variables)
                            .forEach(ordered::add);
                }
            }
            if (loops.get(node) == null) {
                ordered.add(node);
            }
        }
        return ordered;
    }

    /**
     * Checks that no table of a loop is read but by the loop.
     *
     * @throws IllegalArgumentException where one is
     */
    public static void check(LogicalPlan plan) {
        LoopBodies bodies = of(plan.nodes());
        for (Node node : bodies.nodes) {
            boolean leaves = node instanceof Node.Write || node instanceof LoopNode.Result;
            if (leaves && bodies.loopOf(node) != null) {
                throw node.origin()
                        .line()
                        .error("a table of the inside of iterate is used outside of it; let iterate return it");
            }
        }
    }

    /** Checks that an operation can run inside a loop. */
    public static void checkInside(Node node) {
        switch (node) {
            case Node.GroupBy group -> group.aggregates().forEach(aggregate -> checkReducer(node, aggregate));
            case OrderedNode ordered -> throw refused(node, node.origin().operation());
            case Node.Project project -> checkRepeatable(node, project.expressions());
            case Node.Filter filter -> checkRepeatable(node, List.of(filter.condition()));
            case Node.Join join -> {
                if (join.on().matching() != JoinMatching.ALWAYS) {
                    throw refused(node, "a join once or as of now");
                }
            }
            case Node.Flatten flatten -> {}
            case Node.Concat concat -> {}
            case LoopNode loop -> {}
            case KeyedNode keyed -> checkKeyed(keyed);
            case Node.Read read -> {}
            case Node.Errors errors -> {}
            case Node.Write write -> {}
        }
    }

    /** A reducer must take rows back exactly, and may not tell in which order they came. */
    private static void checkReducer(Node node, Aggregate aggregate) {
        boolean isSum = switch (aggregate.reducer()) {
            case Reducer.Plain plain -> {
                if (plain == Reducer.Plain.EARLIEST || plain == Reducer.Plain.LATEST) {
                    throw refused(node, plain.toString());
                }
                yield plain == Reducer.Plain.SUM || plain == Reducer.Plain.AVG;
            }
            case Reducer.Spread spread -> true;
            case Reducer.Custom custom -> throw refused(node, "the user's reducer " + custom);
            case Reducer.Listed listed -> false;
            case Reducer.NdArray array -> false;
            case Reducer.StringAgg text -> false;
            case Reducer.TopK top -> false;
            case Reducer.Quantile quantile -> false;
            case Reducer.CountDistinctApproximate count -> false;
        };
        if (isSum && aggregate.arguments().getFirst().type().required() != Type.INT64) {
            throw refused(node, aggregate.reducer() + " of float, whose last digits depend on the order of rows,");
        }
    }

    private static void checkKeyed(KeyedNode node) {
        switch (node) {
            case Lookup lookup -> {}
            case MergeById merge -> {}
            case Reindex reindex -> {}
            case DropRows drop -> {}
            case CallLater call -> throw refused(node, "a function whose results come later");
            case Changes changes -> throw refused(node, node.origin().operation());
            case Snapshots snapshots -> throw refused(node, node.origin().operation());
            case StreamToTable stream -> throw refused(node, node.origin().operation());
        }
        checkRepeatable(node, node.expressions());
    }

    private static void checkRepeatable(Node node, List<Expression> expressions) {
        if (!expressions.stream().allMatch(LoopBodies::isRepeatable)) {
            throw refused(node, node.origin().operation() + " with a function that is not deterministic");
        }
    }

    private static boolean isRepeatable(Expression expression) {
        return !(expression instanceof Apply apply && !apply.deterministic())
                && ExpressionTrees.operands(expression).stream().allMatch(LoopBodies::isRepeatable);
    }

    private static IllegalArgumentException refused(Node node, String what) {
        return node.origin().line().error(what + " is not supported inside iterate");
    }
}
