package io.millrace.iterate;

import io.millrace.batch.BatchBuilder;
import io.millrace.expression.Expression;
import io.millrace.expression.Expression.ColumnRef;
import io.millrace.expression.Op;
import io.millrace.fixture.Cells;
import io.millrace.fixture.Change;
import io.millrace.join.JoinKind;
import io.millrace.join.JoinPlan;
import io.millrace.port.LoopOperator;
import io.millrace.port.OperatorFactory;
import io.millrace.reduce.GroupBy;
import io.millrace.reduce.Reducer;
import io.millrace.reduce.Sum;
import io.millrace.schedule.CollectingSink;
import io.millrace.schedule.Dataflow;
import io.millrace.schedule.EpochListener;
import io.millrace.schedule.Execution;
import io.millrace.schedule.Partitioning;
import io.millrace.schedule.RunSettings;
import io.millrace.stateless.ConcatOperator;
import io.millrace.stateless.StatelessStage;
import io.millrace.stateless.Step;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** A dataflow with a loop over two tables of integers: rows that it starts with, and edges, which stay as they are. */
final class LoopFlow {
    private static final Schema PAIR =
            Schema.builder().column("a", Type.INT64).column("b", Type.INT64).build();
    private static final List<Type> PAIRS = List.of(Type.INT64, Type.INT64);

    final Dataflow dataflow = new Dataflow();
    final CollectingSink sink = new CollectingSink();
    final List<RewindingOperator> rewinding = Collections.synchronizedList(new ArrayList<>());
    final int starts = dataflow.input("starts");
    final int edges = dataflow.input("edges");

    /** What the body makes of the table in the loop. */
    interface Body {
        int make(LoopFlow flow, int variable, int starts, int edges);
    }

    /** A loop over rows of two integers. */
    LoopFlow(int limit, Body body) {
        Partitioning whole = new Partitioning.ByColumns(List.of(0, 1));
        int start = dataflow.exchange("start", whole, starts);
        dataflow.beginLoop("loop", limit);
        int variable = dataflow.operator("variable", LoopVariable.of(limit), start);
        int made = body.make(this, variable, starts, edges);
        int result = dataflow.exchange("result", whole, made);
        dataflow.endLoop(List.of(new Dataflow.BackEdge(result, variable, LoopVariable.RESULT)));
        int left = dataflow.operator("after", LoopResult.factory(), result);
        dataflow.sink("out", sink, PAIR, true, left);
    }

    static LoopFlow unlimited(Body body) {
        return new LoopFlow(LoopOperator.NONE, body);
    }

    int join(JoinKind kind, int left, int right, int leftKey, int rightKey) {
        JoinPlan join = new JoinPlan(
                kind,
                new JoinPlan.Side(PAIRS, List.of(leftKey), List.of(0, 1)),
                new JoinPlan.Side(PAIRS, List.of(rightKey), List.of(0, 1)),
                JoinPlan.RowIds.NONE,
                false,
                null);
        return rewinding(
                "join",
                join,
                List.of(input(leftKey), input(rightKey)),
                dataflow.exchange("left", new Partitioning.ByColumns(List.of(leftKey)), left),
                dataflow.exchange("right", new Partitioning.ByColumns(List.of(rightKey)), right));
    }

    private static Rewinding.Input input(int key) {
        return new Rewinding.Input(PAIRS, false, List.of(key));
    }

    /** The distinct rows. */
    int distinct(int input) {
        GroupBy group = new GroupBy(PAIRS, List.of(0, 1), List.of(), false, null);
        return rewinding(
                "distinct",
                group,
                List.of(new Rewinding.Input(PAIRS, false, List.of(0, 1))),
                dataflow.exchange("rows", new Partitioning.ByColumns(List.of(0, 1)), input));
    }

    /** The sum of the second column by the first. */
    int sum(int input) {
        List<Reducer> reducers = List.of(new Sum(1, Type.INT64));
        GroupBy group = new GroupBy(PAIRS, List.of(0), reducers, false, null);
        return rewinding(
                "sum",
                group,
                List.of(input(0)),
                dataflow.exchange("groups", new Partitioning.ByColumns(List.of(0)), input));
    }

    private int rewinding(String name, OperatorFactory factory, List<Rewinding.Input> inputs, int... nodes) {
        Rewinding plan = new Rewinding(factory, inputs);
        OperatorFactory noted = (context, output) -> {
            RewindingOperator operator = (RewindingOperator) plan.open(context, output);
            rewinding.add(operator);
            return operator;
        };
        return dataflow.operator(name, noted, nodes);
    }

    int concat(int... inputs) {
        return dataflow.operator("concat", ConcatOperator.factory(), inputs);
    }

    int filter(int input, Expression condition) {
        return dataflow.operator("filter", StatelessStage.of(PAIRS, List.of(new Step.Filter(condition, null))), input);
    }

    /** Two columns of expressions over an input of columns of these types. */
    int project(int input, List<Type> types, Expression first, Expression second) {
        Step step = new Step.Project(List.of(first, second), List.of("", ""));
        return dataflow.operator("project", StatelessStage.of(types, List.of(step)), input);
    }

    static Expression column(int index) {
        return new ColumnRef(index, Type.INT64);
    }

    static Expression optional(int index) {
        return new ColumnRef(index, Type.optional(Type.INT64));
    }

    static Expression number(long value) {
        return new Expression.Literal(value, Type.INT64);
    }

    static Expression call(Op op, Type type, Expression... operands) {
        return new Expression.Call(op, List.of(operands), type);
    }

    Execution open(int workers, int batchRows) {
        RunSettings settings = RunSettings.of(
                        error -> {
                            throw new IllegalStateException(error.message());
                        },
                        1L << 32)
                .withWorkers(workers)
                .withBatchRows(batchRows);
        return new Execution(dataflow, settings, null, EpochListener.NONE);
    }

    static void push(Execution execution, int node, List<Change> changes, SplittableRandom random) {
        for (int from = 0; from < changes.size(); ) {
            int to = Math.min(changes.size(), from + 1 + random.nextInt(40));
            try (BatchBuilder builder = execution.newBuilder(PAIR, false)) {
                for (Change change : changes.subList(from, to)) {
                    Cells.append(builder.column(0), change.row().get(0));
                    Cells.append(builder.column(1), change.row().get(1));
                    builder.endRow(change.weight());
                }
                execution.push(node, builder.build(0, 0));
            }
            from = to;
        }
    }

    /** Rows that were given to operators more than once, so far. */
    long rewoundRows() {
        return rewinding.stream().mapToLong(RewindingOperator::rewoundRows).sum();
    }

    /** Rows and keys of history that operators keep. */
    long heldRows() {
        return rewinding.stream().mapToLong(RewindingOperator::heldRows).sum();
    }
}
