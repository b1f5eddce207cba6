package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.ColumnRef;
import io.millrace.expression.ExpressionTrees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one projection of two where no expression would be computed twice, and drops projections that change nothing.
 */
final class ProjectionMerge implements Pass {
    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        return Rewrite.of(
                plan, rewrite -> node -> node instanceof Node.Project project ? merge(project, rewrite) : node);
    }

    private static Node merge(Node.Project outer, Rewrite rewrite) {
        if (isIdentity(outer)) {
            return outer.input();
        }
        if (!(outer.input() instanceof Node.Project inner) || !canMerge(outer, inner, rewrite.hasOneConsumer(inner))) {
            return outer;
        }
        List<Expression> expressions = new ArrayList<>();
        for (Expression expression : outer.expressions()) {
            expressions.add(ExpressionTrees.substitute(expression, inner.expressions()));
        }
        return merge(new Node.Project(origin(outer, inner), inner.input(), expressions, outer.schema()), rewrite);
    }

    /** The outer operation, with the lines of columns that it only passes on. */
    private static Origin origin(Node.Project outer, Node.Project inner) {
        Map<String, UserLine> lines = new HashMap<>(outer.origin().columns());
        for (int i = 0; i < outer.expressions().size(); i++) {
            if (outer.expressions().get(i) instanceof ColumnRef ref
                    && !(inner.expressions().get(ref.index()) instanceof ColumnRef)) {
                String name = inner.schema().field(ref.index()).name();
                UserLine line = inner.origin()
                        .columns()
                        .getOrDefault(name, inner.origin().line());
                lines.put(outer.schema().field(i).name(), line);
            }
        }
        return new Origin(outer.origin().operation(), outer.origin().line(), lines);
    }

    private static boolean canMerge(Node.Project outer, Node.Project inner, boolean isOnlyReader) {
        int[] uses = new int[inner.expressions().size()];
        outer.expressions().forEach(expression -> count(expression, uses));
        for (int i = 0; i < uses.length; i++) {
            boolean isFree =
                    ExpressionTrees.operands(inner.expressions().get(i)).isEmpty();
            if (!isFree && (uses[i] > 1 || uses[i] == 1 && !isOnlyReader)) {
                return false;
            }
        }
        return true;
    }

    private static void count(Expression expression, int[] uses) {
        if (expression instanceof ColumnRef ref) {
            uses[ref.index()]++;
        }
        ExpressionTrees.operands(expression).forEach(operand -> count(operand, uses));
    }

    /** Whether a projection gives its input's columns, all of them, under their names. */
    static boolean isIdentity(Node.Project project) {
        if (!project.schema().names().equals(project.input().schema().names())) {
            return false;
        }
        for (int i = 0; i < project.expressions().size(); i++) {
            if (!(project.expressions().get(i) instanceof ColumnRef ref)
                    || ref.index() != i
                    || !ref.type().equals(project.input().schema().type(i))) {
                return false;
            }
        }
        return true;
    }
}
