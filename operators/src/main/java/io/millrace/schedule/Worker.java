package io.millrace.schedule;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.port.CheckpointInput;
import io.millrace.port.CheckpointOutput;
import io.millrace.port.KeyGroups;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.schedule.Dataflow.ExchangeNode;
import io.millrace.schedule.Dataflow.Loop;
import io.millrace.schedule.Dataflow.Node;
import io.millrace.schedule.Dataflow.OperatorNode;
import io.millrace.schedule.Dataflow.ReaderNode;
import io.millrace.schedule.Dataflow.SinkNode;
import io.millrace.schedule.Dataflow.SourceNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/**
 * One worker's copy of a dataflow: its operators, wired, with their state. Everything here happens on one thread. Owns its
 * operators, its allocator and its pool.
 */
final class Worker implements AutoCloseable {
    private final Dataflow dataflow;
    private final RunSettings settings;
    private final int index;
    private final BufferAllocator allocator;
    private final BatchPool pool;
    private final List<Operator> operators = new ArrayList<>();
    private final List<BufferAllocator> operatorAllocators = new ArrayList<>();
    private final List<FanOut> outputs = new ArrayList<>();
    private final List<SinkOperator> sinks = new ArrayList<>();
    /** By the node that each begins with. */
    private final Map<Integer, LoopRun> loops = new HashMap<>();

    /**
     * Opens every operator. Exchanges come from {@code exchanges}, which is null where there is one worker.
     */
    Worker(Dataflow dataflow, RunSettings settings, int index, BufferAllocator parent, Exchanges exchanges) {
        this.dataflow = dataflow;
        this.settings = settings;
        this.index = index;
        this.allocator = parent.newChildAllocator("worker-" + index, 0, parent.getLimit());
        this.pool = new BatchPool(allocator, settings.batchRows());
        try {
            open(exchanges);
        } catch (RuntimeException | Error e) {
            close(e);
            throw e;
        }
    }

    private void open(Exchanges exchanges) {
        List<Node> nodes = dataflow.nodes();
        while (outputs.size() < nodes.size()) {
            outputs.add(new FanOut());
        }
        for (int id = 0; id < nodes.size(); id++) {
            Node node = nodes.get(id);
            FanOut output = outputs.get(id);
            Operator operator = switch (node) {
                case SourceNode source -> new PassThrough(output);
                case OperatorNode step -> step.factory().open(contextOf(id, step.name()), output);
                case ReaderNode reader -> {
                    List<Operator> read =
                            reader.reads().stream().map(operators::get).toList();
                    yield reader.factory().open(contextOf(id, reader.name()), read, output);
                }
                case ExchangeNode exchange ->
                    exchanges == null
                            ? new PassThrough(output)
                            : exchanges.open(id, exchange.partitioning(), pool, output);
                case SinkNode sink -> sinkOf(id, sink);
            };
            operators.add(operator);
            for (int input = 0; input < node.inputs().size(); input++) {
                outputs.get(node.inputs().get(input)).add(operator, input);
            }
        }
        for (Loop loop : dataflow.loops()) {
            loop.backEdges().forEach(edge -> outputs.get(edge.from()).add(operators.get(edge.to()), edge.input()));
            loops.put(loop.first(), new LoopRun(loop, operators.subList(loop.first(), loop.end()), exchanges));
        }
    }

    private Operator sinkOf(int id, SinkNode node) {
        if (index != 0) {
            return new PassThrough(new FanOut());
        }
        SinkOperator sink = new SinkOperator(node, contextOf(id, node.name()));
        sinks.add(sink);
        return sink;
    }

    private OperatorContext contextOf(int id, String name) {
        BufferAllocator own = allocator.newChildAllocator(name + "#" + id, 0, allocator.getLimit());
        operatorAllocators.add(own);
        return new OperatorContext(id, name, index, settings.workers(), own, pool, settings.errors());
    }

    BatchPool pool() {
        return pool;
    }

    /** Pushes a batch into a source node; borrows it until return. */
    void push(int sourceNode, Batch batch) {
        outputs.get(sourceNode).push(batch);
    }

    /** Ends the epoch at every operator, inputs first. */
    void endEpoch(long epoch) {
        for (int id = 0; id < operators.size(); ) {
            LoopRun loop = loops.get(id);
            if (loop == null) {
                operators.get(id++).endEpoch(epoch);
            } else {
                loop.run(epoch);
                id = loop.end();
            }
        }
    }

    /** Makes an epoch visible outside. */
    void commit(long epoch) {
        for (SinkOperator sink : sinks) {
            sink.commit(epoch);
        }
    }

    /** Tells the sinks that no more epochs come. */
    void finish() {
        for (SinkOperator sink : sinks) {
            sink.finish();
        }
    }

    /** Saves the state of every operator, between two epochs. */
    void saveTo(CheckpointOutput out) throws IOException {
        for (int node = 0; node < operators.size(); node++) {
            operators.get(node).saveTo(out.operator(node, index));
        }
    }

    /** Restores the state of this worker's key groups into every operator, before the first push. */
    void restoreFrom(CheckpointInput in) throws IOException {
        KeyGroups own = KeyGroups.of(index, settings.workers());
        for (int node = 0; node < operators.size(); node++) {
            for (int former = 0; former < in.workerCount(); former++) {
                if (KeyGroups.of(former, in.workerCount()).overlaps(own)) {
                    operators.get(node).restoreFrom(in.operator(node, former));
                }
            }
        }
    }

    /** Bytes of state by node. */
    long[] stateBytes() {
        return operators.stream().mapToLong(Operator::stateBytes).toArray();
    }

    /** Rows that each node has put out, every weight counted once. */
    long[] rowsOut() {
        return outputs.stream().mapToLong(FanOut::rows).toArray();
    }

    @Override
    public void close() {
        RuntimeException failure = new IllegalStateException("closing a worker failed");
        close(failure);
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private void close(Throwable suppressing) {
        closeOperators(suppressing);
        closeMemory(suppressing);
    }

    /** Frees what the operators hold, batches of other workers among it; failures are added to {@code suppressing}. */
    void closeOperators(Throwable suppressing) {
        closeAll(operators.reversed(), suppressing);
    }

    /** Frees the worker's memory, once no operator of any worker holds a batch of it. */
    void closeMemory(Throwable suppressing) {
        List<AutoCloseable> memory = new ArrayList<>();
        memory.add(pool);
        memory.addAll(operatorAllocators);
        memory.add(allocator);
        closeAll(memory, suppressing);
    }

    private static void closeAll(List<? extends AutoCloseable> all, Throwable suppressing) {
        for (AutoCloseable one : all) {
            try {
                one.close();
            } catch (Exception | Error e) {
                suppressing.addSuppressed(e);
            }
        }
    }

    /** Gives batches to every consumer of a node. */
    private static final class FanOut implements Output {
        private final List<Operator> consumers = new ArrayList<>();
        private final List<Integer> inputs = new ArrayList<>();
        private long rows;

        void add(Operator consumer, int input) {
            consumers.add(consumer);
            inputs.add(input);
        }

        long rows() {
            return rows;
        }

        @Override
        public void push(Batch batch) {
            if (batch.selectedCount() == 0) {
                return;
            }
            rows += batch.selectedCount();
            for (int i = 0; i < consumers.size(); i++) {
                consumers.get(i).push(inputs.get(i), batch);
            }
        }
    }

    private record PassThrough(Output output) implements Operator {
        @Override
        public void push(int input, Batch batch) {
            output.push(batch);
        }
    }
}
