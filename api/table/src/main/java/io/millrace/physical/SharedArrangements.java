package io.millrace.physical;

import io.millrace.plan.Facts;
import io.millrace.plan.JoinId;
import io.millrace.plan.JoinKind;
import io.millrace.plan.Node;
import io.millrace.plan.NodeMap;
import io.millrace.port.Source;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the joins that share: indexes are in one group where a join reads both, as long as a group has no more of them than may share
 * their keys. A join alone in its group, of two tables, shares nothing.
 */
final class SharedArrangements {
    private final Facts facts;
    private final NodeMap<Group> groups = new NodeMap<>();

    /** Joins in the order of the plan, and the numbers of the indexes that they read in the order in which they first do. */
    static final class Group {
        private final List<Node.Join> joins = new ArrayList<>();
        private final Set<Integer> indexes = new LinkedHashSet<>();
    }

    private SharedArrangements(Facts facts) {
        this.facts = facts;
    }

    static SharedArrangements of(List<Node> nodes, Facts facts, int mostIndexes) {
        SharedArrangements shared = new SharedArrangements(facts);
        Map<Integer, Set<Integer>> together = new HashMap<>();
        Map<Set<Integer>, Group> groupOf = new IdentityHashMap<>();
        NodeMap<Boolean> alone = new NodeMap<>();
        for (Node node : nodes) {
            if (node instanceof Node.Join join && !merge(facts.indexes().get(join), together, mostIndexes)) {
                alone.put(join, true);
            }
        }
        for (Node node : nodes) {
            if (node instanceof Node.Join join) {
                List<Integer> indexes = facts.indexes().get(join);
                Group group = alone.contains(join)
                        ? new Group()
                        : groupOf.computeIfAbsent(together.get(indexes.getFirst()), absent -> new Group());
                group.joins.add(join);
                group.indexes.addAll(indexes);
                shared.groups.put(join, group);
            }
        }
        return shared;
    }

    /** Puts indexes together, unless those were too many. */
    private static boolean merge(List<Integer> indexes, Map<Integer, Set<Integer>> together, int mostIndexes) {
        Set<Integer> all = new HashSet<>(indexes);
        indexes.forEach(index -> all.addAll(together.getOrDefault(index, Set.of())));
        if (all.size() > mostIndexes) {
            return false;
        }
        all.forEach(index -> together.put(index, all));
        return true;
    }

    /** The group of a join, or null where it shares nothing. */
    Group groupOf(Node.Join join) {
        Group group = groups.get(join);
        return group.joins.size() == 1 && group.indexes.size() == 2 ? null : group;
    }

    /** What the arrangements of a group share. */
    Stage.Sharing sharing(Group group) {
        List<Type> keyTypes = new ArrayList<>();
        for (Node.Join join : group.joins) {
            for (int i = 0; i < join.on().leftKeys().size(); i++) {
                Type left = join.on().leftKeys().get(i).type();
                Type right = join.on().rightKeys().get(i).type();
                Type type = right.isOptional() ? right : left;
                if (i == keyTypes.size()) {
                    keyTypes.add(type);
                } else if (type.isOptional()) {
                    keyTypes.set(i, type);
                }
            }
        }
        boolean keepsUnmatched = group.joins.stream().anyMatch(join -> join.on().kind() != JoinKind.INNER);
        return new Stage.Sharing(keyTypes, List.copyOf(group.indexes), keepsUnmatched);
    }

    /** Whether a join of the group makes ids of the ids of an index's rows. */
    boolean readsIds(Group group, int index) {
        return group.joins.stream()
                .anyMatch(join -> facts.isKeyed(join)
                        && (isLeft(join, index) && join.on().id() != JoinId.RIGHT
                                || isRight(join, index) && join.on().id() != JoinId.LEFT));
    }

    /** Whether a join of the group needs the rows of an index later, see {@link Stage.Join#keeps}. */
    boolean keeps(Group group, int index) {
        return group.joins.stream()
                .anyMatch(join -> isLeft(join, index) && keeps(join, join.left(), join.right())
                        || isRight(join, index) && keeps(join, join.right(), join.left()));
    }

    private static boolean keeps(Node.Join join, Node side, Node other) {
        return join.on().kind() != JoinKind.INNER
                || !readsOnly(side, source -> !source.hasOwnTimes())
                || !readsOnly(other, Source::hasOwnTimes);
    }

    private static boolean readsOnly(Node node, Predicate<Source> kind) {
        return Node.inOrder(List.of(node)).stream()
                .allMatch(it -> it instanceof Node.Read read ? kind.test(read.source()) : !(it instanceof Node.Errors));
    }

    /** How many sides of joins read an index. */
    int readers(Group group, int index) {
        return (int) group.joins.stream()
                .flatMap(join -> facts.indexes().get(join).stream())
                .filter(it -> it == index)
                .count();
    }

    private boolean isLeft(Node.Join join, int index) {
        return facts.indexes().get(join).get(0) == index;
    }

    private boolean isRight(Node.Join join, int index) {
        return facts.indexes().get(join).get(1) == index;
    }
}
