package io.millrace.physical;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.ColumnRef;
import io.millrace.expression.Expression.RowId;
import io.millrace.join.JoinGroup;
import io.millrace.plan.Aggregate;
import io.millrace.plan.CallLater;
import io.millrace.plan.Changes;
import io.millrace.plan.Columns;
import io.millrace.plan.DropRows;
import io.millrace.plan.Facts;
import io.millrace.plan.JoinId;
import io.millrace.plan.JoinKind;
import io.millrace.plan.JoinMatching;
import io.millrace.plan.JoinOn;
import io.millrace.plan.KeyedNode;
import io.millrace.plan.Lookup;
import io.millrace.plan.LoopBodies;
import io.millrace.plan.LoopNode;
import io.millrace.plan.MergeById;
import io.millrace.plan.Node;
import io.millrace.plan.NodeMap;
import io.millrace.plan.OptimisedPlan;
import io.millrace.plan.OrderedNode;
import io.millrace.plan.Origin;
import io.millrace.plan.PlanText;
import io.millrace.plan.Reindex;
import io.millrace.plan.Snapshots;
import io.millrace.plan.StreamToTable;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Turns nodes into stages: stateless ones join the chain before them unless others read that one too. */
final class StageBuilder {
    /** Tables that may share their keys: as many as the join operators take. */
    private static final int MOST_SHARING = JoinGroup.MOST_TABLES;

    private final Facts facts;
    private final PlanText numbers;
    private final NodeMap<Stage> stages = new NodeMap<>();
    private final NodeMap<Integer> readers = new NodeMap<>();
    private final NodeMap<Map<List<Expression>, Prepared>> prepared = new NodeMap<>();
    private final List<Stage> all = new ArrayList<>();
    private final SharedArrangements shared;
    private final LoopBodies bodies;
    private final Map<LoopNode.Loop, Stage.LoopBegin> begins = new IdentityHashMap<>();
    /** By group and number of the index. */
    private final Map<SharedArrangements.Group, Map<Integer, Stage.Arrange>> arranged = new HashMap<>();

    /** A stage with columns that hold the values of expressions, and where they are. */
    private record Prepared(Stage stage, List<Integer> columns) {}

    StageBuilder(OptimisedPlan plan) {
        this.facts = plan.facts();
        this.numbers = new PlanText(plan.plan());
        this.bodies = LoopBodies.of(plan.plan().nodes());
        // A join inside a loop is rewound, so it keeps its rows for itself.
        List<Node> outside = plan.plan().nodes().stream()
                .filter(node -> bodies.loopOf(node) == null)
                .toList();
        this.shared = SharedArrangements.of(outside, facts, MOST_SHARING);
    }

    PhysicalPlan build() {
        List<Node> nodes = bodies.inOrder();
        for (Node node : nodes) {
            node.inputs().forEach(input -> readers.put(input, readers.getOrDefault(input, 0) + 1));
        }
        Map<LoopNode.Loop, LoopNode.End> ends = new IdentityHashMap<>();
        nodes.forEach(node -> {
            if (node instanceof LoopNode.End end) {
                ends.put(end.loop(), end);
            }
        });
        for (Node node : nodes) {
            LoopNode.Loop loop = node instanceof LoopNode.End end ? end.loop() : bodies.loopOf(node);
            if (loop != null) {
                begins.computeIfAbsent(loop, absent -> begin(ends.get(loop)));
            }
            stages.put(node, stage(node));
        }
        return new PhysicalPlan(all);
    }

    private Stage.LoopBegin begin(LoopNode.End end) {
        List<Stage> starts = end.starts().stream().map(stages::get).toList();
        Stage.LoopBegin begin =
                new Stage.LoopBegin(numbers.number(end), end.origin(), starts, end.loop(), end.schema());
        add(begin);
        return begin;
    }

    private Stage loop(LoopNode node, int number, boolean keyed) {
        return switch (node) {
            case LoopNode.Variable it ->
                add(new Stage.LoopVariable(number, it.origin(), begins.get(it.loop()), it.index(), it.schema(), keyed));
            case LoopNode.End it ->
                add(new Stage.LoopEnd(
                        number,
                        it.origin(),
                        begins.get(it.loop()),
                        it.results().stream().map(stages::get).toList(),
                        it.schema()));
            case LoopNode.Result it ->
                add(new Stage.LoopResult(
                        number, it.origin(), (Stage.LoopEnd) stages.get(it.end()), it.index(), it.schema(), keyed));
        };
    }

