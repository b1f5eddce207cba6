package io.millrace.table;

import io.millrace.join.ArrangementPlan;
import io.millrace.join.JoinGroup;
import io.millrace.join.JoinKind;
import io.millrace.join.JoinPlan;
import io.millrace.keyed.AsofNowJoin;
import io.millrace.keyed.OnceJoin;
import io.millrace.ordered.Deduplicate;
import io.millrace.ordered.Sort;
import io.millrace.physical.OperatorSet;
import io.millrace.physical.Stage;
import io.millrace.plan.OrderedStep;
import io.millrace.plan.Origin;
import io.millrace.plan.Reducer;
import io.millrace.port.OperatorFactory;
import io.millrace.port.ReaderFactory;
import io.millrace.reduce.GroupBy;
import io.millrace.reduce.PreCombination;
import io.millrace.stateless.ConcatOperator;
import io.millrace.stateless.FlattenOperator;
import io.millrace.stateless.ReindexOperator;
import io.millrace.stateless.StatelessStage;
import io.millrace.stateless.Step;
import io.millrace.temporal.DropRetractions;
import io.millrace.temporal.IgnoreLate;
import io.millrace.temporal.Postpone;
import io.millrace.temporal.TimeColumns;
import io.millrace.type.Field;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The operators of the engine for each kind of stage.
 *
 * @param cellsMayFail whether the run goes on with cells in error
 */
record EngineOperators(boolean cellsMayFail) implements OperatorSet {
    @Override
    public OperatorFactory chain(Stage.Chain chain) {
        return StatelessStage.of(
                types(chain.input()),
                chain.steps().stream().map(EngineOperators::step).toList());
    }

    private static Step step(io.millrace.physical.Step step) {
        return switch (step) {
            case io.millrace.physical.Step.Keep keep -> new Step.Filter(keep.condition(), line(step.origin()));
            case io.millrace.physical.Step.Compute compute ->
                new Step.Project(
                        compute.expressions(),
                        step.origin().linesOf(compute.schema().names()));
        };
    }

    @Override
    public OperatorFactory group(Stage.Group group) {
        return new GroupBy(
                types(group.input()),
                group.keys(),
                group.calls().stream()
                        .map(call -> new Reducing(call, types(group.input()), group.appendOnly()).reducer())
                        .toList(),
                group.skipErrors(),
                group.keyed(),
                line(group.origin()));
    }

    /** Only for counts of rows and sums of integers: what is added up of them in parts is the same, to the last digit. */
    @Override
    public OperatorFactory preCombination(Stage.Group group) {
        List<Type> types = types(group.input());
        Set<Integer> summed = new LinkedHashSet<>();
        for (Stage.Call call : group.calls()) {
            boolean isCount = call.reducer() == Reducer.Plain.COUNT;
            boolean isSum = call.reducer() == Reducer.Plain.SUM || call.reducer() == Reducer.Plain.AVG;
            boolean areIntegers = call.columns().stream()
                    .map(types::get)
                    .allMatch(type -> type.equals(Type.INT64) || type.equals(Type.DURATION));
            if (call.condition() >= 0 || !isCount && !(isSum && areIntegers) || isCount && !areIntegers) {
                return null;
            }
            summed.addAll(call.columns());
        }
        summed.removeAll(group.keys());
        return group.keys().size() + summed.size() < types.size()
                ? null
                : new PreCombination(types, group.keys(), List.copyOf(summed));
    }

    @Override
    public OperatorFactory join(Stage.Join join) {
        JoinPlan plan = joinPlan(join);
        return switch (join.matching()) {
            case ALWAYS -> plan;
            case AS_OF_NOW -> AsofNowJoin.of(plan);
            case LEFT_ONCE, RIGHT_ONCE, BOTH_ONCE -> once(join, plan);
        };
    }

    @Override
    public ReaderFactory arrange(Stage.Arrange arrange) {
        Stage.Sharing sharing = arrange.sharing();
        JoinGroup group = new JoinGroup(sharing.keyTypes(), sharing.indexes().size(), sharing.keepsUnmatched());
        ArrangementPlan plan = new ArrangementPlan(
                types(arrange.input()),
                arrange.keys(),
                IntStream.range(0, arrange.columnCount()).boxed().toList(),
                arrange.storesIds(),
                arrange.isKept(),
                cellsMayFail);
        return group.arrange(arrange.table(), plan);
    }

