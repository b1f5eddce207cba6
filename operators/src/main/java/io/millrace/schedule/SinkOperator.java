package io.millrace.schedule;

import io.millrace.batch.Batch;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Sink;
import io.millrace.port.SinkContext;
import io.millrace.schedule.Dataflow.SinkNode;
import io.millrace.state.Consolidation;

/**
 * Hands an epoch's changes to a sink, added up where the plan does not prove that they are; a replayed epoch that is visible
 * outside already is left out. Owns the sink.
 */
final class SinkOperator implements Operator {
    private final Sink sink;
    private final Consolidation consolidation;
    private final long visibleEpoch;

    SinkOperator(SinkNode node, OperatorContext context) {
        this.sink = node.sink();
        this.consolidation = node.consolidated() ? null : new Consolidation(context, batch -> write(batch));
        sink.open(new SinkContext(node.name(), node.schema(), context.pool(), context.errors()));
        visibleEpoch = sink.recover();
    }

    @Override
    public void push(int input, Batch batch) {
        if (consolidation == null) {
            write(batch);
        } else {
            consolidation.push(batch);
        }
    }

    private void write(Batch batch) {
        if (batch.epoch() > visibleEpoch) {
            sink.write(batch.epoch(), batch);
        }
    }

    @Override
    public void endEpoch(long epoch) {
        if (consolidation != null) {
            consolidation.flush(epoch);
        }
        if (epoch > visibleEpoch) {
            sink.prepare(epoch);
        }
    }

    @Override
    public long stateBytes() {
        return consolidation == null ? 0 : consolidation.heldBytes();
    }

    void commit(long epoch) {
        if (epoch > visibleEpoch) {
            sink.commit(epoch);
        }
    }

    void finish() {
        sink.finish();
    }

    @Override
    public void close() {
        if (consolidation != null) {
            consolidation.close();
        }
        sink.close();
    }
}
