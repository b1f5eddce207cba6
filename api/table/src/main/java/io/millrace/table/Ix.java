package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.plan.Columns;
import io.millrace.plan.Lookup;
import io.millrace.plan.Lookup.Misses;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.plan.UserLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The rows of a table that pointers point to: {@code table.ix(pointer).col("name")} in an operation on the rows that have the
 * pointers, or {@code table.ix(pointer).table()}, which has a row for each of these. A pointer to no row is an error of the row, which
 * goes when such a row comes. Immutable.
 */
public final class Ix {
    private final Table target;
    private final ColumnExpression pointer;
    private final Misses misses;
    private final boolean isOptional;
    private final UserLine line;

    private Ix(Table target, ColumnExpression pointer, Misses misses, boolean isOptional, UserLine line) {
        this.target = target;
        this.pointer = pointer;
        this.misses = misses;
        this.isOptional = isOptional;
        this.line = line;
    }

    static Ix of(Table target, ColumnExpression pointer) {
        return new Ix(target, pointer, Misses.ERROR, false, UserLine.ofCaller());
    }

    /** Pointers may be None, which gives None in all columns. */
    public Ix optional() {
        return new Ix(target, pointer, misses, true, line);
    }

    /** Pointers may point to no row, which gives None in all columns. They may be None, too. */
    public Ix allowMisses() {
        return new Ix(target, pointer, Misses.NONE, true, line);
    }

    /** Rows whose pointer points to no row are left out; for {@link #table} and {@link #select}. */
    public Ix skipMisses() {
        return new Ix(target, pointer, Misses.DROP, true, line);
    }

    /** A column of the rows that are found, in an operation on the rows that have the pointers. */
    public ColumnExpression col(String name) {
        if (misses == Misses.DROP) {
            throw UserLine.ofCaller()
                    .error("rows without what they look up cannot be left out inside an expression;"
                            + " take skipMisses().table(), or allowMisses()");
        }
        return ColumnExpression.of(new Term.Found(target, pointer, misses, isOptional, name));
    }

    /** The columns given, of the rows that are found, as {@link #table} has them. */
    public Table select(ColumnExpression... columns) {
        return table().select(columns);
    }

    /** Some of the columns, of the rows that are found. */
    public Table select(String first, String... more) {
        return table().select(first, more);
    }

    /** The rows that are found, under the ids of the table whose columns the pointer is made of. */
    public Table table() {
        Set<Table> tables = SameRows.mentioned(pointer);
        if (tables.isEmpty()) {
            throw line.error(
                    "whose rows have the pointer " + pointer
                            + "? Write table.col(…) in it, or say it with of(table), or use col(…) in an operation on that table");
        }
        return of(tables.iterator().next());
    }

    /** The rows that are found, under the ids of {@code context}, whose rows have the pointers. */
    public Table of(Table context) {
        LookupScope scope = LookupScope.of(SameRows.of(context, List.of(pointer)));
        int from = scope.look(target, pointer, misses, isOptional, line);
        List<Expression> found =
                new ArrayList<>(scope.refs(from).subList(0, target.schema().size()));
        Node node = new Node.Project(
                new Origin("ix", line),
                scope.node(),
                found,
                Columns.of(
                        target.columnNames(),
                        found.stream().map(Expression::type).toList()));
        return Table.of(node, misses == Misses.DROP ? context.universe().subset() : context.universe());
    }

    @Override
    public String toString() {
        return "ix(" + pointer + ")" + (misses == Lookup.Misses.ERROR ? "" : " with misses");
    }
}