    @Override
    public ReaderFactory sharedJoin(Stage.Join join) {
        return JoinGroup.join(joinPlan(join));
    }

    private JoinPlan joinPlan(Stage.Join join) {
        JoinPlan.RowIds ids = !join.keyed()
                ? JoinPlan.RowIds.NONE
                : switch (join.id()) {
                    case BOTH -> JoinPlan.RowIds.OF_BOTH;
                    case LEFT -> JoinPlan.RowIds.OF_LEFT;
                    case RIGHT -> JoinPlan.RowIds.OF_RIGHT;
                };
        JoinKind kind = switch (join.kind()) {
            case INNER -> JoinKind.INNER;
            case LEFT -> JoinKind.LEFT;
            case RIGHT -> JoinKind.RIGHT;
            case OUTER -> JoinKind.OUTER;
        };
        return new JoinPlan(
                kind,
                side(join, join.left()),
                side(join, join.right()),
                ids,
                join.hasInstance(),
                cellsMayFail,
                line(join.origin()));
    }

    private static OperatorFactory once(Stage.Join join, JoinPlan plan) {
        List<Integer> passed = new ArrayList<>(range(join.left().columnCount()));
        int shift = plan.left().types().size();
        range(join.right().columnCount()).forEach(column -> passed.add(shift + column));
        return new OnceJoin.Once(
                plan,
                plan.left().types(),
                join.left().idColumn(),
                plan.right().types(),
                join.right().idColumn(),
                passed,
                join.matching().leftOnce(),
                join.matching().rightOnce(),
                line(join.origin()));
    }

    private static List<Integer> range(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static JoinPlan.Side side(Stage.Join join, Stage.Side side) {
        // What is forgotten once it has a match is put out whole, so that it can be taken back.
        boolean isWhole = join.matching().isOnce();
        List<Integer> columns = range(isWhole ? side.input().schema().size() : side.columnCount());
        return new JoinPlan.Side(types(side.input()), side.keys(), columns, join.keeps(side));
    }

    @Override
    public OperatorFactory flatten(Stage.Flatten flatten) {
        return FlattenOperator.of(new FlattenOperator.Flattening(
                0, flatten.schema().type(0), flatten.keyed(), false, line(flatten.origin())));
    }

    @Override
    public OperatorFactory concat(Stage.Concat concat) {
        return concat.reindex() && concat.keyed() ? ReindexOperator.concat() : ConcatOperator.factory();
    }

    @Override
    public OperatorFactory keyed(Stage.Keyed keyed) {
        return KeyedOperators.of(keyed);
    }

    @Override
    public OperatorFactory ordered(Stage.Ordered ordered) {
        List<Type> types = types(ordered.input());
        List<Integer> columns = ordered.expressions();
        String line = line(ordered.origin());
        boolean keyed = ordered.keyed();
        return switch (ordered.step()) {
            case OrderedStep.Sort it -> new Sort(types, columns.getFirst(), ordered.instance(), keyed, line);
            case OrderedStep.Deduplicate it ->
                new Deduplicate(
                        types, ordered.kept(), columns.getFirst(), ordered.instance(), it.acceptor(), keyed, line);
            case OrderedStep.Buffer it ->
                new Postpone(types, ordered.kept(), times(ordered), Postpone.What.BUFFER, keyed, line);
            case OrderedStep.Forget it -> {
                Postpone.What what = it.marked() ? Postpone.What.FORGET_MARKED : Postpone.What.FORGET;
                yield new Postpone(types, ordered.kept(), times(ordered), what, keyed, line);
            }
            case OrderedStep.IgnoreLate it -> new IgnoreLate(types, ordered.kept(), times(ordered), line);
            case OrderedStep.DropRetractions it -> new DropRetractions(types, it.consistent(), keyed);
        };
    }

    private static TimeColumns times(Stage.Ordered ordered) {
        return new TimeColumns(
                ordered.expressions().get(0), ordered.expressions().get(1), ordered.instance());
    }

    private static List<Type> types(Stage stage) {
        return stage.schema().fields().stream().map(Field::type).toList();
    }

    private static String line(Origin origin) {
        return origin.line().toString();
    }
}
