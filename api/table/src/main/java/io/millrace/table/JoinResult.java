package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.plan.AppendOnlyInference;
import io.millrace.plan.Changes;
import io.millrace.plan.Columns;
import io.millrace.plan.JoinId;
import io.millrace.plan.JoinKind;
import io.millrace.plan.JoinMatching;
import io.millrace.plan.JoinOn;
import io.millrace.plan.MergeById;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.plan.UniqueKeys;
import io.millrace.plan.UserLine;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Joined rows, of which {@code select} or {@code reduce} makes a table. {@code left("a")} and {@code right("a")} are columns of
 * one side; {@code col("a")} is the column of the side that has it, and where the join equates columns of one name, whichever of
 * the two is there. Immutable.
 */
public final class JoinResult implements Joinable {
    private final JoinSides sides;
    private final JoinOn on;
    private final Origin origin;
    private final List<Expression> filters;
    private final Node node;
    private final Universe universe;

    private JoinResult(JoinSides sides, JoinOn on, Origin origin, List<Expression> filters, Universe universe) {
        this.sides = sides;
        this.on = on;
        this.origin = origin;
        this.filters = filters;
        this.universe = universe;
        Node left = sides.left().node();
        Node right = sides.right().node();
        Node joined = new Node.Join(origin, left, right, on, Columns.joined(left.schema(), right.schema(), on.kind()));
        for (Expression filter : filters) {
            joined = new Node.Filter(
                    new Origin("filter", origin.line()), joined, filter, Columns.narrowed(joined.schema(), filter));
        }
        this.node = mayRepeatIds() ? unique(joined) : joined;
    }

    JoinSides sides() {
        return sides;
    }

    JoinOn on() {
        return on;
    }

    /** Whether a row of the side that gives the ids may have several matches. */
    private boolean mayRepeatIds() {
        return switch (on.id()) {
            case BOTH -> false;
            case LEFT -> !UniqueKeys.areUnique(sides.right().node(), on.rightKeys());
            case RIGHT -> !UniqueKeys.areUnique(sides.left().node(), on.leftKeys());
        };
    }

    /** Pairs among which none should have the id of another; of those that do, the side that gives the id is sure all the same. */
    private Node unique(Node joined) {
        int shift = sides.shift();
        List<MergeById.Source> sources = new ArrayList<>();
        for (int i = 0; i < joined.schema().size(); i++) {
            boolean isOfIdSide = i < shift == (on.id() == JoinId.LEFT);
            sources.add(new MergeById.Source(List.of(new MergeById.Cell(0, i)), isOfIdSide));
        }
        return new MergeById(
                new Origin("join", origin.line()),
                List.of(joined),
                MergeById.Rule.UNIQUE,
                sources,
                new Schema(joined.schema().fields(), false));
    }

    static JoinResult of(JoinSides sides, JoinOn on, Origin origin) {
        return new JoinResult(sides, on, origin, List.of(), Universe.fresh());
    }

    /** The same rows under the ids of the left rows. A left row may match once at most: inner and left joins only. */
    public JoinResult idOfLeft() {
        if (on.kind().keepsRight()) {
            throw UserLine.ofCaller().error("right rows without a match have no left id: inner and left joins only");
        }
        Universe ids = on.kind() == JoinKind.LEFT && filters.isEmpty()
                ? sides.leftUniverse()
                : sides.leftUniverse().subset();
        return withIds(JoinId.LEFT, ids);
    }

    /** The same rows under the ids of the right rows. A right row may match once at most: inner and right joins only. */
    public JoinResult idOfRight() {
        if (on.kind().keepsLeft()) {
            throw UserLine.ofCaller().error("left rows without a match have no right id: inner and right joins only");
        }
        Universe ids = on.kind() == JoinKind.RIGHT && filters.isEmpty()
                ? sides.rightUniverse()
                : sides.rightUniverse().subset();
        return withIds(JoinId.RIGHT, ids);
    }

    private JoinResult withIds(JoinId id, Universe ids) {
        return new JoinResult(sides, on.withId(id), origin, filters, ids);
    }

    /**
     * The same pairs, with the promise that a left row has one match at most: it is forgotten once it has it. More than one match in
     * an epoch is reported, later ones are not found. Rows of neither side may be taken back, which is checked. Inner and left joins.
     */
    public JoinResult leftExactlyOnce() {
        if (on.kind().keepsRight()) {
            throw UserLine.ofCaller()
                    .error("a right row whose match is forgotten would have none again: inner and left joins only");
        }
        return once(on.matching().rightOnce() ? JoinMatching.BOTH_ONCE : JoinMatching.LEFT_ONCE);
    }

    /** The same for right rows. Inner and right joins. */
    public JoinResult rightExactlyOnce() {
        if (on.kind().keepsLeft()) {
            throw UserLine.ofCaller()
                    .error("a left row whose match is forgotten would have none again: inner and right joins only");
        }
        return once(on.matching().leftOnce() ? JoinMatching.BOTH_ONCE : JoinMatching.RIGHT_ONCE);
    }

