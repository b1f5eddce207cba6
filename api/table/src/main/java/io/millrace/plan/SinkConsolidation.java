package io.millrace.plan;

import io.millrace.expression.Expression.ColumnRef;
import java.util.BitSet;

/**
 * Which tables are added up already: a group-by says what changed once an epoch, append-only rows with ids come once, and
 * operations that neither merge rows nor drop the columns that tell them apart keep that. Sinks on all others add up themselves.
 */
final class SinkConsolidation {
    private SinkConsolidation() {}

    static NodeMap<Boolean> of(LogicalPlan plan, NodeMap<Boolean> appendOnly) {
        NodeMap<Boolean> known = new NodeMap<>();
        for (Node node : plan.nodes()) {
            known.put(node, appendOnly.get(node) || infer(node, known));
        }
        return known;
    }

    private static boolean infer(Node node, NodeMap<Boolean> known) {
        return switch (node) {
            case Node.GroupBy group -> true;
            case Node.Filter filter -> known.get(filter.input());
            case Node.Project project -> known.get(project.input()) && keepsAll(project);
            case OrderedNode ordered ->
                switch (ordered.step()) {
                    case OrderedStep.Sort it -> true;
                    case OrderedStep.Deduplicate it -> true;
                    case OrderedStep.DropRetractions it -> it.consistent() || known.get(ordered.input());
                    case OrderedStep.Buffer it -> false;
                    case OrderedStep.Forget it -> false;
                    case OrderedStep.IgnoreLate it -> false;
                };
            case Node.Read read -> false;
            case Node.Errors errors -> true;
            case Node.Join join -> false;
            case Node.Flatten flatten -> false;
            case Node.Concat concat -> false;
            case KeyedNode keyed -> false;
            case LoopNode loop -> loop instanceof LoopNode.Result;
            case Node.Write write -> known.get(write.input());
        };
    }

    /** Whether rows that differ before a projection differ after it. */
    private static boolean keepsAll(Node.Project project) {
        BitSet kept = new BitSet();
        project.expressions().forEach(expression -> {
            if (expression instanceof ColumnRef ref) {
                kept.set(ref.index());
            }
        });
        return kept.cardinality() == project.input().schema().size();
    }
}
