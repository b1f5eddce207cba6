package io.millrace.expression;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Walks over expression trees. Stateless; any thread. */
public final class ExpressionTrees {
    private ExpressionTrees() {}

    /** The direct operands of an expression, in order. */
    public static List<Expression> operands(Expression expression) {
        return switch (expression) {
            case Expression.ColumnRef ignored -> List.of();
            case Expression.RowId ignored -> List.of();
            case Expression.Literal ignored -> List.of();
            case Expression.Call it -> it.operands();
            case Expression.IfElse it -> List.of(it.condition(), it.then(), it.otherwise());
            case Expression.Coalesce it -> it.operands();
            case Expression.Require it -> join(it.value(), it.dependencies());
            case Expression.Unwrap it -> List.of(it.operand());
            case Expression.FillError it -> List.of(it.operand(), it.replacement());
            case Expression.Cast it -> List.of(it.operand());
            case Expression.DeclareType it -> List.of(it.operand());
            case Expression.MakeTuple it -> it.operands();
            case Expression.PointerFrom it -> it.operands();
            case Expression.Apply it -> it.operands();
        };
    }

    /** The expression with each direct operand replaced. */
    public static Expression mapOperands(Expression expression, UnaryOperator<Expression> replace) {
        return switch (expression) {
            case Expression.ColumnRef it -> it;
            case Expression.RowId it -> it;
            case Expression.Literal it -> it;
            case Expression.Call it -> new Expression.Call(it.op(), map(it.operands(), replace), it.type());
            case Expression.IfElse it ->
                new Expression.IfElse(
                        replace.apply(it.condition()),
                        replace.apply(it.then()),
                        replace.apply(it.otherwise()),
                        it.type());
            case Expression.Coalesce it -> new Expression.Coalesce(map(it.operands(), replace), it.type());
            case Expression.Require it ->
                new Expression.Require(replace.apply(it.value()), map(it.dependencies(), replace), it.type());
            case Expression.Unwrap it -> new Expression.Unwrap(replace.apply(it.operand()), it.type());
            case Expression.FillError it ->
                new Expression.FillError(replace.apply(it.operand()), replace.apply(it.replacement()), it.type());
            case Expression.Cast it -> new Expression.Cast(replace.apply(it.operand()), it.type());
            case Expression.DeclareType it -> new Expression.DeclareType(replace.apply(it.operand()), it.type());
            case Expression.MakeTuple it -> new Expression.MakeTuple(map(it.operands(), replace), it.type());
            case Expression.PointerFrom it ->
                new Expression.PointerFrom(map(it.operands(), replace), it.optional(), it.hasInstance(), it.type());
            case Expression.Apply it ->
                new Expression.Apply(
                        it.function(), map(it.operands(), replace), it.type(), it.propagateNone(), it.deterministic());
        };
    }

    /** The expression over the input of a projection instead of over its columns, which are {@code columns}. */
    public static Expression substitute(Expression expression, List<Expression> columns) {
        if (expression instanceof Expression.ColumnRef(int index, var type)) {
            Expression column = columns.get(index);
            return column.type().equals(type) ? column : new Expression.DeclareType(column, type);
        }
        return mapOperands(expression, operand -> substitute(operand, columns));
    }

    /** Positions of the input columns that the expressions read. */
    public static BitSet columns(List<Expression> expressions) {
        BitSet columns = new BitSet();
        for (Expression expression : expressions) {
            if (expression instanceof Expression.ColumnRef ref) {
                columns.set(ref.index());
            } else {
                columns.or(columns(operands(expression)));
            }
        }
        return columns;
    }

    /** Whether the expressions read row ids. */
    public static boolean readsRowIds(List<Expression> expressions) {
        return expressions.stream().anyMatch(it -> it instanceof Expression.RowId || readsRowIds(operands(it)));
    }

    /** Whether a part of some expressions that is computed is a part of others too. */
    static boolean shareWork(List<Expression> some, List<Expression> others) {
        Set<Expression> parts = new HashSet<>();
        collectComputed(some, parts);
        Set<Expression> otherParts = new HashSet<>();
        collectComputed(others, otherParts);
        parts.retainAll(otherParts);
        return !parts.isEmpty();
    }

    private static void collectComputed(List<Expression> expressions, Set<Expression> parts) {
        for (Expression expression : expressions) {
            List<Expression> operands = operands(expression);
            if (!operands.isEmpty() && parts.add(expression)) {
                collectComputed(operands, parts);
            }
        }
    }

    private static List<Expression> map(List<Expression> operands, UnaryOperator<Expression> replace) {
        return operands.stream().map(replace).toList();
    }

    private static List<Expression> join(Expression first, List<Expression> others) {
        List<Expression> all = new ArrayList<>();
        all.add(first);
        all.addAll(others);
        return all;
    }
}
