package io.millrace.schedule;

import io.millrace.port.OperatorFactory;
import io.millrace.port.ReaderFactory;
import io.millrace.port.Sink;
import io.millrace.port.Source;
import io.millrace.type.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * A physical plan: operators and how batches flow between them. Nodes are added after their inputs, so their order is
 * topological. Every worker opens all of it.
 */
public final class Dataflow {
    private static final int OPEN = -1;

    private final List<Node> nodes = new ArrayList<>();
    private final List<Loop> loops = new ArrayList<>();
    private boolean hasRetractionEpochs;
    private boolean hasLastEpoch;

    /** A node; its position in the list is its id. */
    public sealed interface Node {
        String name();

        /** Ids of the nodes whose batches it takes, by input. */
        List<Integer> inputs();
    }

    /** Where the batches of a source, or of the program itself, come in. {@code source} is null where the program pushes. */
    record SourceNode(String name, Source source, boolean needsKeys) implements Node {
        @Override
        public List<Integer> inputs() {
            return List.of();
        }
    }

    record OperatorNode(String name, OperatorFactory factory, List<Integer> inputs) implements Node {}

    /**
     * An operator that reads the state of the operators of other nodes, beside what is pushed into it.
     *
     * @param reads ids of the nodes whose state it reads
     */
    record ReaderNode(String name, ReaderFactory factory, List<Integer> reads, List<Integer> inputs) implements Node {}

    /** Moves rows to the worker that owns them; nothing where there is one worker. */
    record ExchangeNode(String name, Partitioning partitioning, List<Integer> inputs) implements Node {}

    /** Publishes on worker 0. */
    record SinkNode(String name, Sink sink, Schema schema, boolean consolidated, List<Integer> inputs)
            implements Node {}

    /**
     * Nodes that run over and over within an epoch: those from {@code first} to before {@code end}.
     *
     * @param limit iterations at most
     */
    record Loop(String name, int first, int end, int limit, List<BackEdge> backEdges) {}

    /** The batches of node {@code from} come to input {@code input} of node {@code to}, which is before it. */
    public record BackEdge(int from, int to, int input) {}

    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    List<Loop> loops() {
        return List.copyOf(loops);
    }

    /**
     * Starts a loop: nodes that are added until {@link #endLoop} are inside of it. Operators among them that keep state must be
     * {@link io.millrace.port.LoopOperator}s.
     *
     * @param limit iterations at most; {@code Integer.MAX_VALUE} for none but the end of changes
     */
    public void beginLoop(String name, int limit) {
        if (isInLoop()) {
            throw new IllegalStateException(
                    "loop " + name + " begins inside loop " + loops.getLast().name() + "; loops are not nested");
        }
        loops.add(new Loop(name, nodes.size(), OPEN, limit, List.of()));
    }

    /** Ends a loop, whose results flow back along {@code backEdges}. */
    public void endLoop(List<BackEdge> backEdges) {
        if (!isInLoop()) {
            throw new IllegalStateException("no loop has begun");
        }
        Loop open = loops.removeLast();
        loops.add(new Loop(open.name(), open.first(), nodes.size(), open.limit(), List.copyOf(backEdges)));
    }

    private boolean isInLoop() {
        return !loops.isEmpty() && loops.getLast().end() == OPEN;
    }

    /** Says that operators here take rows back in the odd epoch after each: it is run only where this was said. */
    public void runRetractionEpochs() {
        hasRetractionEpochs = true;
    }

    boolean hasRetractionEpochs() {
        return hasRetractionEpochs;
    }

    /** Says that operators here wait for the end of all input: {@link io.millrace.port.Epochs#LAST} is run only where this was said. */
    public void runLastEpoch() {
        hasLastEpoch = true;
    }

    boolean hasLastEpoch() {
        return hasLastEpoch;
    }

    /** Adds a source and returns its id; {@code needsKeys} says whether row ids are read downstream. */
    public int source(Source source, boolean needsKeys) {
        return add(new SourceNode(source.name(), source, needsKeys));
    }

    /** Adds an input that the program itself pushes batches into. */
    public int input(String name) {
        return add(new SourceNode(name, null, false));
    }

    public int operator(String name, OperatorFactory factory, int... inputs) {
        return add(new OperatorNode(name, factory, requireNodes(inputs)));
    }

    /** Adds an operator that reads the state of those at {@code reads}. */
    public int reader(String name, ReaderFactory factory, List<Integer> reads, int... inputs) {
        reads.forEach(this::requireNode);
        return add(new ReaderNode(name, factory, List.copyOf(reads), requireNodes(inputs)));
    }

    public int exchange(String name, Partitioning partitioning, int input) {
        return add(new ExchangeNode(name, partitioning, List.of(requireNode(input))));
    }

    /**
     * Adds a sink, with an exchange to worker 0 before it.
     *
     * @param consolidated whether the input never holds the same row twice in an epoch, so that nothing need be added up
     */
    public int sink(String name, Sink sink, Schema schema, boolean consolidated, int input) {
        int gathered = exchange("gather " + name, new Partitioning.Single(), input);
        return add(new SinkNode(name, sink, schema, consolidated, List.of(gathered)));
    }

    private int add(Node node) {
        nodes.add(node);
        return nodes.size() - 1;
    }

    private List<Integer> requireNodes(int... ids) {
        List<Integer> nodeIds = new ArrayList<>();
        for (int id : ids) {
            nodeIds.add(requireNode(id));
        }
        return List.copyOf(nodeIds);
    }

    private int requireNode(int id) {
        if (id < 0 || id >= nodes.size()) {
            throw new IllegalArgumentException("no node " + id + "; there are " + nodes.size());
        }
        return id;
    }
}
