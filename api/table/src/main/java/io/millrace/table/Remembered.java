package io.millrace.table;

import io.millrace.expression.Expression;
import io.millrace.expression.ExpressionTrees;
import io.millrace.plan.AppendOnlyInference;
import io.millrace.plan.Changes;
import io.millrace.plan.Node;
import io.millrace.plan.Origin;
import io.millrace.plan.StreamToTable;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes columns by functions that may give another result for the same arguments: where rows can be taken back, rows are kept as
 * they were computed, by id, so that what is taken back is what was given. Only rows that come are computed.
 */
final class Remembered {
    private static final String FLAG = "#upsert";

    private Remembered() {}

    static Node project(Origin origin, Node input, List<Expression> expressions, Schema schema) {
        if (expressions.stream().noneMatch(Remembered::mayVary) || AppendOnlyInference.isAppendOnly(input)) {
            return new Node.Project(origin, input, expressions, schema);
        }
        int flagAt = input.schema().size();
        Node changes = new Changes(origin, input, true, flagged(input.schema()));
        Expression flag = new Expression.ColumnRef(flagAt, Type.BOOL);
        List<Expression> computed = new ArrayList<>();
        for (Expression expression : expressions) {
            // Of a row that goes nothing counts but its id.
            computed.add(
                    mayVary(expression)
                            ? new Expression.IfElse(
                                    flag,
                                    expression,
                                    new Expression.Literal(null, Type.optional(expression.type())),
                                    expression.type())
                            : expression);
        }
        computed.add(flag);
        return new StreamToTable(origin, new Node.Project(origin, changes, computed, flagged(schema)), schema);
    }

    private static Schema flagged(Schema schema) {
        List<Field> fields = new ArrayList<>(schema.fields());
        fields.add(Field.of(FLAG, Type.BOOL));
        return new Schema(fields, false);
    }

    /** Whether an expression calls a function that may give another result the next time. */
    static boolean mayVary(Expression expression) {
        return expression instanceof Expression.Apply apply && !apply.deterministic()
                || ExpressionTrees.operands(expression).stream().anyMatch(Remembered::mayVary);
    }
}
