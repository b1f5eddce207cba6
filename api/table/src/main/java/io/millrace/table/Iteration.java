package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.plan.Columns;
import io.millrace.plan.LoopBodies;
import io.millrace.plan.LoopNode;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.plan.UserLine;
import io.millrace.type.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Repeats a step on tables until it no longer changes them, and keeps the result up to date: at every time it is what the steps make
 * of the input of that time, as {@code pw.iterate} has it. A step that never comes to rest needs a limit.
 *
 * <p>Tables given by name go through the steps, other tables may be used in a step as they are. Immutable; any thread.
 *
 * <pre>{@code
 * Table reached = Iteration.universe("t", starts)
 *         .limit(50)
 *         .run(in -> Map.of("t", step(in.get("t"), edges)))
 *         .get("t");
 * }</pre>
 */
public final class Iteration {
    private final Map<String, Start> starts;
    private final int limit;

    /** @param keepsIds whether steps keep the ids of the rows */
    private record Start(Table table, boolean keepsIds) {}

    private Iteration(Map<String, Start> starts, int limit) {
        this.starts = starts;
        this.limit = limit;
    }

    /** Starts with a table whose rows are the same ones after each step. */
    public static Iteration table(String name, Table start) {
        return new Iteration(Map.of(), Integer.MAX_VALUE).andTable(name, start);
    }

    /** Starts with a table of which a step may make one of other rows. */
    public static Iteration universe(String name, Table start) {
        return new Iteration(Map.of(), Integer.MAX_VALUE).andUniverse(name, start);
    }

    /** Adds a table whose rows are the same ones after each step. */
    public Iteration andTable(String name, Table start) {
        return with(name, new Start(start, true));
    }

    /** Adds a table of which a step may make one of other rows. */
    public Iteration andUniverse(String name, Table start) {
        return with(name, new Start(start, false));
    }

    private Iteration with(String name, Start start) {
        Map<String, Start> all = new LinkedHashMap<>(starts);
        if (all.put(name, start) != null) {
            throw UserLine.ofCaller().error("two tables of the iteration are called " + name);
        }
        return new Iteration(all, limit);
    }

    /** Takes {@code iterations} steps at most. */
    public Iteration limit(int iterations) {
        if (iterations < 1) {
            throw UserLine.ofCaller().error("an iteration limit is 1 or more, not " + iterations);
        }
        return new Iteration(starts, iterations);
    }

    /**
     * Takes steps until nothing changes.
     *
     * @param step makes of the tables, by name, their next versions, which have the same columns; those that it does not return stay
     *     as they are. It describes the step, and is called once
     * @return the tables that the step returns, after the last step
     */
    public Map<String, Table> run(Function<Map<String, Table>, Map<String, Table>> step) {
        Origin origin = Origin.of("iterate");
        LoopNode.Loop loop = new LoopNode.Loop(limit);
        Map<String, Table> inside = new LinkedHashMap<>();
        for (Map.Entry<String, Start> it : starts.entrySet()) {
            Table start = it.getValue().table();
            Node variable = new LoopNode.Variable(origin, loop, inside.size(), start.schema());
            inside.put(
                    it.getKey(), it.getValue().keepsIds() ? Table.of(variable, start.universe()) : Table.of(variable));
        }
        Map<String, Table> made = step.apply(Map.copyOf(inside));
        for (String name : made.keySet()) {
            if (!starts.containsKey(name)) {
                throw origin.line()
                        .error("the step returns a table " + name + "; the iteration has " + starts.keySet());
            }
        }
        if (made.isEmpty()) {
            throw origin.line().error("the step returns no table; the iteration has " + starts.keySet());
        }
        List<Node> startNodes = new ArrayList<>();
        List<Node> results = new ArrayList<>();
        inside.forEach((name, variable) -> {
            startNodes.add(starts.get(name).table().node());
            results.add(made.containsKey(name) ? result(name, variable, made.get(name), origin) : variable.node());
        });
        LoopNode.End end = new LoopNode.End(origin, loop, startNodes, results);
        check(end);
        Map<String, Table> finished = new LinkedHashMap<>();
        int index = 0;
        for (String name : inside.keySet()) {
            if (made.containsKey(name)) {
                Start start = starts.get(name);
                Node result =
                        new LoopNode.Result(origin, end, index, start.table().schema());
                finished.put(
                        name, start.keepsIds() ? Table.of(result, start.table().universe()) : Table.of(result));
            }
            index++;
        }
        return finished;
    }

    /** A step of one table, whose rows are the same ones after it. */
    static Table run(Table start, int limit, UnaryOperator<Table> step) {
        Iteration iteration = table("table", start);
        return (limit == Integer.MAX_VALUE ? iteration : iteration.limit(limit))
                .run(in -> Map.of("table", step.apply(in.get("table"))))
                .get("table");
    }

    private Node result(String name, Table variable, Table made, Origin origin) {
        if (starts.get(name).keepsIds() && !made.universe().isEqualTo(variable.universe())) {
            throw origin.line()
                    .error("the step may give table " + name
                            + " other rows; say so with Iteration.universe or andUniverse, or keep its ids");
        }
        List<Expression> columns = new ArrayList<>();
        for (Field field : variable.schema().fields()) {
            int index = made.schema().indexOf(field.name());
            if (index < 0 || made.schema().size() != variable.schema().size()) {
                throw origin.line()
                        .error("the step makes table " + name + " of columns " + variable.columnNames()
                                + " one of columns " + made.columnNames());
            }
            if (!made.schema().type(index).equals(field.type())) {
                throw origin.line()
                        .error("the step makes column " + field.name() + " of table " + name + ", of type "
                                + field.type() + ", one of type "
                                + made.schema().type(index));
            }
            columns.add(Rows.of(made).ref(index));
        }
        if (columns.equals(Columns.refs(made.schema()))) {
            return made.node();
        }
        return new Node.Project(
                origin,
                made.node(),
                columns,
                Columns.of(
                        variable.columnNames(),
                        columns.stream().map(Expression::type).toList()));
    }

    private static void check(LoopNode.End end) {
        LoopBodies bodies = LoopBodies.of(Node.inOrder(List.of(end)));
        for (Node node : Node.inOrder(List.of(end))) {
            if (bodies.loopOf(node) != null) {
                LoopBodies.checkInside(node);
            }
        }
        for (Node start : end.starts()) {
            if (bodies.loopOf(start) != null) {
                throw end.origin().line().error("an iterate inside iterate is not supported");
            }
        }
    }
}
