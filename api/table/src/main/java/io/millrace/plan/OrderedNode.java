package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.type.Schema;
import java.util.List;

/**
 * Rows by an order or a time of theirs. Ids stay, but for {@link OrderedStep.Deduplicate}, whose ids are those of the instance.
 *
 * @param expressions what the step reads of a row
 * @param kept positions in the input of the columns of the output; unless the step makes its own
 */
public record OrderedNode(
        Origin origin, Node input, OrderedStep step, List<Expression> expressions, List<Integer> kept, Schema schema)
        implements Node {
    public OrderedNode {
        expressions = List.copyOf(expressions);
        kept = List.copyOf(kept);
    }

    @Override
    public List<Node> inputs() {
        return List.of(input);
    }

    @Override
    public OrderedNode withInputs(List<Node> inputs) {
        return new OrderedNode(origin, inputs.getFirst(), step, expressions, kept, schema);
    }
}
