package io.millrace.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The operands of terms. */
final class Terms {
    private Terms() {}

    static List<ColumnExpression> operands(Term term) {
        return switch (term) {
            case Term.Column it -> List.of();
            case Term.TableColumn it -> List.of();
            case Term.Id it -> List.of();
            case Term.TableId it -> List.of();
            case Term.Star it -> List.of();
            case Term.Constant it -> List.of();
            case Term.Operation it -> it.operands();
            case Term.FromJson it -> List.of(it.operand(), it.otherwise());
            case Term.IfElse it -> List.of(it.condition(), it.then(), it.otherwise());
            case Term.Coalesce it -> it.operands();
            case Term.Require it -> {
                List<ColumnExpression> all = new ArrayList<>(it.dependencies());
                all.add(it.value());
                yield all;
            }
            case Term.Unwrap it -> List.of(it.operand());
            case Term.FillError it -> List.of(it.operand(), it.replacement());
            case Term.Cast it -> List.of(it.operand());
            case Term.DeclareType it -> List.of(it.operand());
            case Term.MakeTuple it -> it.operands();
            case Term.PointerFrom it -> it.operands();
            case Term.Instance it -> List.of(it.operand());
            case Term.Found it -> List.of(it.pointer());
            case Term.Apply it -> it.operands();
            case Term.Later it -> it.operands();
            case Term.Reduce it -> {
                List<ColumnExpression> all = new ArrayList<>(it.arguments());
                if (it.condition() != null) {
                    all.add(it.condition());
                }
                yield all;
            }
        };
    }

    /** The term with each operand replaced. */
    static Term mapOperands(Term term, UnaryOperator<ColumnExpression> map) {
        return switch (term) {
            case Term.Column it -> it;
            case Term.TableColumn it -> it;
            case Term.Id it -> it;
            case Term.TableId it -> it;
            case Term.Star it -> it;
            case Term.Constant it -> it;
            case Term.Operation it -> new Term.Operation(it.op(), all(it.operands(), map));
            case Term.FromJson it -> new Term.FromJson(it.op(), map.apply(it.operand()), map.apply(it.otherwise()));
            case Term.IfElse it ->
                new Term.IfElse(map.apply(it.condition()), map.apply(it.then()), map.apply(it.otherwise()));
            case Term.Coalesce it -> new Term.Coalesce(all(it.operands(), map));
            case Term.Require it -> new Term.Require(map.apply(it.value()), all(it.dependencies(), map));
            case Term.Unwrap it -> new Term.Unwrap(map.apply(it.operand()));
            case Term.FillError it -> new Term.FillError(map.apply(it.operand()), map.apply(it.replacement()));
            case Term.Cast it -> new Term.Cast(map.apply(it.operand()), it.type());
            case Term.DeclareType it -> new Term.DeclareType(map.apply(it.operand()), it.type());
            case Term.MakeTuple it -> new Term.MakeTuple(all(it.operands(), map));
            case Term.PointerFrom it -> new Term.PointerFrom(all(it.operands(), map), it.optional());
            case Term.Instance it -> new Term.Instance(map.apply(it.operand()));
            case Term.Found it ->
                new Term.Found(it.target(), map.apply(it.pointer()), it.misses(), it.optional(), it.column());
            case Term.Apply it ->
                new Term.Apply(
                        it.function(), all(it.operands(), map), it.type(), it.propagateNone(), it.deterministic());
            case Term.Later it ->
                new Term.Later(it.policy(), all(it.operands(), map), it.propagateNone(), it.deterministic());
            case Term.Reduce it ->
                new Term.Reduce(
                        it.reducer(),
                        all(it.arguments(), map),
                        it.condition() == null ? null : map.apply(it.condition()));
        };
    }

    private static List<ColumnExpression> all(List<ColumnExpression> operands, UnaryOperator<ColumnExpression> map) {
        return operands.stream().map(map).toList();
    }
}
