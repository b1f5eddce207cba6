package io.millrace.table;

import java.util.ArrayList;
import java.util.List;

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
            case Term.Reduce it -> {
                List<ColumnExpression> all = new ArrayList<>(it.arguments());
                if (it.condition() != null) {
                    all.add(it.condition());
                }
                yield all;
            }
        };
    }
}
