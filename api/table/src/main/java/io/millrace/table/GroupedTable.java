package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.ColumnRef;
import io.millrace.plan.Aggregate;
import io.millrace.plan.Columns;
import io.millrace.plan.ExpressionText;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.plan.UserLine;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows grouped by the values of some expressions. Immutable. */
public final class GroupedTable {
    private final Scope rows;
    private final Node input;
    private final Map<String, Integer> names;
    private final List<Expression> keys;
    private final UserLine line;

    private GroupedTable(Scope rows, Node input, Map<String, Integer> names, List<Expression> keys, UserLine line) {
        this.rows = rows;
        this.input = input;
        this.names = names;
        this.keys = keys;
        this.line = line;
    }

    static GroupedTable of(Rows rows, List<ColumnExpression> groupings) {
        return of(rows, rows.node(), groupings);
    }

    static GroupedTable of(Scope rows, Node input, List<ColumnExpression> groupings) {
        Typer typer = new Typer(rows);
        Map<String, Integer> names = new LinkedHashMap<>();
        List<Expression> keys = new ArrayList<>();
        for (ColumnExpression grouping : Selection.expanded(rows, groupings)) {
            Expression key = typer.typed(grouping);
            if (key.type() instanceof Type.Future) {
                throw grouping.line().error("cannot group by " + grouping + " of type " + key.type());
            }
            if (grouping.name() != null) {
                names.put(grouping.name(), keys.size());
            }
            keys.add(key);
        }
        return new GroupedTable(rows, input, names, keys, UserLine.ofCaller());
    }

    /**
     * One row a group, of grouping columns ({@code allColumns()} is all of them), reducers, and expressions of both. A group without
     * rows has none. Row ids are derived from the values that the rows are grouped by.
     */
    public Table reduce(ColumnExpression... columns) {
        Groups groups = new Groups();
        Selection selection = Selection.of("reduce", groups, List.of(columns));
        Node group = new Node.GroupBy(
                new Origin("groupBy", line), input, keys, List.copyOf(groups.aggregates.keySet()), groups.schema());
        return Table.of(new Node.Project(Origin.of("reduce"), group, selection.expressions(), selection.schema()));
    }

    /** Grouping columns only: one row a group. */
    public Table reduce(String first, String... more) {
        List<ColumnExpression> columns = new ArrayList<>(List.of(Expressions.col(first)));
        for (String name : more) {
            columns.add(Expressions.col(name));
        }
        return reduce(columns.toArray(ColumnExpression[]::new));
    }

    /** What references mean in {@code reduce}: grouping columns and reducers, which it collects. */
    private final class Groups implements Scope {
        final Map<Aggregate, Integer> aggregates = new LinkedHashMap<>();
        private final List<Field> fields = new ArrayList<>();
        private final Set<String> taken = new HashSet<>();

        Groups() {
            for (Expression key : keys) {
                String name = ExpressionText.of(key, rows.schema().names());
                fields.add(Field.of(Columns.unique(name, taken), key.type()));
            }
        }

        @Override
        public Schema schema() {
            return new Schema(fields, false);
        }

        @Override
        public Expression column(Side side, String name, UserLine at) {
            if (side == Side.THIS && names.containsKey(name)) {
                return key(names.get(name));
            }
            return grouped(rows.column(side, name, at), name, at);
        }

        @Override
        public Expression column(Table table, String name, UserLine at) {
            return grouped(rows.column(table, name, at), name, at);
        }

        @Override
        public Expression id(Side side, UserLine at) {
            return grouped(rows.id(side, at), "id", at);
        }

        @Override
        public Expression id(Table table, UserLine at) {
            return grouped(rows.id(table, at), "id", at);
        }

        @Override
        public List<String> star(Side side, UserLine at) {
            if (side != Side.THIS) {
                return rows.star(side, at);
            }
            return List.copyOf(names.keySet());
        }

        @Override
        public Expression reduce(Term.Reduce reduce, UserLine at) {
            List<Expression> arguments = new Typer(rows).typed(reduce.arguments());
            List<Type> types = arguments.stream().map(Expression::type).toList();
            Type type = reduce.reducer().resultType(types);
            String text = reduce.reducer() + "("
                    + ExpressionText.of(arguments, rows.schema().names()) + ")";
            if (type == null) {
                throw at.error(reduce.reducer() + " does not take " + types.getFirst() + ": " + text
                        + (types.getFirst().isOptional() ? "; unwrap or coalesce the value first" : ""));
            }
            Aggregate aggregate = new Aggregate(reduce.reducer(), arguments, type);
            Integer known = aggregates.get(aggregate);
            if (known == null) {
                known = fields.size();
                aggregates.put(aggregate, known);
                fields.add(Field.of(Columns.unique(text, taken), type));
            }
            return new ColumnRef(known, type);
        }

        private Expression grouped(Expression column, String name, UserLine at) {
            int index = keys.indexOf(column);
            if (index < 0) {
                List<String> grouping =
                        fields.subList(0, keys.size()).stream().map(Field::name).toList();
                throw at.error("column " + name + " is not one value a group; group by it, or use it in a reducer"
                        + (grouping.isEmpty() ? "" : " (grouped by " + grouping + ")"));
            }
            return key(index);
        }

        private ColumnRef key(int index) {
            return new ColumnRef(index, keys.get(index).type());
        }
    }
}
