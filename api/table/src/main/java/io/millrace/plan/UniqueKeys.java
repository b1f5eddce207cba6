package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.ColumnRef;
import io.millrace.expression.Expression.DeclareType;
import io.millrace.expression.Expression.RowId;
import io.millrace.expression.ExpressionTrees;
import java.util.BitSet;
import java.util.List;

/** Which expressions have no two rows with equal values, by how the rows came about: ids, and the keys of a group-by. */
public final class UniqueKeys {
    private UniqueKeys() {}

    /** Whether no two rows of {@code node} are equal in all of {@code keys}. */
    public static boolean areUnique(Node node, List<Expression> keys) {
        if (keys.stream().anyMatch(key -> plain(key) instanceof RowId)) {
            return true;
        }
        return switch (node) {
            case Node.Project project ->
                areUnique(
                        project.input(),
                        keys.stream()
                                .map(key -> ExpressionTrees.substitute(key, project.expressions()))
                                .toList());
            case Node.Filter filter -> areUnique(filter.input(), keys);
            case Node.GroupBy group -> {
                BitSet columns = new BitSet();
                for (Expression key : keys) {
                    if (plain(key) instanceof ColumnRef ref) {
                        columns.set(ref.index());
                    }
                }
                yield columns.nextClearBit(0) >= group.keys().size();
            }
            default -> false;
        };
    }

    private static Expression plain(Expression expression) {
        return expression instanceof DeclareType declared ? plain(declared.operand()) : expression;
    }
}
