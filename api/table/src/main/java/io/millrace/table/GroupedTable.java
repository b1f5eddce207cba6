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
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows grouped by the values of some expressions. Immutable. */
public final class GroupedTable {
    /** What gives the ids of the groups. */
    private enum Ids {
        /** All the values that rows are grouped by. */
        OF_KEYS,
        /** The same, the last of which is an instance. */
        WITH_INSTANCE,
        /** The one value, a pointer, is the id. */
        KEY
    }

    private final LookupScope rows;
    private final Map<String, Integer> names;
    private final List<Expression> keys;
    private final Ids ids;
    private final Settings settings;
    private final UserLine line;

    /**
     * What the user said beside the keys.
     *
     * @param order what lists are sorted by, before the row id
     */
    private record Settings(List<Expression> order, boolean skipErrors) {}

    private GroupedTable(
            LookupScope rows,
            Map<String, Integer> names,
            List<Expression> keys,
            Ids ids,
            Settings settings,
            UserLine line) {
        this.rows = rows;
        this.names = names;
        this.keys = keys;
        this.ids = ids;
        this.settings = settings;
        this.line = line;
    }

    static GroupedTable of(Rows rows, List<ColumnExpression> groupings) {
        return of(rows, rows.node(), groupings);
    }

    static GroupedTable of(Scope scope, Node input, List<ColumnExpression> groupings) {
        boolean hasInstance = !groupings.isEmpty() && groupings.getLast().term() instanceof Term.Instance;
        return of(scope, input, groupings, hasInstance ? Ids.WITH_INSTANCE : Ids.OF_KEYS);
    }

    /** Groups by a pointer, which is the id of the group. */
    static GroupedTable byId(Rows rows, ColumnExpression pointer) {
        GroupedTable grouped = of(rows, rows.node(), List.of(pointer), Ids.KEY);
        NewIds.requirePointer(pointer, grouped.keys.getFirst().type());
        return grouped;
    }

    private static GroupedTable of(Scope scope, Node input, List<ColumnExpression> groupings, Ids ids) {
        LookupScope rows = LookupScope.of(scope, input);
        Typer typer = new Typer(rows);
        Map<String, Integer> names = new LinkedHashMap<>();
        List<Expression> keys = new ArrayList<>();
        for (ColumnExpression grouping : Selection.expanded(rows, groupings)) {
            boolean isInstance = ids == Ids.WITH_INSTANCE && grouping == groupings.getLast();
            Expression key = typer.typed(isInstance ? ((Term.Instance) grouping.term()).operand() : grouping);
            if (key.type() instanceof Type.Future) {
                throw grouping.line().error("cannot group by " + grouping + " of type " + key.type());
            }
            if (grouping.name() != null) {
                names.put(grouping.name(), keys.size());
            }
            keys.add(key);
        }
        return new GroupedTable(rows, names, keys, ids, new Settings(List.of(), true), UserLine.ofCaller());
    }

    /** The same groups, whose lists are sorted by these columns, then by row id. */
    public GroupedTable sortBy(String... columns) {
        return sortBy(Arrays.stream(columns).map(Expressions::col).toArray(ColumnExpression[]::new));
    }

    /** The same groups, whose lists are sorted by these values, then by row id. */
    public GroupedTable sortBy(ColumnExpression... values) {
        LookupScope sorted = rows.copy();
        List<Expression> order = new Typer(sorted).typed(List.of(values));
        return new GroupedTable(sorted, names, keys, ids, new Settings(order, settings.skipErrors()), line);
    }

    /**
     * The same groups, in which errors count or do not. Where they are skipped, as by default, a reducer leaves out the rows in which
     * its arguments are errors; else its result is an error while there are such rows.
     */
    public GroupedTable skipErrors(boolean skip) {
        return new GroupedTable(rows, names, keys, ids, new Settings(settings.order(), skip), line);
    }

