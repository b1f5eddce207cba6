package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.RowId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the indexes that joins keep: two sides of joins that index the same table by the same keys have one number. */
final class ArrangementSharing {
    private ArrangementSharing() {}

    static NodeMap<List<Integer>> of(LogicalPlan plan) {
        NodeMap<Map<List<Expression>, Integer>> known = new NodeMap<>();
        NodeMap<List<Integer>> indexes = new NodeMap<>();
        int[] count = {0};
        for (Node node : plan.nodes()) {
            if (node instanceof Node.Join join) {
                int left = number(join.left(), join.on().leftKeys(), known, count);
                int right = number(join.right(), join.on().rightKeys(), known, count);
                indexes.put(join, List.of(left, right));
            } else if (node instanceof Lookup lookup) {
                int left = number(lookup.left(), List.of(lookup.pointer()), known, count);
                int right = number(lookup.right(), List.of(new RowId()), known, count);
                indexes.put(lookup, List.of(left, right));
            }
        }
        return indexes;
    }

    private static int number(
            Node input, List<Expression> keys, NodeMap<Map<List<Expression>, Integer>> known, int[] count) {
        if (!known.contains(input)) {
            known.put(input, new HashMap<>());
        }
        return known.get(input).computeIfAbsent(keys, absent -> ++count[0]);
    }
}
