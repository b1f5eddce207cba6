package io.millrace.expression;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.batch.Compaction;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Kernels;
import io.millrace.port.DataError;
import io.millrace.port.OperatorContext;
import io.millrace.type.Type;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * Expressions made ready to be evaluated on batch after batch, a column at a time: compiled once a stage and worker, used by
 * that worker's thread. Equal parts are evaluated once. Rows that are not selected, or that a branch leaves out, may be
 * computed too, but neither their errors count nor is user code called for them.
 *
 * <p>An operand in error makes the result an error; what goes wrong first is reported, with the expression's line, once a row.
 */
public final class ExpressionProgram implements AutoCloseable {
    private static final Column[] NOTHING = {};

    private final Run run;
    private final List<Node> nodes;
    private final Node[] filters;
    private final Node[] outputs;
    private final BitSet inputColumns;
    private final boolean mayCompact;
    private final BatchPool pool;
    private final String[] filterLines;

    private ExpressionProgram(
            Compiled filters, Compiled outputs, OperatorContext context, Kernels kernels, List<Node> nodes) {
        this.run = new Run(context, kernels);
        this.pool = context.pool();
        this.nodes = nodes;
        this.filters = filters.nodes();
        this.filterLines = filters.lines();
        this.outputs = outputs.nodes();
        this.inputColumns = ExpressionTrees.columns(outputs.expressions());
        this.mayCompact = !ExpressionTrees.shareWork(filters.expressions(), outputs.expressions());
    }

    /**
     * Compiles expressions over the columns of one input.
     *
     * @param userLines where each of them stands in the user's program; may be null, and hold nulls
     */
    public static ExpressionProgram compile(
            List<Expression> expressions, List<String> userLines, OperatorContext context) {
        return compile(List.of(), expressions, userLines, context);
    }

    /**
     * Compiles filters, which are applied one after the other, and the expressions of the rows that pass them all.
     *
     * @param userLines where they stand in the user's program, filters first; may be null, and hold nulls
     */
    public static ExpressionProgram compile(
            List<Expression> filters, List<Expression> outputs, List<String> userLines, OperatorContext context) {
        return compile(filters, outputs, userLines, context, Kernels.active());
    }

    static ExpressionProgram compile(
            List<Expression> filters,
            List<Expression> outputs,
            List<String> userLines,
            OperatorContext context,
            Kernels kernels) {
        int filterCount = filters.size();
        List<String> lines =
                userLines == null ? Collections.nCopies(filterCount + outputs.size(), (String) null) : userLines;
        Compiler compiler = new Compiler(context.pool());
        try {
            return new ExpressionProgram(
                    compile(compiler, filters, lines.subList(0, filterCount)),
                    compile(compiler, outputs, lines.subList(filterCount, lines.size())),
                    context,
                    kernels,
                    compiler.nodes());
        } catch (RuntimeException e) {
            compiler.nodes().forEach(Node::close);
            throw e;
        }
    }

    private static Compiled compile(Compiler compiler, List<Expression> expressions, List<String> lines) {
        Node[] nodes = new Node[expressions.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = compiler.compile(expressions.get(i), lines.get(i));
        }
        return new Compiled(List.copyOf(expressions), nodes, lines.toArray(String[]::new));
    }

    /**
     * Returns an owned batch of the expressions' columns, with the rows that pass the filters, the weights and ids of {@code batch}
     * and its time, or null where no row passes. Columns that are the input's own are shared with it. Borrows the batch.
     *
     * @throws RuntimeException what the error log throws, in fail-fast mode; then nothing is left behind
     */
    public Batch evaluate(Batch batch) {
        if (batch.selectedCount() == 0) {
            return null;
        }
        if (batch.selection() != null && isSparse(batch.selectedCount(), batch.rowCount())) {
            try (Batch dense = Compaction.dense(pool, batch)) {
                return evaluateAsIs(dense);
            }
        }
        return evaluateAsIs(batch);
    }

    /** Frees constants. Batches that came of the program live on. */
    @Override
    public void close() {
        nodes.forEach(Node::close);
    }

    private Batch evaluateAsIs(Batch batch) {
        run.begin(batch);
        try {
            Rows rows = passing();
            if (rows.isEmpty()) {
                return null;
            }
            if (mayCompact && filters.length > 0 && isSparse(rows.count(), batch.rowCount())) {
                return evaluateFew(batch, rows);
            }
            return outputs(batch, rows);
        } finally {
            endRun();
        }
    }

    /** The outputs of few rows are computed on copies of these rows alone. */
    private Batch evaluateFew(Batch batch, Rows rows) {
        try (Batch dense = Compaction.dense(pool, batch, rows.bitmap(), inputColumns)) {
            endRun();
            run.begin(dense);
            return outputs(dense, run.selected());
        }
    }

    private Batch outputs(Batch batch, Rows rows) {
        try (Batch.Parts parts = Batch.of(pool, batch.rowCount())) {
            Column[] kept = new Column[outputs.length + (rows.isAll() ? 0 : 1)];
            for (int i = 0; i < outputs.length; i++) {
                kept[i] = materialised(outputs[i].evaluate(run, rows));
            }
            if (!rows.isAll()) {
                kept[outputs.length] = new Column(Type.BOOL, batch.rowCount(), rows.bitmap(), 0, 0, 0, 0);
                parts.selection(kept[outputs.length]);
            }
            parts.columns(Arrays.copyOf(kept, outputs.length))
                    .keys(batch.keys())
                    .weights(batch.weights())
                    .timeOf(batch);
            boolean ownsAll = run.end(parts, kept);
            if (!ownsAll || batch.keys() != null || batch.weights() != null) {
                parts.sharing(batch);
            }
            return parts.build();
        }
    }

    private Rows passing() {
        Rows rows = run.selected();
        for (int i = 0; i < filters.length && !rows.isEmpty(); i++) {
            rows = passing(filters[i], filterLines[i], rows);
        }
        return rows;
    }

    private Rows passing(Node filter, String line, Rows rows) {
        Column holds = filter.evaluate(run, rows).column();
        Rows passing = run.intersect(rows, holds.data());
        if (holds.isDense()) {
            return passing;
        }
        if (holds.errors() != 0) {
            Rows failed = run.intersect(rows, holds.errors());
            for (int row = failed.next(0); row < run.rowCount(); row = failed.next(row + 1)) {
                run.report(
                        DataError.Kind.ERROR_IN_FILTER,
                        "the condition of a filter is an error; the row is dropped",
                        line);
            }
        }
        return run.intersect(passing, holds.validity());
    }

    private Column materialised(Cells cells) {
        if (!cells.isConstant()) {
            return cells.column();
        }
        ColumnBuilder copies = run.take(cells.column().lane());
        for (int row = 0; row < run.rowCount(); row++) {
            copies.appendFrom(cells.column(), 0);
        }
        return copies.view(cells.column().type());
    }

    private void endRun() {
        run.end(null, NOTHING);
        for (Node node : nodes) {
            node.reset();
        }
    }

    /** Below a fifth, copying the rows costs less than computing all of them. */
    private static boolean isSparse(int rows, int of) {
        return rows * 5L < of;
    }

    /** Expressions with their nodes and lines. */
    private record Compiled(List<Expression> expressions, Node[] nodes, String[] lines) {}
}
