package io.millrace.plan;

import java.util.List;

/** A plan after all passes, with what they proved about it. */
public record OptimisedPlan(LogicalPlan plan, Facts facts) {
    private static final List<Pass> REWRITES = List.of(
            new CommonSubPlans(),
            new FilterPushDown(),
            new ProjectionMerge(),
            new CommonSubPlans(),
            new SharedGroups());

    /** Runs the passes: rewrites first, then pruning, then the proofs about what is left. */
    public static OptimisedPlan of(LogicalPlan plan) {
        LoopBodies.check(plan);
        LogicalPlan rewritten = plan;
        for (Pass pass : REWRITES) {
            rewritten = pass.apply(rewritten);
        }
        ColumnPruning.Result pruning = ColumnPruning.apply(rewritten);
        LogicalPlan pruned = pruning.plan();
        NodeMap<Boolean> appendOnly = AppendOnlyInference.of(pruned);
        Facts facts = new Facts(
                appendOnly,
                KeyPruning.of(pruned),
                SinkConsolidation.of(pruned, appendOnly),
                ArrangementSharing.of(pruned),
                pruning.pruned());
        return new OptimisedPlan(pruned, facts);
    }

    /** A plan as it is written, with nothing but what must be known to run it: what passes are checked with. */
    public static OptimisedPlan asWritten(LogicalPlan plan) {
        NodeMap<Boolean> appendOnly = AppendOnlyInference.of(plan);
        return new OptimisedPlan(
                plan,
                new Facts(
                        appendOnly,
                        KeyPruning.of(plan),
                        SinkConsolidation.of(plan, appendOnly),
                        ArrangementSharing.of(plan),
                        new NodeMap<>()));
    }

    /** The plan as text with the proofs as remarks. */
    @Override
    public String toString() {
        return new PlanText(plan).print(facts::remarks);
    }
}
