package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.expression.Op;
import io.millrace.expression.Signatures;
import io.millrace.expression.Typing;
import io.millrace.plan.Columns;
import io.millrace.plan.JoinId;
import io.millrace.plan.JoinKind;
import io.millrace.plan.JoinMatching;
import io.millrace.plan.JoinOn;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.type.Field;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A side of a join to be, and how the conditions of the join are read. */
record Joins(Rows rows, Universe universe, JoinMatching matching) {
    private static final String OPERATION = "join";

    static Joins of(Joinable side) {
        return switch (side) {
            case Table table -> of(Rows.of(table), table.universe());
            case JoinResult joined -> joined.asSide();
        };
    }

    static Joins of(Rows rows, Universe universe) {
        return new Joins(rows, universe, JoinMatching.ALWAYS);
    }

    /** Rows that are answered as of now; none of them is ever taken back, which is checked where it is not certain. */
    static Joins ofQuestions(Table table) {
        Rows rows = Rows.of(table).over(ChangeStreams.assertAppendOnly(table).node());
        return new Joins(rows, table.universe(), JoinMatching.AS_OF_NOW);
    }

    JoinResult join(Joinable other, JoinKind kind, List<ColumnExpression> conditions) {
        Origin origin = Origin.of(OPERATION);
        Joins right = of(other);
        Rows leftRows = withId(rows, origin);
        Rows rightRows = withId(right.rows, origin);
        Keys keys = new Keys(leftRows, rightRows);
        List<ColumnExpression> others = new ArrayList<>();
        if (isPair(keys, conditions)) {
            keys.add(conditions.get(0), conditions.get(1), conditions.get(0));
        } else {
            for (ColumnExpression condition : conditions) {
                if (kind == JoinKind.INNER && !keys.isEquation(condition)) {
                    others.add(condition);
                } else {
                    keys.addCondition(condition, condition == conditions.getLast());
                }
            }
        }
        if (keys.left.isEmpty() && !others.isEmpty()) {
            throw others.getFirst()
                    .line()
                    .error(
                            "a join needs a condition that says that a value of the left row equals one of the right row,"
                                    + " as left(\"a\").eq(right(\"b\")), beside " + others.getFirst()
                                    + "; for all pairs, join without conditions and filter the result");
        }
        JoinOn on = new JoinOn(kind, keys.left, keys.right, JoinId.BOTH, keys.hasInstance, matching);
        JoinResult result =
                JoinResult.of(new JoinSides(leftRows, universe, rightRows, right.universe, keys.merged), on, origin);
        for (ColumnExpression condition : others) {
            result = result.filter(condition);
        }
        return result;
    }

    /** Whether conditions are a key of either side rather than conditions. */
    private static boolean isPair(Keys keys, List<ColumnExpression> conditions) {
        return conditions.size() == 2
                && conditions.stream().noneMatch(it -> keys.isEquation(it) || keys.mentionsBoth(it));
    }

    /** The rows with their id as the last column, so that it can be selected; it is pruned where nobody does. */
    private static Rows withId(Rows rows, Origin origin) {
        List<Expression> expressions = new ArrayList<>(Columns.refs(rows.schema()));
        expressions.add(new Expression.RowId());
        List<Field> fields = new ArrayList<>(rows.schema().fields());
        Set<String> taken = new HashSet<>(rows.schema().names());
        fields.add(Field.of(Columns.unique("#id", taken), Type.POINTER));
        List<String> names = fields.stream().map(Field::name).toList();
        List<Type> types = fields.stream().map(Field::type).toList();
        return rows.over(new Node.Project(
                new Origin(Origin.SIDE_OF_JOIN, origin.line()), rows.node(), expressions, Columns.of(names, types)));
    }

    /** Collects the keys of both sides. */
    private static final class Keys {
        final List<Expression> left = new ArrayList<>();
        final List<Expression> right = new ArrayList<>();
        /** Names of columns that are on both sides and equated. */
        final Set<String> merged = new LinkedHashSet<>();

        boolean hasInstance;

        private final Rows leftRows;
        private final Rows rightRows;

        Keys(Rows leftRows, Rows rightRows) {
            this.leftRows = leftRows;
            this.rightRows = rightRows;
        }

        /** Whether a condition says that two values are equal, or that two instances are. */
        boolean isEquation(ColumnExpression condition) {
            return condition.term() instanceof Term.Instance
                    || condition.term() instanceof Term.Operation operation && operation.op() == Op.EQUAL;
        }

        boolean mentionsBoth(ColumnExpression condition) {
            return mentions(condition, Side.LEFT, leftRows, rightRows)
                    && mentions(condition, Side.RIGHT, rightRows, leftRows);
        }

        void addCondition(ColumnExpression condition, boolean isLast) {
            if (isLast && condition.term() instanceof Term.Instance it) {
                hasInstance = true;
                addCondition(it.operand(), false);
                return;
            }
            if (!(condition.term() instanceof Term.Operation operation) || operation.op() != Op.EQUAL) {
                throw condition
                        .line()
                        .error("a condition of a join that keeps rows without a match says that a value of the left row"
                                + " equals one of the right row, as left(\"a\").eq(right(\"b\")), not " + condition
                                + "; only inner joins take other conditions");
            }
            add(operation.operands().get(0), operation.operands().get(1), condition);
        }

        void add(ColumnExpression leftKey, ColumnExpression rightKey, ColumnExpression condition) {
            if (mentions(leftKey, Side.RIGHT, rightRows, leftRows)
                    || mentions(rightKey, Side.LEFT, leftRows, rightRows)) {
                throw condition
                        .line()
                        .error("the left table's value comes first in a join condition: " + condition
                                + "; swap the two");
            }
            Expression a = new Typer(new OneSide(leftRows, Side.LEFT)).typed(leftKey);
            Expression b = new Typer(new OneSide(rightRows, Side.RIGHT)).typed(rightKey);
            Typing typing = Signatures.ofTypes(Op.EQUAL, List.of(a.type(), b.type()));
            if (typing.isRefused()) {
                throw condition
                        .line()
                        .error("cannot join " + leftKey + " of type " + a.type() + " on the left with " + rightKey
                                + " of type " + b.type() + " on the right");
            }
            left.add(asFloat(a, b.type()));
            right.add(asFloat(b, a.type()));
            if (leftKey.name() != null && leftKey.name().equals(rightKey.name())) {
                merged.add(leftKey.name());
            }
        }

        /** Ints meet floats as floats; as ints they would have other hashes. */
        private static Expression asFloat(Expression key, Type other) {
            boolean isMixed = key.type().required() == Type.INT64 && other.required() == Type.FLOAT64;
            Type type = key.type().isOptional() ? Type.optional(Type.FLOAT64) : Type.FLOAT64;
            return isMixed ? new Expression.Cast(key, type) : key;
        }

        private static boolean mentions(ColumnExpression expression, Side side, Rows ofSide, Rows ofOther) {
            return switch (expression.term()) {
                case Term.Column it -> it.side() == side;
                case Term.Id it -> it.side() == side;
                case Term.TableColumn it -> ofSide.contains(it.table()) && !ofOther.contains(it.table());
                case Term.TableId it -> ofSide.contains(it.table()) && !ofOther.contains(it.table());
                default ->
                    Terms.operands(expression.term()).stream()
                            .anyMatch(operand -> mentions(operand, side, ofSide, ofOther));
            };
        }
    }
}
