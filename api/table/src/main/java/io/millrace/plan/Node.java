package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.port.Sink;
import io.millrace.port.Source;
import io.millrace.type.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of the logical plan: what one operation of the user makes of its inputs. Expressions refer to columns of the inputs by
 * position. A plan is a graph, so the same node may be the input of several; nodes are compared by identity where that matters.
 */
public sealed interface Node
        permits KeyedNode,
                LoopNode,
                Node.Concat,
                Node.Errors,
                Node.Filter,
                Node.Flatten,
                Node.GroupBy,
                Node.Join,
                Node.Project,
                Node.Read,
                Node.Write,
                OrderedNode {
    Origin origin();

    /** The columns of the node's rows. */
    Schema schema();

    List<Node> inputs();

    /** The same operation on other inputs, which have the columns that this one reads at the same positions. */
    Node withInputs(List<Node> inputs);

    /** Rows from a connector; the schema is the source's. */
    record Read(Origin origin, Source source, Schema schema) implements Node {
        @Override
        public List<Node> inputs() {
            return List.of();
        }

        @Override
        public Node withInputs(List<Node> inputs) {
            return this;
        }
    }

    /** Data errors of the whole pipeline as a table. */
    record Errors(Origin origin, Schema schema) implements Node {
        @Override
        public List<Node> inputs() {
            return List.of();
        }

        @Override
        public Node withInputs(List<Node> inputs) {
            return this;
        }
    }

    /** Each row mapped to new columns; ids stay. */
    record Project(Origin origin, Node input, List<Expression> expressions, Schema schema) implements Node {
        public Project {
            expressions = List.copyOf(expressions);
            assert expressions.size() == schema.size();
        }

        @Override
        public List<Node> inputs() {
            return List.of(input);
        }

        @Override
        public Project withInputs(List<Node> inputs) {
            return new Project(origin, inputs.getFirst(), expressions, schema);
        }
    }

    /**
     * Rows for which the condition holds; ids stay.
     *
     * @param schema the input's columns, without the optional where the condition excludes None
     */
    record Filter(Origin origin, Node input, Expression condition, Schema schema) implements Node {
        @Override
        public List<Node> inputs() {
            return List.of(input);
        }

        @Override
        public Filter withInputs(List<Node> inputs) {
            return new Filter(origin, inputs.getFirst(), condition, schema);
        }
    }

    /**
     * One row a group of equal keys: the keys, then the aggregates. Without keys all rows are one group.
     *
     * @param skipErrors whether a reducer leaves out rows in which its arguments are errors, or else is an error while there are any
     */
    record GroupBy(
            Origin origin,
            Node input,
            List<Expression> keys,
            List<Aggregate> aggregates,
            boolean skipErrors,
            Schema schema)
            implements Node {
        public GroupBy {
            keys = List.copyOf(keys);
            aggregates = List.copyOf(aggregates);
            assert keys.size() + aggregates.size() == schema.size();
        }

        @Override
        public List<Node> inputs() {
            return List.of(input);
        }

        @Override
        public GroupBy withInputs(List<Node> inputs) {
            return new GroupBy(origin, inputs.getFirst(), keys, aggregates, skipErrors, schema);
        }
    }

    /** Pairs of rows whose keys are equal: the left columns, then the right ones. Without keys every pair. */
    record Join(Origin origin, Node left, Node right, JoinOn on, Schema schema) implements Node {
        public Join {
            assert left.schema().size() + right.schema().size() == schema.size();
        }

        @Override
        public List<Node> inputs() {
            return List.of(left, right);
        }

        @Override
        public Join withInputs(List<Node> inputs) {
            return new Join(origin, inputs.get(0), inputs.get(1), on, schema);
        }
    }

    /**
     * One row an element of a column: the element, then other columns of the row.
     *
     * @param column position of the flattened column in the input
     * @param kept positions in the input of the columns that go along
     */
    record Flatten(Origin origin, Node input, int column, List<Integer> kept, Schema schema) implements Node {
        public Flatten {
            kept = List.copyOf(kept);
            assert kept.size() + 1 == schema.size();
        }

        @Override
        public List<Node> inputs() {
            return List.of(input);
        }

        @Override
        public Flatten withInputs(List<Node> inputs) {
            return new Flatten(origin, inputs.getFirst(), column, kept, schema);
        }
    }

    /** The rows of all inputs, which have the same columns; with new ids where {@code reindex}. */
    record Concat(Origin origin, List<Node> inputs, boolean reindex, Schema schema) implements Node {
        public Concat {
            inputs = List.copyOf(inputs);
        }

        @Override
        public Concat withInputs(List<Node> newInputs) {
            return new Concat(origin, newInputs, reindex, schema);
        }
    }

    /** The changes of a table on their way out. */
    record Write(Origin origin, Node input, Sink sink, String name) implements Node {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public List<Node> inputs() {
            return List.of(input);
        }

        @Override
        public Write withInputs(List<Node> inputs) {
            return new Write(origin, inputs.getFirst(), sink, name);
        }
    }

    /** Returns the nodes that {@code roots} are made of, each once, inputs first. */
    static List<Node> inOrder(List<? extends Node> roots) {
        List<Node> ordered = new ArrayList<>();
        NodeMap<Boolean> seen = new NodeMap<>();
        roots.forEach(root -> visit(root, seen, ordered));
        return ordered;
    }

    private static void visit(Node node, NodeMap<Boolean> seen, List<Node> ordered) {
        if (seen.put(node, true) == null) {
            node.inputs().forEach(input -> visit(input, seen, ordered));
            ordered.add(node);
        }
    }
}