    private Stage stage(Node node) {
        int number = numbers.number(node);
        boolean keyed = facts.isKeyed(node);
        return switch (node) {
            case Node.Read it -> add(new Stage.Input(number, it.origin(), it.source(), it.schema(), keyed));
            case Node.Errors it -> add(new Stage.ErrorInput(number, it.origin(), it.schema(), keyed));
            case Node.Project it ->
                chained(it.input(), new Step.Compute(number, it.origin(), it.expressions(), it.schema()), keyed);
            case Node.Filter it ->
                chained(it.input(), new Step.Keep(number, it.origin(), it.condition(), it.schema()), keyed);
            case Node.GroupBy it -> group(it, number, keyed);
            case Node.Join it -> join(it, number, keyed);
            case Node.Flatten it -> flatten(it, number, keyed);
            case Node.Concat it -> concat(it, number, keyed);
            case KeyedNode it -> keyed(it, number, keyed);
            case LoopNode it -> loop(it, number, keyed);
            case OrderedNode it -> ordered(it, number, keyed);
            case Node.Write it ->
                add(new Stage.Output(
                        number,
                        it.origin(),
                        stages.get(it.input()),
                        it.sink(),
                        it.name(),
                        facts.isConsolidated(it.input())));
        };
    }

    private Stage add(Stage stage) {
        all.add(stage);
        return stage;
    }

    private Stage chained(Node input, Step step, boolean keyed) {
        Stage before = stages.get(input);
        if (before instanceof Stage.Chain chain && readers.get(input) == 1) {
            all.remove(chain);
            List<Step> steps = new ArrayList<>(chain.steps());
            steps.add(step);
            return add(new Stage.Chain(chain.input(), steps, keyed));
        }
        return add(new Stage.Chain(before, List.of(step), keyed));
    }

    private Stage concat(Node.Concat node, int number, boolean keyed) {
        List<Stage> inputs = node.inputs().stream().map(stages::get).toList();
        return add(new Stage.Concat(number, node.origin(), inputs, node.reindex(), node.schema(), keyed));
    }

    /** Flattens the first column of its input; columns are moved there, which costs nothing. */
    private Stage flatten(Node.Flatten node, int number, boolean keyed) {
        Schema before = node.input().schema();
        List<Integer> columns = new ArrayList<>(List.of(node.column()));
        columns.addAll(node.kept());
        List<Expression> refs = columns.stream()
                .map(i -> (Expression) new ColumnRef(i, before.type(i)))
                .toList();
        Stage input = arranged(node.input(), refs, columns, number, node.origin());
        return add(new Stage.Flatten(number, node.origin(), input, node.schema(), keyed));
    }

    /** The rows of a node with these of its columns, in this order. */
    private Stage arranged(Node input, List<Expression> refs, List<Integer> columns, int number, Origin origin) {
        return refs.equals(Columns.refs(input.schema()))
                ? stages.get(input)
                : chained(
                        input,
                        new Step.Compute(number, origin, refs, Columns.choose(input.schema(), columns)),
                        facts.isKeyed(input));
    }

    private Stage group(Node.GroupBy node, int number, boolean keyed) {
        List<Expression> needed = new ArrayList<>(node.keys());
        node.aggregates().forEach(aggregate -> needed.addAll(aggregate.inputs()));
        Prepared input = prepared(node.input(), needed, false, number, node.origin());
        int keyCount = node.keys().size();
        List<Stage.Call> calls = new ArrayList<>();
        int at = keyCount;
        for (Aggregate aggregate : node.aggregates()) {
            int end = at + aggregate.inputs().size();
            calls.add(Stage.Call.of(aggregate, input.columns().subList(at, end)));
            at = end;
        }
        List<Integer> keys = input.columns().subList(0, keyCount);
        return add(new Stage.Group(
                number,
                node.origin(),
                input.stage(),
                keys,
                calls,
                facts.isAppendOnly(node.input()),
                node.skipErrors(),
                node.schema(),
                keyed));
    }

    private Stage ordered(OrderedNode node, int number, boolean keyed) {
        Schema before = node.input().schema();
        List<Expression> needed = new ArrayList<>();
        node.kept().forEach(i -> needed.add(new ColumnRef(i, before.type(i))));
        if (node.expressions().isEmpty()) {
            // The rows pass as they are.
            Stage input = arranged(node.input(), needed, node.kept(), number, node.origin());
            return add(new Stage.Ordered(
                    number, node.origin(), input, node.step(), List.of(), List.of(), node.schema(), keyed));
        }
        needed.addAll(node.expressions());
        Prepared input = prepared(node.input(), needed, false, number, node.origin());
        int kept = node.kept().size();
        return add(new Stage.Ordered(
                number,
                node.origin(),
                input.stage(),
                node.step(),
                input.columns().subList(kept, needed.size()),
                input.columns().subList(0, kept),
                node.schema(),
                keyed));
    }

