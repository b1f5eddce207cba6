package io.millrace.physical;

import io.millrace.keyed.UpsertOperator;
import io.millrace.plan.OrderedStep;
import io.millrace.plan.Origin;
import io.millrace.port.DataError;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.ReaderFactory;
import io.millrace.port.Source;
import io.millrace.schedule.Dataflow;
import io.millrace.schedule.Partitioning;
import io.millrace.type.Field;
import io.millrace.type.Type;
import io.millrace.udf.Feedback;
import io.millrace.udf.LaterCalls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Makes a dataflow of stages: exchanges where rows must meet, and errors reported under the number and line of the user's
 * operation.
 */
public final class Lowering {
    private final OperatorSet operators;
    private final Source errors;
    private final Feedback feedback;
    private final UnaryOperator<Source> sources;
    private final Dataflow dataflow = new Dataflow();
    private final Loops loops = new Loops(dataflow);
    private final Map<Stage, Integer> ids = new IdentityHashMap<>();
    /** The node that arranges the first table of those that share their keys. */
    private final Map<Stage.Sharing, Integer> firstOfGroup = new HashMap<>();

    private final List<Source> used = new ArrayList<>();

    private Lowering(OperatorSet operators, Source errors, Feedback feedback, UnaryOperator<Source> sources) {
        this.operators = operators;
        this.errors = errors;
        this.feedback = feedback;
        this.sources = sources;
    }

    /**
     * A dataflow, and which of its nodes runs each stage.
     *
     * @param nodes ids by identity of the stage
     * @param sources in the order of the dataflow
     */
    public record Lowered(Dataflow dataflow, Map<Stage, Integer> nodes, List<Source> sources) {}

    /**
     * Lowers a plan.
     *
     * @param errors emits the rows of the run's error log; null where nothing reads it
     * @param feedback tells when results of calls that rows do not wait for can no longer come
     * @param sources what stands between a source and the run
     */
    public static Lowered of(
            PhysicalPlan plan, OperatorSet operators, Source errors, Feedback feedback, UnaryOperator<Source> sources) {
        Lowering lowering = new Lowering(operators, errors, feedback, sources);
        plan.stages().forEach(stage -> lowering.ids.put(stage, lowering.lower(stage)));
        return new Lowered(lowering.dataflow, lowering.ids, lowering.used);
    }

    private int lower(Stage stage) {
        return switch (stage) {
            case Stage.Input it -> input(it);
            case Stage.ErrorInput it -> source(errors, it.keyed());
            case Stage.Chain it -> operator(it, operators.chain(it), id(it.input()));
            case Stage.Group it -> group(it);
            case Stage.Arrange it -> arrange(it);
            case Stage.Join it -> join(it);
            case Stage.Flatten it -> operator(it, operators.flatten(it), id(it.input()));
            case Stage.Concat it ->
                operator(
                        it,
                        operators.concat(it),
                        it.inputs().stream().mapToInt(this::id).toArray());
            case Stage.Keyed it when it.step() instanceof KeyedStep.CallLater call -> callLater(it, call);
            case Stage.Keyed it ->
                operator(
                        it,
                        loops.inside(it, operators.keyed(it)),
                        it.inputs().stream()
                                .mapToInt(input -> exchanged(it, partitioning(it.step()), input))
                                .toArray());
            case Stage.LoopBegin it -> loops.begin(it, name(it), this::id);
            case Stage.LoopVariable it -> loops.variable(it, name(it));
            case Stage.LoopEnd it -> loops.end(it, name(it), this::id);
            case Stage.LoopResult it -> loops.result(it, name(it));
            case Stage.Ordered it -> ordered(it);
            case Stage.Output it -> dataflow.sink(it.name(), it.sink(), it.schema(), it.consolidated(), id(it.input()));
        };
    }

    /** A source; where its rows replace the last row of their id, what they replace is taken back before anything reads them. */
    private int input(Stage.Input it) {
        Source source = sources.apply(it.source());
        if (source.session() == Source.Session.NATIVE) {
            return source(source, it.keyed());
        }
        int byId = dataflow.exchange(name(it), new Partitioning.ById(), source(source, true));
        List<Type> types = it.schema().fields().stream().map(Field::type).toList();
        return operator(it, UpsertOperator.of(types, it.keyed()), byId);
    }

    private int group(Stage.Group it) {
        // Inside a loop rows of different iterations must not be added up.
        OperatorFactory combining = loops.isInside() ? null : operators.preCombination(it);
        int input = combining == null ? id(it.input()) : operator(it, combining, id(it.input()));
        return operator(
                it,
                loops.inside(operators.group(it), Loops.input(it.input(), it.keys())),
                dataflow.exchange(name(it), partitioning(it.keys()), input));
    }

    /** What starts the calls beside the source that brings their results, and a table of what is known of them. */
    private int callLater(Stage.Keyed it, KeyedStep.CallLater step) {
        assert !loops.isInside() : "refused when the loop is built";
        List<Type> arguments = new ArrayList<>();
        it.inputs().getFirst().schema().fields().forEach(field -> arguments.add(field.type()));
        arguments.removeLast();
        LaterCalls calls =
                new LaterCalls("results of " + step.policy().name() + " " + it.number(), step.policy(), feedback);
        OperatorFactory caller = calls.operator(
                arguments, step.propagateNone(), it.origin().line().toString());
        int asked = exchanged(it, new Partitioning.ById(), it.inputs().getFirst());
        int answered = dataflow.exchange(name(it), new Partitioning.ById(), source(calls, true));
        int known = operator(it, caller, asked, answered);
        return operator(it, UpsertOperator.of(List.of(it.schema().type(0)), it.keyed()), known);
    }

