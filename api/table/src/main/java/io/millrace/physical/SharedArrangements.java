package io.millrace.physical;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.RowId;
import io.millrace.plan.Facts;
import io.millrace.plan.JoinId;
import io.millrace.plan.JoinKind;
import io.millrace.plan.JoinMatching;
import io.millrace.plan.Lookup;
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

    /** Joins and lookups in the order of the plan, and the numbers of the indexes that they read in the order in which they first do. */
    static final class Group {
        private final List<Pairing> joins = new ArrayList<>();
        private final Set<Integer> indexes = new LinkedHashSet<>();
    }

    /**
     * A join, or a lookup, which is one: of pointers with ids.
     *
     * @param node the join itself
     */
    private record Pairing(
            Node node,
            Node left,
            Node right,
            List<Expression> leftKeys,
            List<Expression> rightKeys,
            JoinKind kind,
            JoinId id) {
        /** The pairing of a node; null where it is none, or forgets rows, which it then needs for itself. */
        static Pairing of(Node node) {
            return switch (node) {
                case Node.Join join
                when join.on().matching() == JoinMatching.ALWAYS ->
                    new Pairing(
                            join,
                            join.left(),
                            join.right(),
                            join.on().leftKeys(),
                            join.on().rightKeys(),
                            join.on().kind(),
                            join.on().id());
                case Lookup lookup ->
                    new Pairing(
                            lookup,
                            lookup.left(),
                            lookup.right(),
                            List.of(lookup.pointer()),
                            List.of(new RowId()),
                            lookup.misses() == Lookup.Misses.DROP ? JoinKind.INNER : JoinKind.LEFT,
                            JoinId.LEFT);
                default -> null;
            };
        }
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
            if (Pairing.of(node) != null && !merge(facts.indexes().get(node), together, mostIndexes)) {
                alone.put(node, true);
            }
        }
        for (Node node : nodes) {
            Pairing pairing = Pairing.of(node);
            if (pairing != null) {
                List<Integer> indexes = facts.indexes().get(node);
                Group group = alone.contains(node)
                        ? new Group()
                        : groupOf.computeIfAbsent(together.get(indexes.getFirst()), absent -> new Group());
                group.joins.add(pairing);
                group.indexes.addAll(indexes);
                shared.groups.put(node, group);
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

    /** The group of a join or lookup, or null where it shares nothing. */
    Group groupOf(Node join) {
        Group group = groups.get(join);
        return group == null || group.joins.size() == 1 && group.indexes.size() == 2 ? null : group;
    }

    /** What the arrangements of a group share. */
    Stage.Sharing sharing(Group group) {
        List<Type> keyTypes = new ArrayList<>();
        for (Pairing join : group.joins) {
            for (int i = 0; i < join.leftKeys().size(); i++) {
                Type left = join.leftKeys().get(i).type();
                Type right = join.rightKeys().get(i).type();
                Type type = right.isOptional() ? right : left;
                if (i == keyTypes.size()) {
                    keyTypes.add(type);
                } else if (type.isOptional()) {
                    keyTypes.set(i, type);
                }
            }
        }
        boolean keepsUnmatched = group.joins.stream().anyMatch(join -> join.kind() != JoinKind.INNER);
        return new Stage.Sharing(keyTypes, List.copyOf(group.indexes), keepsUnmatched);
    }

    /** Whether a join of the group makes ids of the ids of an index's rows. */
    boolean readsIds(Group group, int index) {
        return group.joins.stream()
                .anyMatch(join -> facts.isKeyed(join.node())
                        && (isLeft(join, index) && join.id() != JoinId.RIGHT
                                || isRight(join, index) && join.id() != JoinId.LEFT));
    }

    /** Whether a join of the group needs the rows of an index later, see {@link Stage.Join#keeps}. */
    boolean keeps(Group group, int index) {
        return group.joins.stream()
                .anyMatch(join -> isLeft(join, index) && keeps(join, join.left(), join.right())
                        || isRight(join, index) && keeps(join, join.right(), join.left()));
    }

    private static boolean keeps(Pairing join, Node side, Node other) {
        return join.kind() != JoinKind.INNER
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
                .flatMap(join -> facts.indexes().get(join.node()).stream())
                .filter(it -> it == index)
                .count();
    }

    private boolean isLeft(Pairing join, int index) {
        return facts.indexes().get(join.node()).get(0) == index;
    }

    private boolean isRight(Pairing join, int index) {
        return facts.indexes().get(join.node()).get(1) == index;
    }
}
