package io.millrace.plan;

import io.millrace.port.Source;
import java.util.List;

/**
 * Which tables only grow. Row-wise operations, filters, flattening, concatenation, inner joins, lookups and set operations that
 * only restrict keep the property; a group-by, an update and a join that fills in None take rows back; streams and answers as of now
 * are never taken back; a source promises it in its schema.
 */
public final class AppendOnlyInference {
    private AppendOnlyInference() {}

    /** Whether no row of {@code node} is ever taken back. */
    public static boolean isAppendOnly(Node node) {
        NodeMap<Boolean> known = new NodeMap<>();
        Node.inOrder(List.of(node)).forEach(each -> known.put(each, infer(each, known)));
        return known.get(node);
    }

    static NodeMap<Boolean> of(LogicalPlan plan) {
        NodeMap<Boolean> known = new NodeMap<>();
        plan.nodes().forEach(node -> known.put(node, infer(node, known)));
        return known;
    }

    private static boolean infer(Node node, NodeMap<Boolean> known) {
        return switch (node) {
            case Node.Read read ->
                read.source().schema().appendOnly() && read.source().session() == Source.Session.NATIVE;
            case Node.Errors errors -> true;
            case Node.GroupBy group -> false;
            case Node.Join join ->
                join.on().matching() == JoinMatching.AS_OF_NOW
                        ? known.get(join.left())
                        : join.on().kind() == JoinKind.INNER && areAll(join, known);
            case KeyedNode keyed ->
                keyed.isAppendOnly(keyed.inputs().stream().map(known::get).toList());
            case Node.Project project -> areAll(project, known);
            case Node.Filter filter -> areAll(filter, known);
            case Node.Flatten flatten -> areAll(flatten, known);
            case Node.Concat concat -> areAll(concat, known);
            case LoopNode loop -> false;
            case OrderedNode ordered -> ordered.step().keepsAppendOnly() && areAll(ordered, known);
            case Node.Write write -> areAll(write, known);
        };
    }

    private static boolean areAll(Node node, NodeMap<Boolean> known) {
        return node.inputs().stream().allMatch(known::get);
    }
}
