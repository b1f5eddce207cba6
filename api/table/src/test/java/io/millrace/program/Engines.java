package io.millrace.program;

import io.millrace.table.Pipeline;
import io.millrace.table.PlainPipelines;
import java.util.List;
import java.util.function.UnaryOperator;

/** The ways in which a program is run by tests: as its definition says, and by the engine. */
final class Engines {
    private Engines() {}

    static List<UnaryOperator<Pipeline>> all() {
        return List.of(PlainPipelines.plain(), PlainPipelines.engine(), PlainPipelines.engine(3));
    }
}
