package io.millrace.reduce;

import io.millrace.state.GroupArrivals;
import io.millrace.state.GroupState;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Rows of a group in the order of their arrival, where rows may be taken back. The order is by row id within an epoch. */
record ArrivalOrder(RowOrder rows) implements RowState {
    @Override
    public List<Integer> arguments() {
        return rows.arguments();
    }

    @Override
    public int wordCount() {
        return GroupArrivals.wordCount();
    }

    @Override
    public int counters() {
        return rows.counters();
    }

    @Override
    public int counterOf(int ownColumn) {
        return rows.counterOf(ownColumn);
    }

    /** The epoch comes first. */
    @Override
    public int partOf(int ownColumn) {
        return 1 + rows.partOf(ownColumn);
    }

    @Override
    public RowState mergedWith(RowState other) {
        RowState merged = other instanceof ArrivalOrder it ? rows.mergedWith(it.rows()) : null;
        return merged == null ? null : new ArrivalOrder((RowOrder) merged);
    }

    @Override
    public GroupState open(BufferAllocator allocator, ReducerErrors errors) {
        return new GroupArrivals(allocator, rows.parts(), rows.order().size(), rows.filter() >= 0);
    }

    @Override
    public String describe() {
        return "rows by arrival";
    }
}
