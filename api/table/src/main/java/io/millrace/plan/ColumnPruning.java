package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.port.Source;
import io.millrace.type.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Drops columns that no output depends on, as early as possible: sources are asked for fewer columns, projections and group-bys
 * compute fewer, and what joins and concatenations take is cut to what is read of them. All readers of a table get it with the
 * same columns, so that an index on it can be shared.
 */
final class ColumnPruning {
    /**
     * @param plan the pruned plan
     * @param pruned names of the columns that each node of the new plan no longer has
     */
    record Result(LogicalPlan plan, NodeMap<List<String>> pruned) {}

    /** A node of the new plan and where it has each column of the old one; −1 where it has not. */
    private record Pruned(Node node, int[] positions) {
        int position(int old) {
            assert positions[old] >= 0 : "column " + old + " is read but was pruned";
            return positions[old];
        }
    }

    private final NodeMap<BitSet> required = new NodeMap<>();
    private final NodeMap<Pruned> done = new NodeMap<>();
    private final NodeMap<Pruned> exact = new NodeMap<>();
    private final NodeMap<List<String>> names = new NodeMap<>();

    private ColumnPruning() {}

    static Result apply(LogicalPlan plan) {
        ColumnPruning pruning = new ColumnPruning();
        List<Node> nodes = plan.nodes();
        nodes.forEach(node -> pruning.required.put(node, new BitSet()));
        nodes.reversed().forEach(pruning::require);
        LogicalPlan pruned = new LogicalPlan(plan.outputs().stream()
                .map(output -> (Node.Write) pruning.pruned(output).node())
                .toList());
        return new Result(pruned, pruning.names);
    }

    /** Tells the inputs of a node what it reads of them; all its readers have done so. */
    private void require(Node node) {
        BitSet own = required.get(node);
        switch (node) {
            case Node.Read read -> {}
            case Node.Errors errors -> {}
            case Node.Write write -> all(write.input());
            case Node.Project project ->
                own.stream()
                        .forEach(i -> required.get(project.input())
                                .or(Trees.columns(project.expressions().get(i))));
            case Node.Filter filter -> {
                BitSet input = required.get(filter.input());
                input.or(own);
                input.or(Trees.columns(filter.condition()));
            }
            case Node.GroupBy group -> {
                BitSet input = required.get(group.input());
                group.keys().forEach(key -> input.or(Trees.columns(key)));
                kept(group)
                        .forEach(i -> group.aggregates()
                                .get(i)
                                .inputs()
                                .forEach(argument -> input.or(Trees.columns(argument))));
            }
            case Node.Join join -> {
                int leftSize = join.left().schema().size();
                BitSet left = required.get(join.left());
                BitSet right = required.get(join.right());
                own.stream().forEach(i -> (i < leftSize ? left : right).set(i < leftSize ? i : i - leftSize));
                join.on().leftKeys().forEach(key -> left.or(Trees.columns(key)));
                join.on().rightKeys().forEach(key -> right.or(Trees.columns(key)));
            }
            case Node.Flatten flatten -> {
                BitSet input = required.get(flatten.input());
                input.set(flatten.column());
                own.stream()
                        .filter(i -> i > 0)
                        .forEach(i -> input.set(flatten.kept().get(i - 1)));
            }
            case OrderedNode ordered -> {
                BitSet input = required.get(ordered.input());
                ordered.expressions().forEach(it -> input.or(Trees.columns(it)));
                if (!ordered.step().makesColumns()) {
                    own.stream().forEach(i -> input.set(ordered.kept().get(i)));
                }
            }
            case Node.Concat concat ->
                concat.inputs().forEach(input -> required.get(input).or(own));
            case KeyedNode keyed -> {
                for (int i = 0; i < keyed.inputs().size(); i++) {
                    required.get(keyed.inputs().get(i)).or(keyed.reads(i, own));
                }
            }
            case LoopNode.Variable variable -> {}
            // What goes round keeps its columns, which tell when it no longer changes.
            case LoopNode.End end -> end.inputs().forEach(this::all);
            case LoopNode.Result result -> {}
        }
    }

    private void all(Node node) {
        required.get(node).set(0, node.schema().size());
    }

    private List<Integer> kept(Node.GroupBy group) {
        int keyCount = group.keys().size();
        BitSet own = required.get(group);
        return IntStream.range(0, group.aggregates().size())
                .filter(i -> own.get(keyCount + i))
                .boxed()
                .toList();
    }

    private Pruned pruned(Node node) {
        Pruned known = done.get(node);
        if (known == null) {
            known = rebuild(node);
            done.put(node, known);
            if (dropsColumns(node) && known.node().getClass() == node.getClass()) {
                names.put(known.node(), droppedNames(node, known));
            }
        }
        return known;
    }

