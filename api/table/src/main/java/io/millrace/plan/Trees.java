package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.Apply;
import io.millrace.expression.Expression.Call;
import io.millrace.expression.Expression.ColumnRef;
import io.millrace.expression.ExpressionTrees;
import io.millrace.expression.Op;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** What plans ask and do about expression trees, beyond what {@link ExpressionTrees} does. Pure functions. */
public final class Trees {
    private Trees() {}

    /** The same expression over columns at other positions. */
    public static Expression moveColumns(Expression expression, IntUnaryOperator newIndex) {
        return expression instanceof ColumnRef ref
                ? new ColumnRef(newIndex.applyAsInt(ref.index()), ref.type())
                : ExpressionTrees.mapOperands(expression, operand -> moveColumns(operand, newIndex));
    }

    static List<Expression> moveColumns(List<Expression> expressions, IntUnaryOperator newIndex) {
        return expressions.stream().map(each -> moveColumns(each, newIndex)).toList();
    }

    /** The columns that an expression reads. */
    public static BitSet columns(Expression expression) {
        return ExpressionTrees.columns(List.of(expression));
    }

    /** Whether an expression reads the row's id. */
    static boolean readsId(Expression expression) {
        return ExpressionTrees.readsRowIds(List.of(expression));
    }

    /** Whether an expression calls a function of the user. */
    static boolean callsUser(Expression expression) {
        return expression instanceof Apply
                || ExpressionTrees.operands(expression).stream().anyMatch(Trees::callsUser);
    }

    /** How many operations an expression is made of. */
    static int size(Expression expression) {
        return ExpressionTrees.operands(expression).stream()
                        .mapToInt(Trees::size)
                        .sum()
                + 1;
    }

    /** The conditions that must all hold for {@code condition} to hold. */
    public static List<Expression> conjuncts(Expression condition) {
        if (condition instanceof Call call && call.op() == Op.AND && call.type() == Type.BOOL) {
            List<Expression> all = new ArrayList<>(conjuncts(call.operands().get(0)));
            all.addAll(conjuncts(call.operands().get(1)));
            return all;
        }
        return List.of(condition);
    }

    /** Whether a condition takes the optional off the type of a column. */
    static boolean narrows(Expression condition) {
        return condition instanceof Call call && call.op() == Op.IS_NOT_NONE;
    }

    /** The opposite of {@link #conjuncts}. */
    static Expression allOf(List<Expression> conditions) {
        return conditions.stream()
                .reduce((left, right) -> new Call(Op.AND, List.of(left, right), Type.BOOL))
                .orElseThrow();
    }
}
