package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.Apply;
import io.millrace.expression.Expression.Call;
import io.millrace.expression.Expression.Cast;
import io.millrace.expression.Expression.Coalesce;
import io.millrace.expression.Expression.ColumnRef;
import io.millrace.expression.Expression.DeclareType;
import io.millrace.expression.Expression.FillError;
import io.millrace.expression.Expression.IfElse;
import io.millrace.expression.Expression.Literal;
import io.millrace.expression.Expression.MakeTuple;
import io.millrace.expression.Expression.PointerFrom;
import io.millrace.expression.Expression.Require;
import io.millrace.expression.Expression.RowId;
import io.millrace.expression.Expression.Unwrap;
import io.millrace.expression.Op;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/** What passes ask and do about expression trees. Pure functions. */
public final class ExpressionTrees {
    private ExpressionTrees() {}

    /** The operands of a tree's root. */
    public static List<Expression> operands(Expression expression) {
        return switch (expression) {
            case ColumnRef ref -> List.of();
            case RowId id -> List.of();
            case Literal literal -> List.of();
            case Call call -> call.operands();
            case IfElse choice -> List.of(choice.condition(), choice.then(), choice.otherwise());
            case Coalesce coalesce -> coalesce.operands();
            case Require require -> concat(require.value(), require.dependencies());
            case Unwrap unwrap -> List.of(unwrap.operand());
            case FillError fill -> List.of(fill.operand(), fill.replacement());
            case Cast cast -> List.of(cast.operand());
            case DeclareType declared -> List.of(declared.operand());
            case MakeTuple tuple -> tuple.operands();
            case PointerFrom pointer -> pointer.operands();
            case Apply apply -> apply.operands();
        };
    }

    /** The same root over other operands. */
    static Expression withOperands(Expression expression, List<Expression> operands) {
        return switch (expression) {
            case ColumnRef ref -> ref;
            case RowId id -> id;
            case Literal literal -> literal;
            case Call call -> new Call(call.op(), operands, call.type());
            case IfElse choice -> new IfElse(operands.get(0), operands.get(1), operands.get(2), choice.type());
            case Coalesce coalesce -> new Coalesce(operands, coalesce.type());
            case Require require ->
                new Require(operands.getFirst(), operands.subList(1, operands.size()), require.type());
            case Unwrap unwrap -> new Unwrap(operands.getFirst(), unwrap.type());
            case FillError fill -> new FillError(operands.get(0), operands.get(1), fill.type());
            case Cast cast -> new Cast(operands.getFirst(), cast.type());
            case DeclareType declared -> new DeclareType(operands.getFirst(), declared.type());
            case MakeTuple tuple -> new MakeTuple(operands, tuple.type());
            case PointerFrom pointer -> new PointerFrom(operands, pointer.optional(), pointer.type());
            case Apply apply ->
                new Apply(apply.function(), operands, apply.type(), apply.propagateNone(), apply.deterministic());
        };
    }

    /** Replaces every column by what {@code replacement} gives for it. */
    public static Expression replaceColumns(Expression expression, Function<ColumnRef, Expression> replacement) {
        if (expression instanceof ColumnRef ref) {
            return replacement.apply(ref);
        }
        List<Expression> operands = operands(expression);
        return operands.isEmpty()
                ? expression
                : withOperands(
                        expression,
                        operands.stream()
                                .map(operand -> replaceColumns(operand, replacement))
                                .toList());
    }

    /** The same expression over columns at other positions. */
    public static Expression moveColumns(Expression expression, IntUnaryOperator newIndex) {
        return replaceColumns(expression, ref -> new ColumnRef(newIndex.applyAsInt(ref.index()), ref.type()));
    }

    static List<Expression> moveColumns(List<Expression> expressions, IntUnaryOperator newIndex) {
        return expressions.stream().map(each -> moveColumns(each, newIndex)).toList();
    }

    /** The same expression over the inputs of {@code expressions} instead of their results. */
    public static Expression substitute(Expression expression, List<Expression> expressions) {
        return replaceColumns(expression, ref -> retyped(expressions.get(ref.index()), ref));
    }

    /** A reference may know more of its column's type than the column itself: that None was filtered out. */
    private static Expression retyped(Expression replacement, ColumnRef ref) {
        return replacement.type().equals(ref.type()) ? replacement : new DeclareType(replacement, ref.type());
    }

    /** Adds the columns that an expression reads to {@code columns}. */
    public static void collectColumns(Expression expression, BitSet columns) {
        if (expression instanceof ColumnRef ref) {
            columns.set(ref.index());
        }
        operands(expression).forEach(operand -> collectColumns(operand, columns));
    }

    /** The columns that an expression reads. */
    public static BitSet columns(Expression expression) {
        BitSet columns = new BitSet();
        collectColumns(expression, columns);
        return columns;
    }

    /** Whether an expression reads the row's id. */
    static boolean readsId(Expression expression) {
        return expression instanceof RowId || operands(expression).stream().anyMatch(ExpressionTrees::readsId);
    }

    /** Whether an expression calls a function of the user. */
    static boolean callsUser(Expression expression) {
        return expression instanceof Apply || operands(expression).stream().anyMatch(ExpressionTrees::callsUser);
    }

    /** How many operations an expression is made of. */
    static int size(Expression expression) {
        return operands(expression).stream().mapToInt(ExpressionTrees::size).sum() + 1;
    }

    /** The conditions that must all hold for {@code condition} to hold. */
    public static List<Expression> conjuncts(Expression condition) {
        if (condition instanceof Call call && call.op() == Op.AND && call.type() == Type.BOOL) {
            return concat(
                    conjuncts(call.operands().get(0)), conjuncts(call.operands().get(1)));
        }
        return List.of(condition);
    }

    /** The opposite of {@link #conjuncts}. */
    static Expression allOf(List<Expression> conditions) {
        return conditions.stream()
                .reduce((left, right) -> new Call(Op.AND, List.of(left, right), Type.BOOL))
                .orElseThrow();
    }

    private static List<Expression> concat(Expression first, List<Expression> rest) {
        return concat(List.of(first), rest);
    }

    private static List<Expression> concat(List<Expression> first, List<Expression> rest) {
        List<Expression> all = new ArrayList<>(first);
        all.addAll(rest);
        return all;
    }
}
