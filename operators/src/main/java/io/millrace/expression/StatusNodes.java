package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.port.DataError;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.util.List;

/** Nodes about whether cells are values: the static type alone, is_none, unwrap, coalesce, require, fill_error. */
final class StatusNodes {
    private StatusNodes() {}

    /** The operand's cells under another type of their lane. */
    static final class RetypeNode extends Node {
        private final Node operand;

        RetypeNode(Node operand, Type type) {
            super(type, null);
            this.operand = operand;
        }

        @Override
        Cells compute(Run run, Rows active, Rows fresh, Cells before) {
            return operand.evaluate(run, active).withType(type);
        }
    }

    /** Whether cells are None; errors stay errors. */
    static final class IsNoneNode extends Node {
        private final Node operand;
        private final boolean negated;

        IsNoneNode(Node operand, boolean negated) {
            super(Type.BOOL, null);
            this.operand = operand;
            this.negated = negated;
        }

        @Override
        Cells compute(Run run, Rows active, Rows fresh, Cells before) {
            Cells x = operand.evaluate(run, active);
            ColumnBuilder result = run.take(Lane.BIT);
            int rows = run.rowCount();
            long none = Statuses.nones(run, x);
            if (none == 0) {
                Bitmaps.fill(result.data(), negated, rows);
            } else if (negated) {
                Bitmaps.not(none, result.data(), rows);
            } else {
                Bitmaps.copy(none, result.data(), rows);
            }
            result.setWritten(rows, 0);
            Statuses.inheritUnlessNone(run, result, x, none);
            return Cells.of(result.view(type));
        }
    }

    /** The operand without its optional type; None is an error. */
    static final class UnwrapNode extends Node {
        private final Node operand;

        UnwrapNode(Node operand, Type type, String userLine) {
            super(type, userLine);
            this.operand = operand;
        }

        @Override
        Cells compute(Run run, Rows active, Rows fresh, Cells before) {
            Cells x = operand.evaluate(run, active);
            long none = Statuses.nones(run, x);
            if (none == 0) {
                return x.withType(type);
            }
            Rows refused = run.intersect(active, none);
            if (refused.isEmpty()) {
                return x.withType(type);
            }
            ColumnBuilder result = Choice.builder(run, refused.bitmap(), Choice.none(run, type), x, type);
            Statuses.fail(
                    run,
                    result,
                    refused.bitmap(),
                    fresh,
                    (row, failure) -> failure.set(
                            DataError.Kind.MISSING_VALUE,
                            "cannot unwrap None; give a default with coalesce, or filter the rows with None out"
                                    + " before"),
                    this);
            return Cells.of(result.view(type));
        }
    }

    /** The first operand that is not None, evaluated no further than needed. */
    static final class CoalesceNode extends Node {
        private final List<Node> operands;

        CoalesceNode(List<Node> operands, Type type) {
            super(type, null);
            this.operands = operands;
        }

        @Override
        Cells compute(Run run, Rows active, Rows fresh, Cells before) {
            Cells result = operands.getFirst().evaluate(run, active);
            for (Node next : operands.subList(1, operands.size())) {
                long none = Statuses.nones(run, result);
                if (none == 0) {
                    break;
                }
                Rows open = run.intersect(active, none);
                if (open.isEmpty()) {
                    break;
                }
                result = Choice.of(run, open.bitmap(), next.evaluate(run, open), result, type);
            }
            return result.withType(type);
        }
    }

    /** The value where no dependency is None, else None. */
    static final class RequireNode extends Node {
        private final Node value;
        private final List<Node> dependencies;

        RequireNode(Node value, List<Node> dependencies, Type type) {
            super(type, null);
            this.value = value;
            this.dependencies = dependencies;
        }

        @Override
        Cells compute(Run run, Rows active, Rows fresh, Cells before) {
            Rows open = active;
            // A dependency in error makes the result one; behind it the others are not asked.
            Cells unmet = null;
            for (Node dependency : dependencies) {
                if (open.isEmpty()) {
                    break;
                }
                Cells asked = dependency.evaluate(run, open);
                if (asked.isDense()) {
                    continue;
                }
                ColumnBuilder status = run.take(Lane.BIT);
                Bitmaps.fill(status.data(), false, run.rowCount());
                status.setWritten(run.rowCount(), 0);
                Statuses.inherit(run, status, asked);
                Cells column = Cells.of(status.view(Type.optional(Type.BOOL)));
                unmet = unmet == null ? column : Choice.of(run, bits(run, open), column, unmet, Type.BOOL);
                open = run.intersect(open, column.column().validity());
            }
            if (unmet == null) {
                return value.evaluate(run, active).withType(type);
            }
            Cells none = Choice.none(run, type);
            Cells chosen = open.isEmpty() ? none : value.evaluate(run, open);
            ColumnBuilder result = Choice.builder(run, bits(run, open), chosen, none, type);
            long closed = run.bitmap();
            Bitmaps.not(bits(run, open), closed, run.rowCount());
            Statuses.addErrors(run, result, unmet.column(), closed);
            return Cells.of(result.view(type));
        }
    }

    /** The replacement where the operand is an error. */
    static final class FillErrorNode extends Node {
        private final Node operand;
        private final Node replacement;

        FillErrorNode(Node operand, Node replacement, Type type) {
            super(type, null);
            this.operand = operand;
            this.replacement = replacement;
        }

        @Override
        Cells compute(Run run, Rows active, Rows fresh, Cells before) {
            Cells x = operand.evaluate(run, active);
            if (x.column().errors() == 0) {
                return x.withType(type);
            }
            Rows failed = run.intersect(active, x.column().errors());
            if (failed.isEmpty()) {
                return x.withType(type);
            }
            return Choice.of(run, failed.bitmap(), replacement.evaluate(run, failed), x, type);
        }
    }

    private static long bits(Run run, Rows rows) {
        if (!rows.isAll()) {
            return rows.bitmap();
        }
        long all = run.bitmap();
        Bitmaps.fill(all, true, run.rowCount());
        return all;
    }
}
