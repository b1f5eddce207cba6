package io.millrace.table;

import io.millrace.physical.PhysicalPlan;
import io.millrace.physical.Stage;
import io.millrace.plan.LogicalPlan;
import io.millrace.plan.OptimisedPlan;
import java.util.function.ToLongFunction;

/** A program at its three steps to running: as written, optimised, and in stages. */
record Explanation(LogicalPlan logical, OptimisedPlan optimised, PhysicalPlan physical) {
    Explanation(LogicalPlan logical) {
        this(logical, OptimisedPlan.of(logical));
    }

    private Explanation(LogicalPlan logical, OptimisedPlan optimised) {
        this(logical, optimised, PhysicalPlan.of(optimised));
    }

    /** The same program without any pass. */
    Explanation withoutPasses() {
        return new Explanation(logical, OptimisedPlan.asWritten(logical));
    }

    String text() {
        return text(physical.toString());
    }

    String text(ToLongFunction<Stage> rowsOut, ToLongFunction<Stage> stateBytes) {
        return text(physical.print(rowsOut, stateBytes));
    }

    private String text(String stages) {
        return "Logical plan\n" + logical + "\nOptimised plan\n" + optimised + "\nPhysical plan\n" + stages;
    }
}
