package io.millrace.plan;

import io.millrace.expression.Expression;
import java.util.List;

/**
 * What makes two rows a pair.
 *
 * @param leftKeys over the left input's columns
 * @param rightKeys over the right input's columns, of the same types
 * @param id what the ids of the pairs are
 */
public record JoinOn(JoinKind kind, List<Expression> leftKeys, List<Expression> rightKeys, JoinId id) {
    public JoinOn {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
        assert leftKeys.size() == rightKeys.size();
    }
}
