package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.plan.Node;
import io.millrace.plan.OrderedNode;
import io.millrace.plan.OrderedStep;
import io.millrace.plan.Origin;
import io.millrace.plan.UserLine;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Makes the nodes of operations on the order or the time of rows. */
final class Ordering {
    private static final Schema NEIGHBOURS = new Schema(
            List.of(Field.of("prev", Type.optional(Type.POINTER)), Field.of("next", Type.optional(Type.POINTER))),
            false);

    private Ordering() {}

    static Node sort(Table table, ColumnExpression key, List<ColumnExpression> instance) {
        return node("sort", table, new OrderedStep.Sort(), List.of(key), instance);
    }

    /** @param sorted of the same rows, those before and after each */
    static Table differences(Table table, Table sorted, String... values) {
        Ix previous = table.ix(sorted.col("prev")).optional();
        return table.select(Arrays.stream(values)
                .map(name -> {
                    ColumnExpression before = previous.col(name);
                    ColumnExpression difference = table.col(name).minus(Expressions.unwrap(before));
                    return Expressions.require(difference, before).as("diff_" + name);
                })
                .toArray(ColumnExpression[]::new));
    }

    static <T> Node deduplicate(
            Table table, ColumnExpression value, List<ColumnExpression> instance, Accept<T> acceptor) {
        @SuppressWarnings("unchecked") // the values are of the type that the user knows
        OrderedStep step = new OrderedStep.Deduplicate((next, current) -> acceptor.accepts((T) next, (T) current));
        return node("deduplicate", table, step, List.of(value), instance);
    }

    static Node byTime(
            String operation,
            Table table,
            OrderedStep step,
            ColumnExpression time,
            Object threshold,
            List<ColumnExpression> instance) {
        return node(operation, table, step, List.of(time, time.plus(threshold)), instance);
    }

    static Node dropRetractions(Table table, boolean consistent) {
        return node(
                "filterOutResultsOfForgetting",
                table,
                new OrderedStep.DropRetractions(consistent),
                List.of(),
                List.of());
    }

    private static Node node(
            String operation,
            Table table,
            OrderedStep step,
            List<ColumnExpression> own,
            List<ColumnExpression> instance) {
        List<ColumnExpression> all = new ArrayList<>(own);
        all.addAll(instance);
        Rows rows = all.isEmpty() ? Rows.of(table) : SameRows.of(table, all);
        List<Expression> expressions = new Typer(rows).typed(all);
        for (int i = 0; i < expressions.size(); i++) {
            if (expressions.get(i).type() instanceof Type.Future) {
                throw all.get(i)
                        .line()
                        .error(operation + " does not take " + all.get(i) + " of type "
                                + expressions.get(i).type() + "; await its results first");
            }
        }
        if (own.size() == 2) {
            requireTime(
                    operation,
                    own.getFirst(),
                    expressions.get(0).type(),
                    expressions.get(1).type());
        }
        List<Integer> kept = step.makesColumns()
                ? List.of()
                : IntStream.range(0, table.schema().size()).boxed().toList();
        Schema schema =
                step.makesColumns() ? NEIGHBOURS : new Schema(table.schema().fields(), false);
        return new OrderedNode(
                new Origin(operation, UserLine.ofCaller()), rows.node(), step, expressions, kept, schema);
    }

    private static void requireTime(String operation, ColumnExpression time, Type type, Type threshold) {
        boolean isTime = type == Type.INT64
                || type == Type.FLOAT64
                || type == Type.DATE_TIME_NAIVE
                || type == Type.DATE_TIME_UTC
                || type == Type.DURATION;
        if (!isTime || !threshold.equals(type)) {
            throw time.line()
                    .error("the time of " + operation + " is " + type + " and its threshold " + threshold
                            + "; both must be int, float, datetime or duration, and the same: " + time);
        }
    }
}