    private Stage join(Node.Join node, int number, boolean keyed) {
        List<Integer> indexes = facts.indexes().get(node);
        JoinOn on = node.on();
        boolean withIds = on.matching().isOnce();
        SharedArrangements.Group group = shared.groupOf(node);
        Stage.Side left = side(node.left(), on.leftKeys(), withIds, indexes.get(0), number, node.origin());
        Stage.Side right = side(node.right(), on.rightKeys(), withIds, indexes.get(1), number, node.origin());
        if (group != null) {
            left = arranged(left, group);
            right = arranged(right, group);
        }
        return add(new Stage.Join(
                number,
                node.origin(),
                left,
                right,
                on.kind(),
                on.id(),
                on.hasInstance(),
                on.matching(),
                node.schema(),
                keyed));
    }

    /** The same side, read where its group keeps it. */
    private Stage.Side arranged(Stage.Side side, SharedArrangements.Group group) {
        int index = side.index();
        Stage.Arrange arrange =
                arranged.computeIfAbsent(group, absent -> new HashMap<>()).get(index);
        if (arrange == null) {
            arrange = new Stage.Arrange(
                    side.input(),
                    side.keys(),
                    side.columnCount(),
                    index,
                    shared.readers(group, index),
                    shared.readsIds(group, index),
                    shared.keeps(group, index),
                    shared.sharing(group));
            arranged.get(group).put(index, arrange);
            add(arrange);
        }
        return new Stage.Side(arrange, side.keys(), side.columnCount(), index, side.appendOnly(), side.idColumn());
    }

    private Stage.Side side(Node node, List<Expression> keys, boolean withIds, int index, int number, Origin origin) {
        List<Expression> needed = new ArrayList<>(keys);
        if (withIds) {
            needed.add(new RowId());
        }
        Prepared input = prepared(node, needed, true, number, origin);
        return new Stage.Side(
                input.stage(),
                input.columns().subList(0, keys.size()),
                node.schema().size(),
                index,
                facts.isAppendOnly(node),
                withIds ? input.columns().getLast() : -1);
    }

    private Stage keyed(KeyedNode node, int number, boolean keyed) {
        List<Stage> inputs = node.inputs().stream().map(stages::get).toList();
        return switch (node) {
            case Lookup it -> lookup(it, number, keyed);
            case Reindex it -> {
                List<Expression> needed = new ArrayList<>();
                it.kept()
                        .forEach(i ->
                                needed.add(new ColumnRef(i, it.input().schema().type(i))));
                needed.add(it.id());
                Stage input = computed(it.input(), needed, number, it.origin());
                KeyedStep step =
                        new KeyedStep.NewIds(it.kept().size(), it.kept().size());
                yield add(new Stage.Keyed(number, it.origin(), step, List.of(input), it.schema(), keyed));
            }
            case MergeById it -> {
                KeyedStep step = new KeyedStep.Merge(it.rule(), it.columns());
                yield add(new Stage.Keyed(number, it.origin(), step, inputs, it.schema(), keyed));
            }
            case DropRows it -> simple(it, new KeyedStep.Drop(it.pending()), number, keyed);
            case CallLater it -> simple(it, new KeyedStep.CallLater(it.policy(), it.propagateNone()), number, keyed);
            case Changes it -> simple(it, new KeyedStep.Changes(it.asUpserts()), number, keyed);
            case StreamToTable it -> simple(it, new KeyedStep.Upserts(), number, keyed);
            case Snapshots it -> simple(it, new KeyedStep.Snapshots(), number, keyed);
        };
    }

    private Stage simple(KeyedNode node, KeyedStep step, int number, boolean keyed) {
        List<Stage> inputs = node.inputs().stream().map(stages::get).toList();
        return add(new Stage.Keyed(number, node.origin(), step, inputs, node.schema(), keyed));
    }

