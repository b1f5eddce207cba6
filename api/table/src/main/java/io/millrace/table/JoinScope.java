package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.ColumnRef;
import io.millrace.expression.Expression.RowId;
import io.millrace.plan.JoinKind;
import io.millrace.plan.Node;
import io.millrace.plan.UserLine;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/**
 * What references mean on joined rows: {@code left} and {@code right} one side each; plain names the side that has them, or
 * both where the join equates the two.
 */
record JoinScope(Node node, JoinSides sides, JoinKind kind) implements Scope {
    @Override
    public Schema schema() {
        return node.schema();
    }

    @Override
    public Expression column(Side side, String name, UserLine line) {
        Integer left = sides.left().find(name);
        Integer right = sides.right().find(name);
        return switch (side) {
            case LEFT -> ref(required(left, sides.left(), "left", name, line));
            case RIGHT -> ref(sides.shift() + required(right, sides.right(), "right", name, line));
            case THIS -> {
                if (left == null && right == null) {
                    throw line.error("no column " + name + " on either side of the join; the left has "
                            + sides.left().names() + ", the right "
                            + sides.right().names());
                }
                if (left != null && right != null) {
                    yield both(left, sides.shift() + right, name, line);
                }
                yield ref(left != null ? left : sides.shift() + right);
            }
        };
    }

    private Expression both(int left, int right, String name, UserLine line) {
        if (!sides.merged().contains(name)) {
            throw line.error("column " + name + " is on both sides of the join; write left(\"" + name
                    + "\") or right(\"" + name + "\")");
        }
        return switch (kind) {
            case INNER, LEFT -> ref(left);
            case RIGHT -> ref(right);
            case OUTER -> {
                List<Expression> operands = List.of(ref(left), ref(right));
                Type type =
                        Type.leastCommon(operands.get(0).type(), operands.get(1).type());
                yield new Expression.Coalesce(operands, type);
            }
        };
    }

    private static int required(Integer index, Rows rows, String side, String name, UserLine line) {
        if (index == null) {
            throw line.error("no column " + name + " on the " + side + " side of the join; it has " + rows.names());
        }
        return index;
    }

    @Override
    public Expression column(Table table, String name, UserLine line) {
        List<Expression> selected = SameRows.columnsOver(node, table.node());
        if (selected != null) {
            return selected.get(table.schema().require(name));
        }
        return ofTable(table, rows -> rows.column(table, name, line), name, line);
    }

    @Override
    public Expression id(Side side, UserLine line) {
        return switch (side) {
            case THIS -> new RowId();
            case LEFT -> ref(sides.leftId());
            case RIGHT -> ref(sides.rightId());
        };
    }

    @Override
    public Expression id(Table table, UserLine line) {
        return ofTable(table, rows -> rows.id(table, line), "id", line);
    }

    private Expression ofTable(Table table, Function<Rows, Expression> find, String name, UserLine line) {
        boolean isLeft = sides.left().contains(table);
        boolean isRight = sides.right().contains(table);
        if (isLeft && isRight) {
            throw line.error("the table is on both sides of the join; write left(\"" + name + "\") or right(\"" + name
                    + "\"), or join with copy()");
        }
        if (!isLeft && !isRight) {
            throw line.error("column " + name + " belongs to neither side of the join");
        }
        Expression found = find.apply(isLeft ? sides.left() : sides.right());
        int ownId = isLeft ? sides.leftId() : sides.rightId();
        return found instanceof ColumnRef ref ? ref(isLeft ? ref.index() : sides.shift() + ref.index()) : ref(ownId);
    }

    @Override
    public List<String> star(Side side, UserLine line) {
        return switch (side) {
            case LEFT -> sides.left().names();
            case RIGHT -> sides.right().names();
            case THIS -> {
                List<String> names = new ArrayList<>(sides.left().names());
                sides.right().names().stream()
                        .filter(name -> !sides.merged().contains(name))
                        .forEach(names::add);
                yield names;
            }
        };
    }

    @Override
    public BitSet presentWith(int column) {
        BitSet present = Scope.super.presentWith(column);
        Schema left = sides.left().schema();
        Schema right = sides.right().schema();
        for (int i = 0; column == sides.leftId() && i < left.size(); i++) {
            present.set(i, !left.type(i).isOptional());
        }
        for (int i = 0; column == sides.rightId() && i < right.size(); i++) {
            present.set(sides.shift() + i, !right.type(i).isOptional());
        }
        return present;
    }

    ColumnRef ref(int index) {
        return new ColumnRef(index, node.schema().type(index));
    }
}
