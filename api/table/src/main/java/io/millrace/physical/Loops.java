package io.millrace.physical;

import io.millrace.iterate.LoopResult;
import io.millrace.iterate.LoopVariable;
import io.millrace.iterate.Rewinding;
import io.millrace.port.OperatorFactory;
import io.millrace.schedule.Dataflow;
import io.millrace.schedule.Partitioning;
import io.millrace.type.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Adds loops to a dataflow. What a loop starts with and what its body makes of it meet on the worker that owns the row, so that equal
 * rows cancel; operators with state between a loop's begin and end are rewound.
 */
final class Loops {
    private final Dataflow dataflow;
    /** By loop, the nodes that bring the starts. */
    private final Map<Stage.LoopBegin, List<Integer>> starts = new IdentityHashMap<>();
    /** By loop and index, the nodes of variables that the body reads. */
    private final Map<Stage.LoopBegin, Map<Integer, Integer>> variables = new IdentityHashMap<>();
    /** By loop, the nodes that bring the results. */
    private final Map<Stage.LoopEnd, List<Integer>> results = new IdentityHashMap<>();

    private boolean isInside;

    Loops(Dataflow dataflow) {
        this.dataflow = dataflow;
    }

    static Rewinding.Input input(Stage stage, List<Integer> keys) {
        return new Rewinding.Input(
                stage.schema().fields().stream().map(Field::type).toList(), stage.keyed(), keys);
    }

    /** Whether the next node is inside a loop. */
    boolean isInside() {
        return isInside;
    }

    /** An operator with state, fit for where the next node goes. */
    OperatorFactory inside(OperatorFactory factory, Rewinding.Input... inputs) {
        return isInside ? new Rewinding(factory, List.of(inputs)) : factory;
    }

    /** The same for what finds rows by their ids: where it brings them together, these keep them apart. */
    OperatorFactory inside(Stage.Keyed keyed, OperatorFactory factory) {
        if (!isInside || !(keyed.step() instanceof KeyedStep.Merge)) {
            return factory;
        }
        return new Rewinding(
                factory,
                keyed.inputs().stream()
                        .map(input -> input(input, List.of(Rewinding.Input.ID)))
                        .toList());
    }

    int begin(Stage.LoopBegin begin, String name, ToIntFunction<Stage> ids) {
        List<Integer> exchanged = new ArrayList<>();
        for (Stage start : begin.starts()) {
            exchanged.add(dataflow.exchange(name, wholeRows(start), ids.applyAsInt(start)));
        }
        starts.put(begin, exchanged);
        variables.put(begin, new HashMap<>());
        dataflow.beginLoop(name, begin.loop().limit());
        isInside = true;
        return exchanged.getLast();
    }

    int variable(Stage.LoopVariable variable, String name) {
        Stage.LoopBegin begin = variable.begin();
        int id = dataflow.operator(
                name, LoopVariable.of(begin.loop().limit()), starts.get(begin).get(variable.index()));
        variables.get(begin).put(variable.index(), id);
        return id;
    }

    int end(Stage.LoopEnd end, String name, ToIntFunction<Stage> ids) {
        List<Integer> exchanged = new ArrayList<>();
        List<Dataflow.BackEdge> edges = new ArrayList<>();
        for (int i = 0; i < end.results().size(); i++) {
            Stage result = end.results().get(i);
            int node = dataflow.exchange(name, wholeRows(result), ids.applyAsInt(result));
            exchanged.add(node);
            Integer variable = variables.get(end.begin()).get(i);
            if (variable != null) {
                edges.add(new Dataflow.BackEdge(node, variable, LoopVariable.RESULT));
            }
        }
        dataflow.endLoop(edges);
        isInside = false;
        results.put(end, exchanged);
        return exchanged.getLast();
    }

    int result(Stage.LoopResult result, String name) {
        return dataflow.operator(
                name, LoopResult.factory(), results.get(result.end()).get(result.index()));
    }

    private static Partitioning wholeRows(Stage stage) {
        if (stage.keyed()) {
            return new Partitioning.ById();
        }
        int columns = stage.schema().size();
        return columns == 0
                ? new Partitioning.Single()
                : new Partitioning.ByColumns(IntStream.range(0, columns).boxed().toList());
    }
}
