package io.millrace.physical;

import io.millrace.plan.ExpressionText;
import io.millrace.plan.JoinMatching;
import io.millrace.port.Source;
import io.millrace.type.Schema;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Prints stages: one numbered line each, the steps of a fused chain below it. */
final class StageText {
    private static final String NOT_KEPT = ", not kept: the other side is complete before";

    private final Map<Stage, Integer> numbers = new IdentityHashMap<>();

    /** What stages have done so far. */
    record Counters(ToLongFunction<Stage> rowsOut, ToLongFunction<Stage> stateBytes) {}

    private StageText() {}

    static String print(PhysicalPlan plan, Counters counters) {
        StageText printer = new StageText();
        StringBuilder text = new StringBuilder();
        for (Stage stage : plan.stages()) {
            printer.numbers.put(stage, printer.numbers.size() + 1);
            text.append("stage ").append(printer.numbers.get(stage)).append(": ");
            text.append(printer.describe(stage));
            if (counters != null) {
                text.append("  {").append(counters.rowsOut().applyAsLong(stage)).append(" rows out");
                long bytes = counters.stateBytes().applyAsLong(stage);
                text.append(bytes == 0 ? "}" : ", " + bytes + " bytes of state}");
            }
            text.append('\n');
            if (stage instanceof Stage.Chain chain) {
                steps(chain).forEach(step -> text.append("    ").append(step).append('\n'));
            }
        }
        return text.toString();
    }

    private String describe(Stage stage) {
        return switch (stage) {
            case Stage.Input it ->
                "source " + it.source().name()
                        + (it.source().session() == Source.Session.UPSERT
                                ? ", each row replaces the last of its id"
                                : "")
                        + ids(it);
            case Stage.ErrorInput it -> "error log" + ids(it);
            case Stage.Chain it ->
                "fused from " + ref(it.input()) + ", " + it.steps().size()
                        + (it.steps().size() == 1 ? " step" : " steps") + ids(it);
            case Stage.Group it -> group(it);
            case Stage.Arrange it -> arrange(it);
            case Stage.Join it ->
                "join " + matching(it) + it.kind().name().toLowerCase(Locale.ROOT) + " " + side(it, it.left())
                        + ", with " + side(it, it.right()) + ids(it);
            case Stage.Flatten it ->
                "flatten " + ref(it.input()) + " " + it.schema().field(0).name() + ids(it);
            case Stage.Concat it ->
                "concat " + it.inputs().stream().map(this::ref).collect(Collectors.joining(", "))
                        + (it.reindex() ? " with new ids" : "") + ids(it);
            case Stage.Keyed it -> keyed(it) + ids(it);
            case Stage.LoopBegin it ->
                "loop from " + refs(it.starts())
                        + (it.loop().isLimited()
                                ? ", " + it.loop().limit() + " times at most"
                                : ", until nothing changes");
            case Stage.LoopVariable it -> "in loop of " + ref(it.begin()) + ": table " + (it.index() + 1) + ids(it);
            case Stage.LoopEnd it -> "end of the loop of " + ref(it.begin()) + ": back with " + refs(it.results());
            case Stage.LoopResult it ->
                "table " + (it.index() + 1) + " after the loop of "
                        + ref(it.end().begin()) + ids(it);
            case Stage.Ordered it ->
                it.step() + " " + ref(it.input()) + " by ("
                        + names(it.input().schema(), it.expressions()) + ")"
                        + (Lowering.isOnOneWorker(it) ? ", on one worker" : "") + ids(it);
            case Stage.Output it ->
                "sink " + it.name() + " from " + ref(it.input()) + (it.consolidated() ? "" : ", adds up");
        };
    }

    private static String matching(Stage.Join it) {
        return it.matching() == JoinMatching.ALWAYS
                ? ""
                : it.matching().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " ";
    }

    private String group(Stage.Group it) {
        Schema schema = it.input().schema();
        String calls = it.calls().stream().map(call -> call(it, schema, call)).collect(Collectors.joining(", "));
        return "group " + ref(it.input())
                + (it.keys().isEmpty()
                        ? " as one, on one worker"
                        : " by (" + names(schema, it.keys()) + "), exchanged by key")
                + (calls.isEmpty() ? "" : ": " + calls) + ids(it);
    }

    private String keyed(Stage.Keyed it) {
        String inputs = it.inputs().stream().map(this::ref).collect(Collectors.joining(", "));
        Schema input = it.inputs().getFirst().schema();
        return switch (it.step()) {
            case KeyedStep.NewIds ids ->
                "new ids of " + inputs + " from " + input.field(ids.idColumn()).name();
            case KeyedStep.Merge merge -> merge.rule() + " of " + inputs + ", exchanged by id";
            case KeyedStep.Found found ->
                (found.mustBeThere() ? "errors" : "None") + " where " + inputs + " found nothing";
            case KeyedStep.Drop drop -> (drop.pending() ? "drop pending rows of " : "drop errors of ") + inputs;
            case KeyedStep.Changes changes ->
                (changes.asUpserts() ? "upserts of " : "append-only check of ") + inputs + ", exchanged by id";
            case KeyedStep.Upserts upserts -> "table of upserts " + inputs + ", exchanged by id";
            case KeyedStep.CallLater call ->
                "later results of " + call.policy().name() + " for " + inputs + ", exchanged by id";
            case KeyedStep.Snapshots snapshots -> "snapshots of " + inputs + ", on one worker";
        };
    }

    private static String call(Stage.Group group, Schema schema, Stage.Call call) {
        String kept = call.reducer().kept(group.appendOnly());
        return call.reducer() + "(" + names(schema, call.columns()) + ")"
                + (call.condition() < 0
                        ? ""
                        : " where " + schema.field(call.condition()).name())
                + (kept.isEmpty() ? "" : " of " + kept);
    }

    private String side(Stage.Join join, Stage.Side side) {
        return ref(side.input()) + " by (" + names(side.input().schema(), side.keys()) + ") in index " + side.index()
                + (side.appendOnly() ? " append-only" : "")
                + (join.isShared() || join.keeps(side) ? "" : NOT_KEPT);
    }

    private String arrange(Stage.Arrange it) {
        String others = it.sharing().indexes().stream()
                .filter(index -> index != it.index())
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return "arrange " + ref(it.input()) + " by (" + names(it.schema(), it.keys()) + ") in index " + it.index()
                + (it.readers() > 1 ? ", shared by " + it.readers() + " sides of joins" : "")
                + (others.isEmpty() ? "" : ", keys shared with index " + others)
                + (it.isKept() ? "" : NOT_KEPT);
    }

    private static List<String> steps(Stage.Chain chain) {
        List<String> lines = new ArrayList<>();
        List<String> names = chain.input().schema().names();
        for (Step step : chain.steps()) {
            String label = "[" + step.number() + "] " + step.origin().operation() + ": ";
            lines.add(
                    switch (step) {
                        case Step.Keep keep -> label + "keep where " + ExpressionText.of(keep.condition(), names);
                        case Step.Compute compute -> label + ExpressionText.of(compute.expressions(), names);
                    });
            names = step.schema().names();
        }
        return lines;
    }

    private String refs(List<Stage> stages) {
        return stages.stream().map(this::ref).collect(Collectors.joining(", "));
    }

    private String ref(Stage stage) {
        return "stage " + numbers.get(stage);
    }

    private static String ids(Stage stage) {
        return stage.keyed() ? ", with ids" : "";
    }

    private static String names(Schema schema, List<Integer> columns) {
        return columns.stream().map(i -> schema.field(i).name()).collect(Collectors.joining(", "));
    }
}