    private JoinResult once(JoinMatching matching) {
        if (on.matching() == JoinMatching.AS_OF_NOW) {
            throw UserLine.ofCaller().error("a join as of now forgets its left rows anyway, and needs its right ones");
        }
        JoinSides checked = new JoinSides(
                asserted(sides.left()),
                sides.leftUniverse(),
                asserted(sides.right()),
                sides.rightUniverse(),
                sides.merged());
        JoinOn changed = new JoinOn(on.kind(), on.leftKeys(), on.rightKeys(), on.id(), on.hasInstance(), matching);
        return new JoinResult(checked, changed, origin, filters, universe);
    }

    private Rows asserted(Rows rows) {
        return AppendOnlyInference.isAppendOnly(rows.node())
                ? rows
                : rows.over(new Changes(
                        new Origin("assertAppendOnly", origin.line()),
                        rows.node(),
                        false,
                        new Schema(rows.schema().fields(), false)));
    }

    /** The columns given, computed of each pair. */
    public Table select(ColumnExpression... columns) {
        LookupScope rows = LookupScope.of(scope(), node);
        Selection selection = Selection.of("select", rows, List.of(columns));
        return Table.of(
                new Node.Project(Origin.of("select"), rows.node(), selection.expressions(), selection.schema()),
                universe);
    }

    /** Columns that one side has, or that the join equates. */
    public Table select(String first, String... more) {
        List<ColumnExpression> columns = new ArrayList<>(List.of(Expressions.col(first)));
        for (String name : more) {
            columns.add(Expressions.col(name));
        }
        return select(columns.toArray(ColumnExpression[]::new));
    }

    /** The pairs for which the condition holds. */
    public JoinResult filter(ColumnExpression condition) {
        List<Expression> all = new ArrayList<>(filters);
        all.add(new Typer(scope()).condition(condition, "filter"));
        return new JoinResult(sides, on, origin, all, universe.subset());
    }

    /** Groups the pairs by columns. */
    public GroupedTable groupBy(String first, String... more) {
        List<ColumnExpression> columns = new ArrayList<>(List.of(Expressions.col(first)));
        for (String name : more) {
            columns.add(Expressions.col(name));
        }
        return GroupedTable.of(scope(), node, columns);
    }

    /** Groups the pairs by expressions. */
    public GroupedTable groupBy(ColumnExpression... columns) {
        return GroupedTable.of(scope(), node, List.of(columns));
    }

    /** One row of all pairs, or none while there are none. */
    public Table reduce(ColumnExpression... columns) {
        return GroupedTable.of(scope(), node, List.of()).reduce(columns);
    }

    /** Joins the pairs with a third table; {@code left} then means the pairs. */
    public JoinResult join(Joinable right, ColumnExpression... conditions) {
        return asSide().join(right, JoinKind.INNER, List.of(conditions));
    }

    /** The same as {@code join}. */
    public JoinResult joinInner(Joinable right, ColumnExpression... conditions) {
        return asSide().join(right, JoinKind.INNER, List.of(conditions));
    }

    /** Also keeps pairs without a match. */
    public JoinResult joinLeft(Joinable right, ColumnExpression... conditions) {
        return asSide().join(right, JoinKind.LEFT, List.of(conditions));
    }

    /** Also keeps rows of the other table without a match. */
    public JoinResult joinRight(Joinable right, ColumnExpression... conditions) {
        return asSide().join(right, JoinKind.RIGHT, List.of(conditions));
    }

    /** Also keeps rows of both without a match. */
    public JoinResult joinOuter(Joinable right, ColumnExpression... conditions) {
        return asSide().join(right, JoinKind.OUTER, List.of(conditions));
    }

    private JoinScope scope() {
        return new JoinScope(node, sides, on.kind());
    }

    /** The pairs as rows of their own, with every column that a plain name can mean. */
    Joins asSide() {
        JoinScope scope = scope();
        Map<String, Integer> names = new LinkedHashMap<>();
        List<Expression> expressions = new ArrayList<>(Columns.refs(node.schema()));
        List<Field> fields = new ArrayList<>(node.schema().fields());
        Set<String> taken = new HashSet<>(node.schema().names());
        Set<String> candidates = new HashSet<>(sides.right().names());
        List<String> all = new ArrayList<>(sides.left().names());
        sides.right().names().stream().filter(name -> !all.contains(name)).forEach(all::add);
        for (String name : all) {
            boolean isOnBoth = candidates.contains(name) && sides.left().find(name) != null;
            if (isOnBoth && !sides.merged().contains(name)) {
                continue;
            }
            Expression found = scope.column(Side.THIS, name, origin.line());
            if (found instanceof Expression.ColumnRef ref) {
                names.put(name, ref.index());
            } else {
                names.put(name, expressions.size());
                expressions.add(found);
                fields.add(Field.of(Columns.unique(name, taken), found.type()));
            }
        }
        Node rows = expressions.size() == node.schema().size()
                ? node
                : new Node.Project(new Origin("join", origin.line()), node, expressions, new Schema(fields, false));
        return Joins.of(
                Rows.joined(rows, names, sides.left(), sides.leftId(), sides.right(), sides.rightId(), sides.shift()),
                universe);
    }
}