    private int arrange(Stage.Arrange it) {
        int exchanged = exchanged(it, it.keys(), it.input());
        ReaderFactory factory = operators.arrange(it);
        if (factory == null) {
            return exchanged;
        }
        Integer first = firstOfGroup.get(it.sharing());
        int id = dataflow.reader(
                name(it),
                reporting(factory, it.number(), it.origin()),
                first == null ? List.of() : List.of(first),
                exchanged);
        if (first == null) {
            firstOfGroup.put(it.sharing(), id);
        }
        return id;
    }

    private int join(Stage.Join it) {
        if (!it.isShared()) {
            return operator(
                    it,
                    loops.inside(
                            operators.join(it),
                            Loops.input(it.left().input(), it.left().keys()),
                            Loops.input(it.right().input(), it.right().keys())),
                    exchanged(it, it.left().keys(), it.left().input()),
                    exchanged(it, it.right().keys(), it.right().input()));
        }
        int left = id(it.left().input());
        int right = id(it.right().input());
        ReaderFactory factory = operators.sharedJoin(it);
        return factory == null
                ? operator(it, operators.join(it), left, right)
                : dataflow.reader(name(it), reporting(factory, it.number(), it.origin()), List.of(left, right));
    }

    private int source(Source source, boolean keyed) {
        used.add(source);
        return dataflow.source(source, keyed);
    }

    private int ordered(Stage.Ordered it) {
        switch (it.step()) {
            case OrderedStep.Buffer buffer -> dataflow.runLastEpoch();
            case OrderedStep.Forget forget -> {
                if (forget.marked()) {
                    dataflow.runRetractionEpochs();
                }
            }
            case OrderedStep.Sort sort -> {}
            case OrderedStep.Deduplicate deduplicate -> {}
            case OrderedStep.IgnoreLate late -> {}
            case OrderedStep.DropRetractions drop -> {
                int input = drop.consistent()
                        ? dataflow.exchange(name(it), new Partitioning.ById(), id(it.input()))
                        : id(it.input());
                return operator(it, operators.ordered(it), input);
            }
        }
        List<Integer> by = isOnOneWorker(it) ? List.of() : it.instance();
        return operator(it, operators.ordered(it), exchanged(it, by, it.input()));
    }

    /** Rows of all instances meet where there is one, and where the epochs of the others' rows count as well. */
    static boolean isOnOneWorker(Stage.Ordered it) {
        return !(it.step() instanceof OrderedStep.DropRetractions)
                && (it.instance().isEmpty() || it.step() instanceof OrderedStep.Forget);
    }

    private int exchanged(Stage stage, List<Integer> keys, Stage input) {
        return exchanged(stage, partitioning(keys), input);
    }

    private static Partitioning partitioning(List<Integer> keys) {
        return keys.isEmpty() ? new Partitioning.Single() : new Partitioning.ByColumns(keys);
    }

    /** The input, on the workers that own its rows; where they stay on theirs, itself. */
    private int exchanged(Stage stage, Partitioning partitioning, Stage input) {
        return partitioning == null ? id(input) : dataflow.exchange(name(stage), partitioning, id(input));
    }

    private static Partitioning partitioning(KeyedStep step) {
        return switch (step) {
            case KeyedStep.NewIds it -> null;
            case KeyedStep.Found it -> null;
            case KeyedStep.Drop it -> null;
            case KeyedStep.Merge it -> new Partitioning.ById();
            case KeyedStep.Changes it -> new Partitioning.ById();
            case KeyedStep.Upserts it -> new Partitioning.ById();
            case KeyedStep.CallLater it -> new Partitioning.ById();
            case KeyedStep.Snapshots it -> new Partitioning.Single();
        };
    }

    private int operator(Stage stage, OperatorFactory factory, int... inputs) {
        return dataflow.operator(name(stage), reporting(factory, stage.number(), stage.origin()), inputs);
    }

    private int id(Stage stage) {
        return ids.get(stage);
    }

    private static String name(Stage stage) {
        if (stage instanceof Stage.Arrange arrange) {
            return "index-" + arrange.index();
        }
        return stage.origin().operation() + "-" + stage.number();
    }

    /** Names the user's operation and line in every error that does not name its own. */
    private static OperatorFactory reporting(OperatorFactory factory, int number, Origin origin) {
        return (context, output) -> factory.open(reporting(context, number, origin), output);
    }

    private static ReaderFactory reporting(ReaderFactory factory, int number, Origin origin) {
        return (context, read, output) -> factory.open(reporting(context, number, origin), read, output);
    }

    private static OperatorContext reporting(OperatorContext context, int number, Origin origin) {
        return new OperatorContext(
                number,
                origin.operation(),
                context.worker(),
                context.workerCount(),
                context.allocator(),
                context.pool(),
                error -> context.errors().report(completed(error, origin)));
    }

    private static DataError completed(DataError error, Origin origin) {
        return error.userLine() != null
                ? error
                : new DataError(
                        error.kind(),
                        error.operatorId(),
                        error.operator(),
                        error.message(),
                        origin.line().toString());
    }
}