    /** Whether columns can end at this node; others have what their inputs have. */
    private static boolean dropsColumns(Node node) {
        return node instanceof Node.Read || node instanceof Node.Project || node instanceof Node.GroupBy;
    }

    private static List<String> droppedNames(Node node, Pruned pruned) {
        List<String> dropped = new ArrayList<>();
        for (int i = 0; i < pruned.positions().length; i++) {
            String name = node.schema().field(i).name();
            if (pruned.positions()[i] < 0 && !name.startsWith("#")) {
                dropped.add(name);
            }
        }
        return dropped;
    }

    /** A node with exactly the columns that are required of it: a projection is added where it has more. */
    private Pruned exact(Node node) {
        Pruned known = exact.get(node);
        if (known == null) {
            known = cut(pruned(node), required.get(node), node.schema());
            exact.put(node, known);
        }
        return known;
    }

    private static Pruned cut(Pruned pruned, BitSet needed, Schema schema) {
        List<Integer> kept = needed.stream().map(pruned::position).boxed().toList();
        if (kept.equals(
                IntStream.range(0, pruned.node().schema().size()).boxed().toList())) {
            return pruned;
        }
        Node input = pruned.node();
        Schema chosen = Columns.choose(input.schema(), kept);
        List<Expression> refs =
                kept.stream().map(i -> Columns.ref(input.schema(), i)).toList();
        Node.Project project = new Node.Project(new Origin("cut", input.origin().line()), input, refs, chosen);
        return new Pruned(
                project, positions(schema.size(), needed.stream().boxed().toList()));
    }

    private Pruned rebuild(Node node) {
        return switch (node) {
            case Node.Read read -> read(read);
            case Node.Errors errors ->
                new Pruned(errors, positions(errors.schema().size()));
            case Node.Project project -> project(project);
            case Node.Filter filter -> {
                Pruned input = pruned(filter.input());
                Expression condition = Trees.moveColumns(filter.condition(), input::position);
                Schema schema = Columns.narrowed(input.node().schema(), condition);
                yield new Pruned(new Node.Filter(filter.origin(), input.node(), condition, schema), input.positions());
            }
            case Node.GroupBy group -> groupBy(group);
            case Node.Join join -> join(join);
            case Node.Flatten flatten -> flatten(flatten);
            case OrderedNode ordered -> ordered(ordered);
            case Node.Concat concat -> concat(concat);
            case KeyedNode keyed -> keyed(keyed);
            case LoopNode.Variable variable ->
                new Pruned(variable, positions(variable.schema().size()));
            case LoopNode.End end ->
                new Pruned(
                        end.withInputs(end.inputs().stream()
                                .map(input -> exact(input).node())
                                .toList()),
                        positions(end.schema().size()));
            case LoopNode.Result result ->
                new Pruned(
                        result.withInputs(List.of(pruned(result.end()).node())),
                        positions(result.schema().size()));
            case Node.Write write -> {
                Pruned input = exact(write.input());
                yield new Pruned(
                        write.withInputs(List.of(input.node())),
                        positions(write.schema().size()));
            }
        };
    }

    private Pruned read(Node.Read read) {
        List<Integer> wanted = required.get(read).stream().boxed().toList();
        if (wanted.size() == read.schema().size()) {
            return new Pruned(read, positions(read.schema().size()));
        }
        HashSet<String> wantedNames = new HashSet<>();
        wanted.forEach(i -> wantedNames.add(read.schema().field(i).name()));
        Source source = read.source().withColumns(wantedNames);
        List<Integer> positions = new ArrayList<>();
        for (String name : read.schema().names()) {
            positions.add(source.schema().indexOf(name));
        }
        int[] moved = positions.stream().mapToInt(i -> i).toArray();
        return new Pruned(new Node.Read(read.origin(), source, source.schema()), moved);
    }

    private Pruned project(Node.Project project) {
        Pruned input = pruned(project.input());
        List<Integer> kept = required.get(project).stream().boxed().toList();
        List<Expression> expressions = kept.stream()
                .map(i -> Trees.moveColumns(project.expressions().get(i), input::position))
                .toList();
        Node.Project smaller =
                new Node.Project(project.origin(), input.node(), expressions, Columns.choose(project.schema(), kept));
        return new Pruned(
                ProjectionMerge.isIdentity(smaller) ? input.node() : smaller,
                positions(project.schema().size(), kept));
    }