    /**
     * One row a group, of grouping columns ({@code allColumns()} is all of them), reducers, and expressions of both. A group without
     * rows has none. Row ids are derived from the values that the rows are grouped by.
     */
    public Table reduce(ColumnExpression... columns) {
        Groups groups = new Groups(rows.copy());
        // Reducers first: what is looked up by their results comes behind them.
        List.of(columns).forEach(groups::collect);
        Node group = new Node.GroupBy(
                new Origin("groupBy", line),
                groups.input.node(),
                keys,
                List.copyOf(groups.aggregates.keySet()),
                settings.skipErrors(),
                groups.schema());
        LookupScope results = LookupScope.of(groups, underIds(group));
        Selection selection = Selection.of("reduce", results, List.of(columns));
        return Table.of(
                new Node.Project(Origin.of("reduce"), results.node(), selection.expressions(), selection.schema()));
    }

    private Node underIds(Node group) {
        return switch (ids) {
            case OF_KEYS -> group;
            case WITH_INSTANCE -> {
                List<Expression> values = Columns.refs(group.schema()).subList(0, keys.size());
                Expression id = new Expression.PointerFrom(values, false, true, Type.POINTER);
                yield NewIds.under("groupBy", group.schema(), group, id);
            }
            case KEY ->
                NewIds.under(
                        "groupById",
                        group.schema(),
                        group,
                        Columns.refs(group.schema()).getFirst());
        };
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
        /** The rows that are grouped, with all that reducers look up. */
        private final LookupScope input;

        Groups(LookupScope input) {
            this.input = input;
            for (Expression key : keys) {
                String name = ExpressionText.of(key, rows.schema().names());
                fields.add(Field.of(Columns.unique(name, taken), key.type()));
            }
        }

        /** Finds the reducers of an expression. */
        void collect(ColumnExpression expression) {
            if (expression.term() instanceof Term.Reduce reduce) {
                reduce(reduce, expression.line());
            } else {
                Terms.operands(expression.term()).forEach(this::collect);
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
            Typer typer = new Typer(input);
            List<Expression> arguments = typer.typed(reduce.arguments());
            Expression condition = reduce.condition() == null ? null : typer.condition(reduce.condition(), "where");
            Type type = reduce.reducer()
                    .resultType(arguments.stream().map(Expression::type).toList());
            if (type == null || arguments.stream().anyMatch(it -> it.type() instanceof Type.Future)) {
                Type refused = arguments.getFirst().type();
                throw at.error(reduce.reducer() + " does not take " + refused + ": " + text(reduce, arguments)
                        + (refused.isOptional() ? "; unwrap or coalesce the value first" : ""));
            }
            if (condition != null && FilteredSums.areSums(reduce.reducer(), arguments)) {
                return FilteredSums.of(reduce.reducer(), arguments, condition, this::aggregate);
            }
            Type result =
                    condition == null || FilteredSums.isNeverNone(type, reduce.reducer()) ? type : Type.optional(type);
            return aggregate(new Aggregate(reduce.reducer(), completed(reduce, arguments), condition, result));
        }

        private List<Expression> completed(Term.Reduce reduce, List<Expression> arguments) {
            List<Expression> all = new ArrayList<>(arguments);
            switch (reduce.reducer().added()) {
                case NOTHING -> {}
                case ID -> {
                    if (arguments.size() == 1) {
                        all.add(new Expression.RowId());
                    }
                }
                case ORDER -> {
                    all.addAll(settings.order());
                    all.add(new Expression.RowId());
                }
            }
            return all;
        }

        private String text(Term.Reduce reduce, List<Expression> arguments) {
            return reduce.reducer() + "("
                    + ExpressionText.of(arguments, input.schema().names()) + ")";
        }

        private ColumnRef aggregate(Aggregate aggregate) {
            Integer known = aggregates.get(aggregate);
            if (known == null) {
                known = fields.size();
                aggregates.put(aggregate, known);
                String text = aggregate.reducer() + "("
                        + ExpressionText.of(
                                aggregate.arguments(), input.schema().names()) + ")";
                fields.add(Field.of(Columns.unique(text, taken), aggregate.type()));
            }
            return new ColumnRef(known, aggregate.type());
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
