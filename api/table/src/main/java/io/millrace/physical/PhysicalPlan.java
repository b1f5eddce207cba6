package io.millrace.physical;

import io.millrace.plan.OptimisedPlan;
import java.util.List;
import java.util.function.ToLongFunction;

/** The stages of a pipeline, inputs before their consumers. */
public record PhysicalPlan(List<Stage> stages) {
    public PhysicalPlan {
        stages = List.copyOf(stages);
    }

    public static PhysicalPlan of(OptimisedPlan plan) {
        return new StageBuilder(plan).build();
    }

    /** The plan as text, one numbered line a stage. */
    @Override
    public String toString() {
        return StageText.print(this, null);
    }

    /** The same with what each stage has done so far. */
    public String print(ToLongFunction<Stage> rowsOut, ToLongFunction<Stage> stateBytes) {
        return StageText.print(this, new StageText.Counters(rowsOut, stateBytes));
    }
}