    private Pruned groupBy(Node.GroupBy group) {
        Pruned input = pruned(group.input());
        int keyCount = group.keys().size();
        List<Integer> kept = kept(group);
        List<Aggregate> aggregates = kept.stream()
                .map(group.aggregates()::get)
                .map(it -> it.map(each -> Trees.moveColumns(each, input::position)))
                .toList();
        List<Integer> columns =
                new ArrayList<>(IntStream.range(0, keyCount).boxed().toList());
        kept.forEach(i -> columns.add(keyCount + i));
        Node.GroupBy smaller = new Node.GroupBy(
                group.origin(),
                input.node(),
                Trees.moveColumns(group.keys(), input::position),
                aggregates,
                group.skipErrors(),
                Columns.choose(group.schema(), columns));
        return new Pruned(smaller, positions(group.schema().size(), columns));
    }

    private Pruned join(Node.Join join) {
        Pruned left = exact(join.left());
        Pruned right = exact(join.right());
        JoinOn on = join.on()
                .withKeys(
                        Trees.moveColumns(join.on().leftKeys(), left::position),
                        Trees.moveColumns(join.on().rightKeys(), right::position));
        int newLeftSize = left.node().schema().size();
        int[] positions = new int[join.schema().size()];
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            int leftSize = join.left().schema().size();
            int at = i < leftSize ? left.positions()[i] : right.positions()[i - leftSize];
            positions[i] = at < 0 ? -1 : i < leftSize ? at : newLeftSize + at;
            if (at >= 0) {
                columns.add(i);
            }
        }
        Schema schema = Columns.choose(join.schema(), columns);
        return new Pruned(new Node.Join(join.origin(), left.node(), right.node(), on, schema), positions);
    }

    private Pruned flatten(Node.Flatten flatten) {
        Pruned input = pruned(flatten.input());
        List<Integer> columns = new ArrayList<>(List.of(0));
        required.get(flatten).stream().filter(i -> i > 0).forEach(columns::add);
        List<Integer> kept = columns.subList(1, columns.size()).stream()
                .map(i -> input.position(flatten.kept().get(i - 1)))
                .toList();
        Node.Flatten smaller = new Node.Flatten(
                flatten.origin(),
                input.node(),
                input.position(flatten.column()),
                kept,
                Columns.choose(flatten.schema(), columns));
        return new Pruned(smaller, positions(flatten.schema().size(), columns));
    }

    private Pruned ordered(OrderedNode ordered) {
        Pruned input = pruned(ordered.input());
        boolean makesColumns = ordered.step().makesColumns();
        List<Integer> columns = makesColumns
                ? IntStream.range(0, ordered.schema().size()).boxed().toList()
                : required.get(ordered).stream().boxed().toList();
        List<Integer> kept = makesColumns
                ? List.of()
                : columns.stream()
                        .map(i -> input.position(ordered.kept().get(i)))
                        .toList();
        OrderedNode smaller = new OrderedNode(
                ordered.origin(),
                input.node(),
                ordered.step(),
                Trees.moveColumns(ordered.expressions(), input::position),
                kept,
                Columns.choose(ordered.schema(), columns));
        return new Pruned(smaller, positions(ordered.schema().size(), columns));
    }

    /** The inputs of one concatenation may be cut differently from what other readers need of them. */
    private Pruned concat(Node.Concat concat) {
        BitSet needed = required.get(concat);
        List<Node> inputs = concat.inputs().stream()
                .map(input -> cut(pruned(input), needed, input.schema()).node())
                .toList();
        List<Integer> columns = needed.stream().boxed().toList();
        return new Pruned(
                new Node.Concat(concat.origin(), inputs, concat.reindex(), Columns.choose(concat.schema(), columns)),
                positions(concat.schema().size(), columns));
    }

    private Pruned keyed(KeyedNode node) {
        BitSet needed = required.get(node);
        List<Pruned> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            Node input = node.inputs().get(i);
            inputs.add(node.sharesInputs() ? exact(input) : cut(pruned(input), node.reads(i, needed), input.schema()));
        }
        KeyedNode.Pruned pruned = node.pruned(
                inputs.stream().map(Pruned::node).toList(),
                needed,
                (input, column) -> inputs.get(input).positions()[column]);
        return new Pruned(pruned.node(), pruned.positions());
    }

    /** All columns where they were. */
    private static int[] positions(int size) {
        return IntStream.range(0, size).toArray();
    }

    /** Where columns are when only {@code kept}, in that order, are left of {@code size}. */
    private static int[] positions(int size, List<Integer> kept) {
        int[] positions = new int[size];
        Arrays.fill(positions, -1);
        for (int i = 0; i < kept.size(); i++) {
            positions[kept.get(i)] = i;
        }
        return positions;
    }
}
