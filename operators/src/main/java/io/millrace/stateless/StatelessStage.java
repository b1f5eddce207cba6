package io.millrace.stateless;

import io.millrace.batch.Batch;
import io.millrace.expression.Expression;
import io.millrace.expression.ExpressionProgram;
import io.millrace.expression.ExpressionTrees;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * A chain of projections and filters in one pass: a batch's selection is narrowed by all filters, then the columns of the last
 * projection are computed for the rows that are left. Columns that only pass through are shared, no batch lies between the steps,
 * and weights, ids and time are carried along. An expression behind a filter is not evaluated for rows that the filter drops, nor is
 * one before a filter whose column nothing reads.
 */
public final class StatelessStage implements Operator {
    private final ExpressionProgram program;
    private final Output output;

    private StatelessStage(ExpressionProgram program, Output output) {
        this.program = program;
        this.output = output;
    }

    /** Returns the factory of a chain over rows of the given types. */
    public static OperatorFactory of(List<Type> input, List<Step> steps) {
        Fused fused = fuse(input, steps);
        return (context, output) -> open(fused, context, output);
    }

    private static StatelessStage open(Fused fused, OperatorContext context, Output output) {
        return new StatelessStage(
                ExpressionProgram.compile(fused.filters(), fused.columns(), fused.userLines(), context), output);
    }

    /** Brings all steps to expressions over the chain's input. */
    private static Fused fuse(List<Type> input, List<Step> steps) {
        List<Expression> columns = new ArrayList<>();
        List<String> columnLines = new ArrayList<>();
        for (int i = 0; i < input.size(); i++) {
            columns.add(new Expression.ColumnRef(i, input.get(i)));
            columnLines.add(null);
        }
        List<Expression> filters = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Filter(Expression condition, String userLine) -> {
                    filters.add(ExpressionTrees.substitute(condition, columns));
                    lines.add(userLine);
                }
                case Step.Project(List<Expression> projected, List<String> userLines) -> {
                    List<Expression> before = columns;
                    List<String> linesBefore = columnLines;
                    columns = new ArrayList<>();
                    columnLines = new ArrayList<>();
                    for (int i = 0; i < projected.size(); i++) {
                        columns.add(ExpressionTrees.substitute(projected.get(i), before));
                        // A column that only passes through keeps the line where it was computed.
                        columnLines.add(
                                projected.get(i) instanceof Expression.ColumnRef ref
                                        ? linesBefore.get(ref.index())
                                        : i < userLines.size() ? userLines.get(i) : null);
                    }
                }
            }
        }
        lines.addAll(columnLines);
        return new Fused(filters, columns, lines);
    }

    @Override
    public void push(int input, Batch batch) {
        Batch result = program.evaluate(batch);
        if (result != null) {
            try (result) {
                output.push(result);
            }
        }
    }

    @Override
    public void close() {
        program.close();
    }

    /** A chain as filters and columns over its input; lines of the filters first. */
    private record Fused(List<Expression> filters, List<Expression> columns, List<String> userLines) {}
}
