package io.millrace.table;

import io.millrace.expression.Op;
import io.millrace.type.Type;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Prints what the user wrote, shorter. */
final class TermText {
    private static final Set<Op> INFIX = EnumSet.range(Op.ADD, Op.XOR);

    private TermText() {}

    static String of(ColumnExpression expression) {
        return of(expression.term());
    }

    private static String of(Term term) {
        return switch (term) {
            case Term.Column it -> prefix(it.side()) + it.name();
            case Term.TableColumn it -> it.name();
            case Term.Id it -> prefix(it.side()) + "id";
            case Term.TableId it -> "id";
            case Term.Star it -> prefix(it.side()) + "*";
            case Term.Constant it -> it.value() instanceof String text ? '"' + text + '"' : String.valueOf(it.value());
            case Term.Operation it -> operation(it);
            case Term.FromJson it ->
                it.op().symbol()
                        + list(
                                it.otherwise().term() instanceof Term.Constant(Object value, Type ignored)
                                                && value == null
                                        ? List.of(it.operand())
                                        : List.of(it.operand(), it.otherwise()));
            case Term.IfElse it -> "ifElse" + list(List.of(it.condition(), it.then(), it.otherwise()));
            case Term.Coalesce it -> "coalesce" + list(it.operands());
            case Term.Require it ->
                "require(" + it.value() + ", " + list(it.dependencies()).substring(1);
            case Term.Unwrap it -> "unwrap(" + it.operand() + ")";
            case Term.FillError it -> "fillError" + list(List.of(it.operand(), it.replacement()));
            case Term.Cast it -> "cast(" + it.type() + ", " + it.operand() + ")";
            case Term.DeclareType it -> "declareType(" + it.type() + ", " + it.operand() + ")";
            case Term.MakeTuple it -> "makeTuple" + list(it.operands());
            case Term.PointerFrom it -> "pointerFrom" + list(it.operands());
            case Term.Instance it -> "instance(" + it.operand() + ")";
            case Term.Found it -> "ix(" + it.pointer() + ")." + it.column();
            case Term.Apply it -> "apply" + list(it.operands());
            case Term.Later it -> it.policy().name() + list(it.operands());
            case Term.Reduce it ->
                it.reducer() + list(it.arguments()) + (it.condition() == null ? "" : ".where(" + it.condition() + ")");
        };
    }

    private static String operation(Term.Operation operation) {
        List<ColumnExpression> operands = operation.operands();
        String symbol = operation.op().symbol();
        return INFIX.contains(operation.op())
                ? "(" + operands.get(0) + " " + symbol + " " + operands.get(1) + ")"
                : symbol + list(operands);
    }

    private static String list(List<ColumnExpression> operands) {
        return operands.stream().map(TermText::of).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String prefix(Side side) {
        return switch (side) {
            case THIS -> "";
            case LEFT -> "left.";
            case RIGHT -> "right.";
        };
    }
}
