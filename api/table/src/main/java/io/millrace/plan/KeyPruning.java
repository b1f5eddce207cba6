package io.millrace.plan;

import io.millrace.expression.Expression;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Which tables need row ids: those whose ids a sink or an expression reads, and what these are derived from. */
final class KeyPruning {
    private final NodeMap<Boolean> keyed = new NodeMap<>();

    /** By loop, the variables whose ids are read inside or behind it. */
    private final Map<LoopNode.Loop, BitSet> inLoops = new IdentityHashMap<>();

    private boolean foundInLoop;

    private KeyPruning() {}

    static NodeMap<Boolean> of(LogicalPlan plan) {
        KeyPruning pruning = new KeyPruning();
        do {
            pruning.foundInLoop = false;
            plan.nodes().reversed().forEach(pruning::require);
        } while (pruning.foundInLoop);
        return pruning.keyed;
    }

    /** Tells the inputs of a node whether it reads their ids; all its readers have done so. */
    private void require(Node node) {
        boolean own = keyed.getOrDefault(node, false);
        switch (node) {
            case Node.Read read -> {}
            case Node.Errors errors -> {}
            case Node.Write write -> need(write.input(), write.sink().needsKeys());
            case Node.Project project -> need(project.input(), own || read(project.expressions()));
            case Node.Filter filter -> need(filter.input(), own || read(List.of(filter.condition())));
            case Node.GroupBy group ->
                need(
                        group.input(),
                        read(group.keys()) || group.aggregates().stream().anyMatch(it -> read(it.inputs())));
            case Node.Join join -> {
                JoinOn on = join.on();
                // The operator takes ids of both sides or of none.
                need(join.left(), own || read(on.leftKeys()) || on.matching().isOnce());
                need(join.right(), own || read(on.rightKeys()) || on.matching().isOnce());
            }
            case Node.Flatten flatten -> need(flatten.input(), own);
            case OrderedNode ordered ->
                need(ordered.input(), own || ordered.step().readsIds() || read(ordered.expressions()));
            case Node.Concat concat -> concat.inputs().forEach(input -> need(input, own));
            case KeyedNode keyed -> {
                for (int i = 0; i < keyed.inputs().size(); i++) {
                    need(keyed.inputs().get(i), keyed.readsIds(i, own));
                }
            }
            case LoopNode.Variable variable -> loop(variable, variable.loop(), variable.index());
            case LoopNode.Result result -> loop(result, ((LoopNode.End) result.end()).loop(), result.index());
            case LoopNode.End end -> {
                for (int i = 0; i < end.starts().size(); i++) {
                    boolean needed = inLoops.containsKey(end.loop())
                            && inLoops.get(end.loop()).get(i);
                    need(end.starts().get(i), needed);
                    need(end.results().get(i), needed);
                }
            }
        }
    }

    /** A table that goes round has ids in all places or in none; those that were seen before are told in another round. */
    private void loop(Node node, LoopNode.Loop loop, int index) {
        BitSet needed = inLoops.computeIfAbsent(loop, absent -> new BitSet());
        if (keyed.getOrDefault(node, false) && !needed.get(index)) {
            needed.set(index);
            foundInLoop = true;
        }
        need(node, needed.get(index));
    }

    private void need(Node node, boolean isRead) {
        keyed.put(node, isRead || keyed.getOrDefault(node, false));
    }

    private static boolean read(List<Expression> expressions) {
        return expressions.stream().anyMatch(Trees::readsId);
    }
}
