package io.millrace.table;

import java.util.function.UnaryOperator;

/** Pipelines that run on the model instead of the engine's operators. */
public final class PlainPipelines {
    private PlainPipelines() {}

    /** An option for pipelines: compute everything as the definitions say. */
    public static UnaryOperator<Pipeline> plain() {
        return pipeline -> pipeline.operators(new PlainOperators());
    }

    /** The same, with the plan as it is written. */
    public static UnaryOperator<Pipeline> plainWithoutPasses() {
        return pipeline -> pipeline.operators(new PlainOperators()).withoutPasses();
    }

    /** The engine's own operators. */
    public static UnaryOperator<Pipeline> engine() {
        return UnaryOperator.identity();
    }

    /** The engine's own operators on several workers. */
    public static UnaryOperator<Pipeline> engine(int workers) {
        return pipeline -> pipeline.workers(workers);
    }
}
