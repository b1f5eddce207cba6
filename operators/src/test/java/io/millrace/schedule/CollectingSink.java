package io.millrace.schedule;

import io.millrace.batch.Batch;
import io.millrace.fixture.Change;
import io.millrace.fixture.RowZSet;
import io.millrace.port.Sink;
import io.millrace.port.SinkContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps what it is given by epoch, and checks that epochs come whole and in order and hold no row twice. */
public final class CollectingSink implements Sink {
    private final SortedMap<Long, RowZSet> committed = new TreeMap<>();
    private final List<Change> written = new ArrayList<>();
    private long preparedEpoch = -1;
    private boolean finished;

    @Override
    public void open(SinkContext context) {}

    @Override
    public void write(long epoch, Batch batch) {
        if (epoch <= preparedEpoch) {
            throw new AssertionError("epoch " + epoch + " written after " + preparedEpoch + " was prepared");
        }
        written.addAll(RowZSet.changesOf(batch));
    }

    @Override
    public void prepare(long epoch) {
        Set<List<Object>> rows = new HashSet<>();
        for (Change change : written) {
            if (!rows.add(change.row())) {
                throw new AssertionError("row " + change.row() + " twice in epoch " + epoch);
            }
        }
        preparedEpoch = epoch;
    }

    @Override
    public void commit(long epoch) {
        if (epoch != preparedEpoch) {
            throw new AssertionError("epoch " + epoch + " committed, " + preparedEpoch + " prepared");
        }
        committed.put(epoch, new RowZSet().add(written));
        written.clear();
    }

    @Override
    public void finish() {
        finished = true;
    }

    /** Changes by committed epoch. */
    public SortedMap<Long, RowZSet> committed() {
        return committed;
    }

    public RowZSet table() {
        RowZSet all = new RowZSet();
        committed.values().forEach(all::add);
        return all;
    }

    public boolean isFinished() {
        return finished;
    }
}
