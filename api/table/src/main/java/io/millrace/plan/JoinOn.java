package io.millrace.plan;

import io.millrace.expression.Expression;
import java.util.List;

/**
 * What makes two rows a pair.
 *
 * @param leftKeys over the left input's columns
 * @param rightKeys over the right input's columns, of the same types
 * @param id what the ids of the pairs are
 * @param hasInstance whether the last key is an instance, whose shard the ids of pairs are on
 * @param matching how long rows wait for matches
 */
public record JoinOn(
        JoinKind kind,
        List<Expression> leftKeys,
        List<Expression> rightKeys,
        JoinId id,
        boolean hasInstance,
        JoinMatching matching) {
    public JoinOn {
        leftKeys = List.copyOf(leftKeys);
        rightKeys = List.copyOf(rightKeys);
        assert leftKeys.size() == rightKeys.size();
    }

    /** A join without an instance, whose result changes with either side. */
    public JoinOn(JoinKind kind, List<Expression> leftKeys, List<Expression> rightKeys, JoinId id) {
        this(kind, leftKeys, rightKeys, id, false, JoinMatching.ALWAYS);
    }

    JoinOn withKeys(List<Expression> newLeftKeys, List<Expression> newRightKeys) {
        return new JoinOn(kind, newLeftKeys, newRightKeys, id, hasInstance, matching);
    }

    /** The same under other ids. */
    public JoinOn withId(JoinId newId) {
        return new JoinOn(kind, leftKeys, rightKeys, newId, hasInstance, matching);
    }
}
