package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.plan.Columns;
import io.millrace.plan.UserLine;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A list of columns as a user writes it, found and typed: the expressions, the schema that they make, and their lines by name. */
record Selection(List<Expression> expressions, Schema schema, Map<String, UserLine> lines) {
    Selection(List<Expression> expressions, Schema schema) {
        this(expressions, schema, Map.of());
    }

    /**
     * Resolves columns in a scope.
     *
     * @param operation what they are given to, for messages
     */
    static Selection of(String operation, Scope scope, List<ColumnExpression> columns) {
        Typer typer = new Typer(scope);
        List<String> names = new ArrayList<>();
        List<Expression> expressions = new ArrayList<>();
        Map<String, UserLine> lines = new HashMap<>();
        for (ColumnExpression column : expanded(scope, columns)) {
            lines.put(column.name(), column.line());
            names.add(nameOf(operation, column));
            expressions.add(typer.typed(column));
        }
        checkNames(operation, names, columns);
        List<Type> types = expressions.stream().map(Expression::type).toList();
        return new Selection(expressions, Columns.of(names, types), lines);
    }

    /** Replaces {@code *} by the columns that it stands for. */
    static List<ColumnExpression> expanded(Scope scope, List<ColumnExpression> columns) {
        List<ColumnExpression> all = new ArrayList<>();
        for (ColumnExpression column : columns) {
            if (column.term() instanceof Term.Star star) {
                List<String> names = scope.star(star.side(), column.line());
                for (String excluded : star.without()) {
                    if (!names.contains(excluded)) {
                        throw column.line().error("no column " + excluded + " to leave out; there are " + names);
                    }
                }
                names.stream()
                        .filter(name -> !star.without().contains(name))
                        .forEach(name -> all.add(ColumnExpression.of(new Term.Column(star.side(), name))));
            } else {
                all.add(column);
            }
        }
        return all;
    }

    private static String nameOf(String operation, ColumnExpression column) {
        String name = column.name();
        if (name == null) {
            throw column.line().error("a column of " + operation + " needs a name: write .as(\"…\") behind " + column);
        }
        if (name.equals("id")) {
            throw column.line().error("a column cannot be named id: that is the row's own id");
        }
        return name;
    }

    private static void checkNames(String operation, List<String> names, List<ColumnExpression> columns) {
        Map<String, Integer> seen = new HashMap<>();
        for (String name : names) {
            if (seen.merge(name, 1, Integer::sum) > 1) {
                UserLine line = columns.getLast().line();
                throw line.error("two columns of " + operation + " are named " + name + "; rename one with .as(\"…\")");
            }
        }
    }
}
