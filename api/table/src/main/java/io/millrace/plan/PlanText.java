package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.ColumnRef;
import io.millrace.type.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Prints a plan: one line a node, numbered from 1 with inputs first, inputs named by their numbers, columns by their names.
 */
public final class PlanText {
    private final List<Node> nodes;
    private final NodeMap<Integer> numbers = new NodeMap<>();

    public PlanText(LogicalPlan plan) {
        this(plan.nodes());
    }

    private PlanText(List<Node> nodes) {
        this.nodes = nodes;
        for (int i = 0; i < nodes.size(); i++) {
            numbers.put(nodes.get(i), i + 1);
        }
    }

    /** Only what the user wrote: nodes that an operation adds for its own sake go under the numbers of their inputs. */
    static PlanText asWritten(LogicalPlan plan) {
        List<Node> all = plan.nodes();
        PlanText text = new PlanText(all.stream().filter(node -> !isAdded(node)).toList());
        all.stream()
                .filter(PlanText::isAdded)
                .forEach(
                        node -> text.numbers.put(node, text.number(node.inputs().getFirst())));
        return text;
    }

    private static boolean isAdded(Node node) {
        return node instanceof Node.Project && node.origin().operation().equals(Origin.SIDE_OF_JOIN);
    }

    /** The number that a node has in the text. */
    public int number(Node node) {
        return numbers.get(node);
    }

    public String print() {
        return print(node -> List.of());
    }

    /** Prints with remarks behind each node, in brackets. */
    public String print(Function<Node, List<String>> remarks) {
        StringBuilder text = new StringBuilder();
        for (Node node : nodes) {
            text.append('[').append(number(node)).append("] ").append(describe(node));
            List<String> more = remarks.apply(node);
            if (!more.isEmpty()) {
                text.append("  {").append(String.join("; ", more)).append('}');
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** One node as its line shows it, without its number. */
    public String describe(Node node) {
        return switch (node) {
            case Node.Read read -> "read " + read.source().name() + " " + read.schema();
            case Node.Errors errors -> "error log " + errors.schema();
            case Node.Project project ->
                project.origin().operation() + " " + ref(project.input()) + ": " + columns(project);
            case Node.Filter filter ->
                filter.origin().operation() + " " + ref(filter.input()) + ": "
                        + ExpressionText.of(filter.condition(), names(filter.input()));
            case Node.GroupBy group -> groupBy(group);
            case Node.Join join -> join(join);
            case Node.Flatten flatten ->
                "flatten " + ref(flatten.input()) + ": "
                        + names(flatten.input()).get(flatten.column()) + keeping(flatten);
            case OrderedNode ordered -> ordered(ordered);
            case Node.Concat concat ->
                (concat.reindex() ? "concat with new ids " : "concat ")
                        + concat.inputs().stream().map(this::ref).collect(Collectors.joining(", "));
            case KeyedNode it -> it.describe(it.inputs().stream().map(this::ref).toList());
            case LoopNode loop -> loop(loop);
            case Node.Write write -> "write " + ref(write.input()) + " to " + write.name();
        };
    }

    private String loop(LoopNode node) {
        return switch (node) {
            case LoopNode.Variable variable -> "in loop: table " + (variable.index() + 1) + " " + variable.schema();
            case LoopNode.End end ->
                "iterate "
                        + IntStream.range(0, end.starts().size())
                                .mapToObj(i -> "from " + ref(end.starts().get(i)) + " to "
                                        + ref(end.results().get(i)))
                                .collect(Collectors.joining(", "))
                        + (end.loop().isLimited()
                                ? ", " + end.loop().limit() + " times at most"
                                : ", until nothing changes");
            case LoopNode.Result result -> "table " + (result.index() + 1) + " of " + ref(result.end());
        };
    }

    private String groupBy(Node.GroupBy group) {
        List<String> input = names(group.input());
        String aggregates = IntStream.range(0, group.aggregates().size())
                .mapToObj(i -> {
                    Aggregate aggregate = group.aggregates().get(i);
                    return aggregate.reducer() + "(" + ExpressionText.of(aggregate.arguments(), input) + ")"
                            + (aggregate.condition() == null
                                    ? ""
                                    : " where " + ExpressionText.of(aggregate.condition(), input));
                })
                .collect(Collectors.joining(", "));
        return "group " + ref(group.input())
                + (group.keys().isEmpty() ? "" : " by " + ExpressionText.of(group.keys(), input))
                + (aggregates.isEmpty() ? "" : ": " + aggregates)
                + (group.skipErrors() ? "" : ", errors kept");
    }

    private String join(Node.Join join) {
        JoinOn on = join.on();
        String keys = IntStream.range(0, on.leftKeys().size())
                .mapToObj(i -> ExpressionText.of(on.leftKeys().get(i), names(join.left())) + " == "
                        + ExpressionText.of(on.rightKeys().get(i), names(join.right())))
                .collect(Collectors.joining(", "));
        String id = switch (on.id()) {
            case BOTH -> "";
            case LEFT -> ", ids of the left";
            case RIGHT -> ", ids of the right";
        };
        String matching = switch (on.matching()) {
            case ALWAYS -> "";
            case AS_OF_NOW -> " as of now";
            case LEFT_ONCE, RIGHT_ONCE, BOTH_ONCE ->
                " " + on.matching().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
        return "join" + matching + " " + on.kind().name().toLowerCase(Locale.ROOT) + " " + ref(join.left()) + " with "
                + ref(join.right()) + (keys.isEmpty() ? "" : " on " + keys) + id;
    }

    private String ordered(OrderedNode ordered) {
        List<String> names = names(ordered.input());
        int own = ordered.step().ownExpressions();
        List<Expression> all = ordered.expressions();
        return ordered.step() + " " + ref(ordered.input())
                + (own == 0 ? "" : " by " + ExpressionText.of(all.subList(0, own), names))
                + (all.size() == own ? "" : ", instance " + ExpressionText.of(all.subList(own, all.size()), names));
    }

    private String keeping(Node.Flatten flatten) {
        List<String> names = names(flatten.input());
        return flatten.kept().isEmpty()
                ? ""
                : " with " + flatten.kept().stream().map(names::get).collect(Collectors.joining(", "));
    }

    private String columns(Node.Project project) {
        List<String> names = names(project.input());
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < project.expressions().size(); i++) {
            Expression expression = project.expressions().get(i);
            Field field = project.schema().field(i);
            boolean isPlain = expression instanceof ColumnRef ref
                    && names.get(ref.index()).equals(field.name());
            columns.add(isPlain ? field.name() : field.name() + " = " + ExpressionText.of(expression, names));
        }
        return String.join(", ", columns);
    }

    private static List<String> names(Node node) {
        return node.schema().names();
    }

    private String ref(Node node) {
        return "[" + number(node) + "]";
    }
}
