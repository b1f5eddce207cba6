package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Groups a table once by the same keys: two group-bys become one with the aggregates of both, and a projection for each. */
final class SharedGroups implements Pass {
    private static final class Groups {
        final NodeMap<Map<Object, List<Node.GroupBy>>> byInput = new NodeMap<>();

        List<Node.GroupBy> alike(Node.GroupBy group) {
            if (!byInput.contains(group.input())) {
                byInput.put(group.input(), new LinkedHashMap<>());
            }
            Object alike = List.of(group.keys(), group.skipErrors());
            return byInput.get(group.input()).computeIfAbsent(alike, keys -> new ArrayList<>());
        }
    }

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        // One level at a time: merging two may make their consumers' inputs the same node.
        LogicalPlan current = plan;
        while (true) {
            Groups groups = new Groups();
            List<Node> nodes = current.nodes();
            for (Node node : nodes) {
                if (node instanceof Node.GroupBy group) {
                    groups.alike(group).add(group);
                }
            }
            List<List<Node.GroupBy>> several = nodes.stream()
                    .filter(Node.GroupBy.class::isInstance)
                    .map(node -> groups.alike((Node.GroupBy) node))
                    .distinct()
                    .filter(alike -> alike.size() > 1)
                    .limit(1)
                    .toList();
            if (several.isEmpty()) {
                return current;
            }
            current = merged(current, several.getFirst());
        }
    }

    private static LogicalPlan merged(LogicalPlan plan, List<Node.GroupBy> alike) {
        Set<Aggregate> all = new LinkedHashSet<>();
        alike.forEach(group -> all.addAll(group.aggregates()));
        List<Aggregate> aggregates = List.copyOf(all);
        Node.GroupBy first = alike.getFirst();
        int keyCount = first.keys().size();
        List<Field> fields = new ArrayList<>(first.schema().fields().subList(0, keyCount));
        Set<String> taken = new HashSet<>();
        fields.forEach(field -> taken.add(field.name()));
        for (Aggregate aggregate : aggregates) {
            fields.add(Field.of(Columns.unique(nameOf(aggregate, alike), taken), aggregate.type()));
        }
        Schema schema = new Schema(fields, false);
        Node.GroupBy shared =
                new Node.GroupBy(first.origin(), first.input(), first.keys(), aggregates, first.skipErrors(), schema);
        NodeMap<Node> replacements = new NodeMap<>();
        for (Node.GroupBy group : alike) {
            List<Expression> columns = new ArrayList<>();
            IntStream.range(0, keyCount).forEach(i -> columns.add(Columns.ref(schema, i)));
            for (Aggregate aggregate : group.aggregates()) {
                columns.add(Columns.ref(schema, keyCount + aggregates.indexOf(aggregate)));
            }
            replacements.put(group, new Node.Project(group.origin(), shared, columns, group.schema()));
        }
        return Rewrite.of(plan, rewrite -> node -> replacements.getOrDefault(node, node));
    }

    private static String nameOf(Aggregate aggregate, List<Node.GroupBy> groups) {
        for (Node.GroupBy group : groups) {
            int index = group.aggregates().indexOf(aggregate);
            if (index >= 0) {
                return group.schema().field(group.keys().size() + index).name();
            }
        }
        throw new AssertionError("an aggregate of none of the groups: " + aggregate);
    }
}
