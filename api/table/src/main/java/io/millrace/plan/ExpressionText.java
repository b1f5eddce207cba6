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
import io.millrace.expression.ExpressionTrees;
import io.millrace.expression.Op;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Prints expressions as plans and messages show them: columns by name, operators between their operands. */
public final class ExpressionText {
    private static final Set<Op> INFIX = EnumSet.range(Op.ADD, Op.XOR);

    private ExpressionText() {}

    /** Prints an expression over columns of these names. */
    public static String of(Expression expression, List<String> names) {
        return switch (expression) {
            case ColumnRef ref -> names.get(ref.index());
            case RowId id -> "id";
            case Literal literal -> literal(literal.value());
            case Call call -> call(call, names);
            case IfElse it -> "if_else" + list(List.of(it.condition(), it.then(), it.otherwise()), names);
            case Coalesce it -> "coalesce" + list(it.operands(), names);
            case Require it -> "require" + list(ExpressionTrees.operands(it), names);
            case Unwrap it -> "unwrap" + list(List.of(it.operand()), names);
            case FillError it -> "fill_error" + list(List.of(it.operand(), it.replacement()), names);
            case Cast it -> "cast(" + it.type() + ", " + of(it.operand(), names) + ")";
            case DeclareType it -> "declare_type(" + it.type() + ", " + of(it.operand(), names) + ")";
            case MakeTuple it -> list(it.operands(), names);
            case PointerFrom it ->
                "pointer_from" + list(it.operands(), names) + (it.hasInstance() ? " on the last" : "");
            case Apply it -> "apply" + list(it.operands(), names);
        };
    }

    /** Prints expressions with commas between. */
    public static String of(List<Expression> expressions, List<String> names) {
        return expressions.stream().map(each -> of(each, names)).collect(Collectors.joining(", "));
    }

    private static String call(Call call, List<String> names) {
        List<Expression> operands = call.operands();
        if (INFIX.contains(call.op())) {
            return "(" + of(operands.get(0), names) + " " + call.op().symbol() + " " + of(operands.get(1), names) + ")";
        }
        return switch (call.op()) {
            case NOT, NEGATE -> call.op().symbol() + of(operands.getFirst(), names);
            case GET -> of(operands.get(0), names) + "[" + of(operands.get(1), names) + "]";
            default -> call.op().symbol() + list(operands, names);
        };
    }

    private static String list(List<Expression> operands, List<String> names) {
        return "(" + of(operands, names) + ")";
    }

    private static String literal(Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean truth -> truth ? "True" : "False";
            case String text -> "\"" + text + "\"";
            case byte[] bytes -> bytes.length + " bytes";
            default -> value.toString();
        };
    }
}