    /** A join with the ids of the right, whose rows are then what they should be where it found nothing. */
    private Stage lookup(Lookup node, int number, boolean keyed) {
        List<Integer> indexes = facts.indexes().get(node);
        Stage.Side left = whole(node.left(), node.pointer(), indexes.get(0), number, node.origin());
        Stage.Side right = whole(node.right(), new RowId(), indexes.get(1), number, node.origin());
        SharedArrangements.Group group = shared.groupOf(node);
        if (group != null) {
            left = arranged(left, group);
            right = arranged(right, group);
        }
        JoinKind kind = node.misses() == Lookup.Misses.DROP ? JoinKind.INNER : JoinKind.LEFT;
        Schema joined = Columns.joined(left.input().schema(), right.input().schema(), kind);
        Stage join = add(new Stage.Join(
                number, node.origin(), left, right, kind, JoinId.LEFT, false, JoinMatching.ALWAYS, joined, keyed));
        List<Integer> own = range(0, node.left().schema().size());
        List<Integer> found = range(left.columnCount(), node.right().schema().size());
        if (node.misses() != Lookup.Misses.DROP) {
            int id = left.columnCount() + right.keys().getFirst();
            boolean mustBeThere = node.misses() == Lookup.Misses.ERROR;
            KeyedStep step = new KeyedStep.Found(own, found, left.keys().getFirst(), id, mustBeThere);
            return add(new Stage.Keyed(number, node.origin(), step, List.of(join), node.schema(), keyed));
        }
        List<Expression> columns = new ArrayList<>();
        own.forEach(i -> columns.add(new ColumnRef(i, joined.type(i))));
        found.forEach(i -> columns.add(new ColumnRef(i, joined.type(i))));
        Step step = new Step.Compute(number, node.origin(), columns, node.schema());
        return add(new Stage.Chain(join, List.of(step), keyed));
    }

    private static List<Integer> range(int from, int count) {
        return IntStream.range(from, from + count).boxed().toList();
    }

    /** A side of which the join puts out every column, the key among them. */
    private Stage.Side whole(Node node, Expression key, int index, int number, Origin origin) {
        Prepared input = prepared(node, List.of(key), true, number, origin);
        int columns = input.stage().schema().size();
        return new Stage.Side(input.stage(), input.columns(), columns, index, facts.isAppendOnly(node), -1);
    }

    /** Columns with the values of expressions, in their order. */
    private Stage computed(Node input, List<Expression> expressions, int number, Origin origin) {
        List<Field> fields = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Expression expression : expressions) {
            String name = expression instanceof ColumnRef ref
                    ? input.schema().field(ref.index()).name()
                    : "#value";
            fields.add(Field.of(Columns.unique(name, taken), expression.type()));
        }
        Step step = new Step.Compute(number, origin, expressions, new Schema(fields, false));
        return chained(input, step, facts.isKeyed(input));
    }

    /**
     * Has the expressions computed by the chain before the stage that needs them; plain columns are there already.
     *
     * @param keepAll whether the columns of the input stay in front
     */
    private Prepared prepared(Node input, List<Expression> needed, boolean keepAll, int number, Origin origin) {
        if (needed.stream().allMatch(ColumnRef.class::isInstance)) {
            List<Integer> columns =
                    needed.stream().map(ref -> ((ColumnRef) ref).index()).toList();
            return new Prepared(stages.get(input), columns);
        }
        if (!prepared.contains(input)) {
            prepared.put(input, new HashMap<>());
        }
        Prepared known = prepared.get(input).get(needed);
        if (known == null || !keepAll) {
            known = computed(input, needed, keepAll, number, origin);
            if (keepAll) {
                prepared.get(input).put(needed, known);
            }
        }
        return known;
    }

    private Prepared computed(Node input, List<Expression> needed, boolean keepAll, int number, Origin origin) {
        List<Expression> columns = new ArrayList<>(keepAll ? Columns.refs(input.schema()) : List.of());
        List<Field> fields = new ArrayList<>(keepAll ? input.schema().fields() : List.of());
        Set<String> taken = new HashSet<>(input.schema().names());
        List<Integer> positions = new ArrayList<>();
        for (Expression expression : needed) {
            int position = columns.indexOf(expression);
            if (position < 0) {
                position = columns.size();
                columns.add(expression);
                boolean isPlain = expression instanceof ColumnRef;
                String name = isPlain
                        ? input.schema().field(((ColumnRef) expression).index()).name()
                        : "#value";
                fields.add(Field.of(isPlain ? name : Columns.unique(name, taken), expression.type()));
            }
            positions.add(position);
        }
        Step step = new Step.Compute(number, origin, columns, new Schema(fields, false));
        return new Prepared(chained(input, step, facts.isKeyed(input)), positions);
    }
}
