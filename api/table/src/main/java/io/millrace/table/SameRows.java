package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.expression.ExpressionTrees;
import io.millrace.plan.Columns;
import io.millrace.plan.Lookup;
import io.millrace.plan.MergeById;
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
 * Lets an operation on one table use columns of others that have the same ids. Where both were made from one table row by row, be it
 * with rows that were looked up, the result is made from that one, with the columns of all; else the rows are brought together by
 * their ids.
 */
final class SameRows {
    private SameRows() {}

    /** The rows of {@code table} with the columns of other tables that {@code expressions} mention behind its own. */
    static Rows of(Table table, List<ColumnExpression> expressions) {
        Set<Table> read = new LinkedHashSet<>();
        Set<Table> identified = new LinkedHashSet<>();
        expressions.forEach(expression -> collect(expression, read, identified));
        Predicate<Table> isOther = other -> other != table && other.universe().isEqualTo(table.universe());
        identified.removeIf(isOther.negate());
        Rows rows = Rows.of(table).withIdsOf(identified);
        for (Table other : read) {
            if (isOther.test(other)) {
                rows = widened(rows, other, expressions.getFirst().line());
            }
        }
        return rows;
    }

    /** The tables whose columns or ids an expression mentions. */
    static Set<Table> mentioned(ColumnExpression expression) {
        Set<Table> tables = new LinkedHashSet<>();
        collect(expression, tables, tables);
        return tables;
    }

    private static Rows widened(Rows rows, Table other, UserLine line) {
        int offset = rows.schema().size();
        List<Field> fields = new ArrayList<>(rows.schema().fields());
        Set<String> taken = new LinkedHashSet<>(rows.schema().names());
        for (Field field : other.schema().fields()) {
            fields.add(Field.of(Columns.unique(field.name(), taken), field.type()));
        }
        Schema schema = new Schema(fields, false);
        Origin origin = new Origin("same rows", line);
        Node base = commonBase(rows.node(), other.node());
        if (base == null) {
            List<MergeById.Source> sources = new ArrayList<>(MergeById.columnsOf(0, rows.node()));
            sources.addAll(MergeById.columnsOf(1, other.node()));
            List<Node> inputs = List.of(rows.node(), other.node());
            return rows.with(new MergeById(origin, inputs, MergeById.Rule.SAME_IDS, sources, schema), other, offset);
        }
        Wide wide = new Wide(base);
        List<Expression> expressions = new ArrayList<>(wide.columnsOf(rows.node()));
        expressions.addAll(wide.columnsOf(other.node()));
        return rows.with(new Node.Project(origin, wide.node, expressions, schema), other, offset);
    }

    /** The columns of a table as expressions over a node that it is a projection of, or null where it is none. */
    static List<Expression> columnsOver(Node base, Node node) {
        for (Node candidate = node; candidate != base; candidate = ((Node.Project) candidate).input()) {
            if (!(candidate instanceof Node.Project)) {
                return null;
            }
        }
        return new Wide(base).columnsOf(node);
    }

    /** The nearest node that both are made from row by row. */
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

    /** The node whose rows, all of them and under their ids, {@code node} is made from; or null. */
    private static Node below(Node node) {
        return switch (node) {
            case Node.Project project -> project.input();
            case Lookup lookup when lookup.misses() != Lookup.Misses.DROP -> lookup.left();
            default -> null;
        };
    }

    /** A node that grows as tables are brought back to it. */
    private static final class Wide {
        private final Node base;
        private Node node;

        Wide(Node base) {
            this.base = base;
            this.node = base;
        }

        /** The columns of a table made from the base, over the node; what it looks up is looked up there. */
        List<Expression> columnsOf(Node of) {
            if (of == base) {
                return Columns.refs(base.schema());
            }
            List<Expression> below = columnsOf(below(of));
            if (of instanceof Node.Project project) {
                return project.expressions().stream()
                        .map(expression -> ExpressionTrees.substitute(expression, below))
                        .toList();
            }
            Lookup lookup = (Lookup) of;
            int offset = node.schema().size();
            node = Lookup.of(
                    lookup.origin(),
                    node,
                    lookup.right(),
                    ExpressionTrees.substitute(lookup.pointer(), below),
                    lookup.misses());
            List<Expression> columns = new ArrayList<>(below);
            columns.addAll(
                    Columns.refs(node.schema()).subList(offset, node.schema().size()));
            return columns;
        }
    }

    private static void collect(ColumnExpression expression, Set<Table> read, Set<Table> identified) {
        switch (expression.term()) {
            case Term.TableColumn column -> read.add(column.table());
            case Term.TableId id -> identified.add(id.table());
            default -> Terms.operands(expression.term()).forEach(operand -> collect(operand, read, identified));
        }
    }
}
