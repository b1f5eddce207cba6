package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.DeclareType;
import io.millrace.expression.ExpressionTrees;
import io.millrace.type.Schema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Filters as early as possible: below projections, into the sides of joins and concatenations, below group-bys on their keys.
 * Conditions move one by one. A node that others read too stays as it is; a condition that would call a function of the user twice
 * does not move. What a filter takes out early is not computed later, so errors in such rows are not seen; that is how columns
 * that nobody reads behave as well.
 */
final class FilterPushDown implements Pass {
    /** A moved condition is evaluated beside the projection that it came from; bigger ones are not worth that. */
    private static final int LARGEST_MOVED = 16;

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        return Rewrite.of(plan, rewrite -> node -> node instanceof Node.Filter filter ? push(filter, rewrite) : node);
    }

    private static Node push(Node.Filter filter, Rewrite rewrite) {
        if (!rewrite.hasOneConsumer(filter.input())) {
            return filter;
        }
        return switch (filter.input()) {
            case Node.Filter inner ->
                push(
                        filter(
                                filter.origin(),
                                inner.input(),
                                Trees.allOf(concat(
                                        Trees.conjuncts(inner.condition()), Trees.conjuncts(filter.condition())))),
                        rewrite);
            case Node.Project project -> belowProject(filter, project, rewrite);
            case Node.Join join -> belowJoin(filter, join, rewrite);
            case Node.GroupBy group -> belowGroupBy(filter, group, rewrite);
            case Node.Flatten flatten -> belowFlatten(filter, flatten, rewrite);
            case Node.Concat concat -> belowConcat(filter, concat, rewrite);
            case KeyedNode keyed -> belowKeyed(filter, keyed, rewrite);
            case LoopNode loop -> filter;
            case OrderedNode ordered -> filter;
            case Node.Read read -> filter;
            case Node.Errors errors -> filter;
            case Node.Write write -> throw new AssertionError("nothing reads an output: " + write.name());
        };
    }

    private static Node belowProject(Node.Filter filter, Node.Project project, Rewrite rewrite) {
        Split split = new Split();
        for (Expression condition : Trees.conjuncts(filter.condition())) {
            Expression moved = ExpressionTrees.substitute(condition, project.expressions());
            boolean fits = !Trees.callsUser(moved) && Trees.size(moved) <= LARGEST_MOVED;
            split.add(fits, condition, moved);
        }
        if (split.moved.isEmpty()) {
            return filter;
        }
        Node input = push(split.movedOver(filter.origin(), project.input()), rewrite);
        Schema schema = split.narrowed(project);
        List<Expression> expressions = new ArrayList<>();
        for (int i = 0; i < project.expressions().size(); i++) {
            Expression expression = project.expressions().get(i);
            boolean isNarrowed = !schema.type(i).equals(project.schema().type(i));
            expressions.add(isNarrowed ? new DeclareType(expression, schema.type(i)) : expression);
        }
        return split.stayingOver(filter.origin(), new Node.Project(project.origin(), input, expressions, schema));
    }

    private static Node belowJoin(Node.Filter filter, Node.Join join, Rewrite rewrite) {
        if (join.on().matching().isOnce()) {
            // A row that is filtered out later uses up its match all the same.
            return filter;
        }
        int leftSize = join.left().schema().size();
        Split left = new Split();
        Split right = new Split();
        List<Expression> staying = new ArrayList<>();
        for (Expression condition : Trees.conjuncts(filter.condition())) {
            BitSet columns = Trees.columns(condition);
            boolean movable = !Trees.readsId(condition) && !columns.isEmpty();
            if (movable && columns.length() <= leftSize && !join.on().kind().keepsRight()) {
                left.add(true, condition, condition);
            } else if (movable
                    && columns.nextSetBit(0) >= leftSize
                    && !join.on().kind().keepsLeft()) {
                right.add(true, condition, Trees.moveColumns(condition, index -> index - leftSize));
            } else {
                staying.add(condition);
            }
        }
        if (left.moved.isEmpty() && right.moved.isEmpty()) {
            return filter;
        }
        Node newLeft = left.moved.isEmpty() ? join.left() : push(left.movedOver(filter.origin(), join.left()), rewrite);
        Node newRight =
                right.moved.isEmpty() ? join.right() : push(right.movedOver(filter.origin(), join.right()), rewrite);
        Split both = new Split();
        both.original.addAll(concat(left.original, right.original));
        both.staying.addAll(staying);
        return both.stayingOver(
                filter.origin(), new Node.Join(join.origin(), newLeft, newRight, join.on(), both.narrowed(join)));
    }

    private static Node belowGroupBy(Node.Filter filter, Node.GroupBy group, Rewrite rewrite) {
        Split split = new Split();
        for (Expression condition : Trees.conjuncts(filter.condition())) {
            BitSet columns = Trees.columns(condition);
            boolean fits = !Trees.readsId(condition)
                    && !columns.isEmpty()
                    && columns.length() <= group.keys().size();
            split.add(fits, condition, fits ? ExpressionTrees.substitute(condition, group.keys()) : condition);
        }
        if (split.moved.isEmpty()) {
            return filter;
        }
        Node input = push(split.movedOver(filter.origin(), group.input()), rewrite);
        return split.stayingOver(
                filter.origin(),
                new Node.GroupBy(
                        group.origin(),
                        input,
                        group.keys(),
                        group.aggregates(),
                        group.skipErrors(),
                        split.narrowed(group)));
    }

    private static Node belowFlatten(Node.Filter filter, Node.Flatten flatten, Rewrite rewrite) {
        Split split = new Split();
        IntUnaryOperator before = index -> flatten.kept().get(index - 1);
        for (Expression condition : Trees.conjuncts(filter.condition())) {
            BitSet columns = Trees.columns(condition);
            boolean fits = !Trees.readsId(condition) && !columns.isEmpty() && !columns.get(0);
            split.add(fits, condition, fits ? Trees.moveColumns(condition, before) : condition);
        }
        if (split.moved.isEmpty()) {
            return filter;
        }
        Node input = push(split.movedOver(filter.origin(), flatten.input()), rewrite);
        return split.stayingOver(
                filter.origin(),
                new Node.Flatten(flatten.origin(), input, flatten.column(), flatten.kept(), split.narrowed(flatten)));
    }

    private static Node belowConcat(Node.Filter filter, Node.Concat concat, Rewrite rewrite) {
        if (Trees.readsId(filter.condition()) || Trees.callsUser(filter.condition())) {
            return filter;
        }
        List<Node> inputs = concat.inputs().stream()
                .map(input -> push(filter(filter.origin(), input, filter.condition()), rewrite))
                .toList();
        Schema schema = Columns.narrowed(concat.schema(), filter.condition());
        return new Node.Concat(concat.origin(), inputs, concat.reindex(), schema);
    }

    private static Node belowKeyed(Node.Filter filter, KeyedNode keyed, Rewrite rewrite) {
        int[] below = keyed.filterColumns(0);
        Split split = new Split();
        for (Expression condition : Trees.conjuncts(filter.condition())) {
            BitSet columns = Trees.columns(condition);
            boolean fits = below.length > 0
                    && !Trees.readsId(condition)
                    && !columns.isEmpty()
                    && columns.stream().allMatch(i -> below[i] >= 0)
                    && !Trees.narrows(condition);
            split.add(fits, condition, fits ? Trees.moveColumns(condition, i -> below[i]) : condition);
        }
        if (split.moved.isEmpty()) {
            return filter;
        }
        List<Node> inputs = new ArrayList<>(keyed.inputs());
        inputs.set(0, push(split.movedOver(filter.origin(), inputs.getFirst()), rewrite));
        return split.stayingOver(filter.origin(), keyed.withInputs(inputs));
    }

    private static Node.Filter filter(Origin origin, Node input, Expression condition) {
        return new Node.Filter(origin, input, condition, Columns.narrowed(input.schema(), condition));
    }

    private static List<Expression> concat(List<Expression> first, List<Expression> second) {
        List<Expression> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** The conditions of a filter that go below its input, rewritten for there, and those that stay. */
    private static final class Split {
        final List<Expression> moved = new ArrayList<>();
        /** Those that are moved, as they were. */
        final List<Expression> original = new ArrayList<>();

        final List<Expression> staying = new ArrayList<>();

        void add(boolean moves, Expression condition, Expression rewritten) {
            (moves ? moved : staying).add(moves ? rewritten : condition);
            if (moves) {
                original.add(condition);
            }
        }

        /** The columns of the node that the filter was above, now that moved conditions hold below it. */
        Schema narrowed(Node node) {
            return Columns.narrowed(node.schema(), Trees.allOf(original));
        }

        Node.Filter movedOver(Origin origin, Node input) {
            return filter(origin, input, Trees.allOf(moved));
        }

        Node stayingOver(Origin origin, Node input) {
            return staying.isEmpty() ? input : filter(origin, input, Trees.allOf(staying));
        }
    }
}
