package io.millrace.table;

import io.millrace.physical.OperatorSet;
import io.millrace.physical.Stage;
import io.millrace.port.OperatorFactory;
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

    /** The engine's operators that keep state, the others as the definitions say. */
    public static UnaryOperator<Pipeline> stateful() {
        return pipeline -> pipeline.operators(new Stateful(new PlainOperators(), new EngineOperators(true)));
    }

    private record Stateful(OperatorSet plain, OperatorSet engine) implements OperatorSet {
        @Override
        public OperatorFactory chain(Stage.Chain chain) {
            return plain.chain(chain);
        }

        @Override
        public OperatorFactory group(Stage.Group group) {
            return engine.group(group);
        }

        @Override
        public OperatorFactory join(Stage.Join join) {
            return engine.join(join);
        }

        @Override
        public OperatorFactory flatten(Stage.Flatten flatten) {
            return plain.flatten(flatten);
        }

        @Override
        public OperatorFactory concat(Stage.Concat concat) {
            return plain.concat(concat);
        }
    }
}
