package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.expression.ExpressionTrees;
import io.millrace.plan.Columns;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.plan.UserLine;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Lets an operation on one table use columns of others that have the same rows, because all were made from one table row by row:
 * its rows become a projection of that one with the columns of all.
 */
final class SameRows {
    private SameRows() {}

    /** The rows of {@code table} with the columns of other tables that {@code expressions} mention behind its own. */
    static Rows of(Table table, List<ColumnExpression> expressions) {
        Set<Table> read = new LinkedHashSet<>();
        Set<Table> identified = new LinkedHashSet<>();
        expressions.forEach(expression -> collect(expression, read, identified));
        Predicate<Table> isOther = other -> other != table && other.universe().equals(table.universe());
        identified.removeIf(isOther.negate());
        Rows rows = Rows.of(table).withIdsOf(identified);
        for (Table other : read) {
            if (isOther.test(other)) {
                rows = widened(rows, other, expressions.getFirst().line());
            }
        }
        return rows;
    }

    private static Rows widened(Rows rows, Table other, UserLine line) {
        Node base = commonBase(rows.node(), other.node());
        if (base == null) {
            throw line.error(
                    "the tables have the same ids by promise only; bring the columns together with a join on id");
        }
        List<Expression> expressions = new ArrayList<>(over(base, rows.node()));
        int offset = expressions.size();
        expressions.addAll(over(base, other.node()));
        List<Field> fields = new ArrayList<>(rows.schema().fields());
        Set<String> taken = new LinkedHashSet<>(rows.schema().names());
        for (Field field : other.schema().fields()) {
            fields.add(Field.of(Columns.unique(field.name(), taken), field.type()));
        }
        Schema schema = new Schema(fields, false);
        Node wide = new Node.Project(new Origin("same rows", line), base, expressions, schema);
        return rows.with(wide, other, offset);
    }

    /** The columns of a table as expressions over a node that it is a projection of, or null where it is none. */
    static List<Expression> columnsOver(Node base, Node node) {
        for (Node candidate = node; candidate != null; candidate = below(candidate)) {
            if (candidate == base) {
                return over(base, node);
            }
        }
        return null;
    }

    /** The nearest node that both are projections of. */
    private static Node commonBase(Node left, Node right) {
        for (Node candidate = left; candidate != null; candidate = below(candidate)) {
            for (Node other = right; other != null; other = below(other)) {
                if (candidate == other) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private static Node below(Node node) {
        return node instanceof Node.Project project ? project.input() : null;
    }

    /** The columns of {@code node} as expressions over {@code base}, which it is a projection of. */
    private static List<Expression> over(Node base, Node node) {
        if (node == base) {
            return Columns.refs(base.schema());
        }
        Node.Project project = (Node.Project) node;
        List<Expression> below = over(base, project.input());
        return project.expressions().stream()
                .map(expression -> ExpressionTrees.substitute(expression, below))
                .toList();
    }

    private static void collect(ColumnExpression expression, Set<Table> read, Set<Table> identified) {
        switch (expression.term()) {
            case Term.TableColumn column -> read.add(column.table());
            case Term.TableId id -> identified.add(id.table());
            default -> Terms.operands(expression.term()).forEach(operand -> collect(operand, read, identified));
        }
    }
}
