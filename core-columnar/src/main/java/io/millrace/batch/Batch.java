package io.millrace.batch;

import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.memory.OffHeap;
import io.millrace.type.Lane;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An immutable piece of a Z-set: {@code rowCount} rows of columns in Arrow's layout, of which a selection may let only some
 * through, with a weight and perhaps a key a row, all in one epoch (and one iteration of a loop).
 *
 * <p>Created with one reference; {@link #retain} adds one, {@link #close} takes one, and the last gives the buffers back to
 * their pool and lets go of the parents whose columns it shares. No {@code weights} column means that every weight is +1; no
 * {@code keys} column means that nothing downstream reads ids.
 */
public final class Batch implements AutoCloseable {
    private final Parts parts;
    private final AtomicInteger references = new AtomicInteger(1);
    private final int selectedCount;
    private ColumnBuilder selectedRows;

    Batch(Parts parts) {
        this.parts = parts;
        this.selectedCount =
                parts.selection == null ? parts.rowCount : Bitmaps.count(parts.selection.data(), parts.rowCount);
    }

    /** Starts a batch of {@code rowCount} rows, whose own buffers go back to {@code pool}. */
    public static Parts of(BatchPool pool, int rowCount) {
        return new Parts(pool, rowCount);
    }

    /** Rows in the columns, selected or not. */
    public int rowCount() {
        return parts.rowCount;
    }

    /** Rows that the batch stands for. */
    public int selectedCount() {
        return selectedCount;
    }

    public int columnCount() {
        return parts.columns.length;
    }

    public Column column(int index) {
        return parts.columns[index];
    }

    public List<Column> columns() {
        return List.of(parts.columns);
    }

    /** Row ids in lane I128, or null where nothing reads them. */
    public Column keys() {
        return parts.keys;
    }

    /** Weights in lane I64, or null where all are +1. */
    public Column weights() {
        return parts.weights;
    }

    public long weight(int row) {
        return parts.weights == null ? 1 : parts.weights.getLong(row);
    }

    /** Column in lane BIT whose set bits are the rows that count, or null where all do. */
    public Column selection() {
        return parts.selection;
    }

    public boolean isSelected(int row) {
        return parts.selection == null || parts.selection.getBool(row);
    }

    /**
     * Address of {@link #selectedCount} ascending 32-bit row numbers, or 0 where all rows are selected. Made on first use, so
     * only the thread that uses the batch may call it.
     */
    public long selectedRows() {
        if (parts.selection == null) {
            return 0;
        }
        if (selectedRows == null) {
            ColumnBuilder rows = parts.pool.take(Lane.I64);
            rows.reserve((parts.rowCount >>> 1) + 1);
            Bitmaps.toRows(parts.selection.data(), parts.rowCount, rows.data());
            selectedRows = rows;
        }
        return selectedRows.data();
    }

    /** Row number of the {@code index}-th selected row. */
    public int selectedRow(int index) {
        return parts.selection == null ? index : OffHeap.getInt(selectedRows() + ((long) index << 2));
    }

    public long epoch() {
        return parts.epoch;
    }

    /** Sets the epoch that a source's batch joins. Only for the driver, before anybody else sees the batch. */
    public void stampEpoch(long epoch) {
        parts.epoch = epoch;
    }

    /** The loop's iteration; 0 outside of loops. */
    public int iteration() {
        return parts.iteration;
    }

    /** Adds a reference and returns this batch. Any thread that holds one. */
    public Batch retain() {
        int before = references.getAndIncrement();
        assert before > 0 : "retained after its last close";
        return this;
    }

    /** Takes one reference; the last frees. Any thread. */
    @Override
    public void close() {
        int left = references.decrementAndGet();
        assert left >= 0 : "closed more often than retained";
        if (left == 0) {
            if (selectedRows != null) {
                parts.pool.give(selectedRows);
            }
            parts.release();
        }
    }

    /** Collects what a batch is made of; {@link #build} hands it all over, {@link #close} frees it where no batch came of it. */
    public static final class Parts implements AutoCloseable {
        private static final Column[] NO_COLUMNS = {};
        private static final ColumnBuilder[] NO_BUILDERS = {};

        private final BatchPool pool;
        private final int rowCount;
        private Column[] columns = NO_COLUMNS;
        private Column keys;
        private Column weights;
        private Column selection;
        private ColumnBuilder[] owned = NO_BUILDERS;
        private int ownedCount;
        private Batch firstParent;
        private Batch secondParent;
        private long epoch;
        private int iteration;
        private boolean handedOver;

        private Parts(BatchPool pool, int rowCount) {
            this.pool = pool;
            this.rowCount = rowCount;
        }

        public Parts columns(Column... newColumns) {
            columns = newColumns;
            return this;
        }

        public Parts keys(Column newKeys) {
            keys = newKeys;
            return this;
        }

        public Parts weights(Column newWeights) {
            weights = newWeights;
            return this;
        }

        public Parts selection(Column newSelection) {
            selection = newSelection;
            return this;
        }

        /** Takes ownership of a builder whose view is one of the columns. */
        public Parts owning(ColumnBuilder builder) {
            if (ownedCount == owned.length) {
                ColumnBuilder[] more = new ColumnBuilder[Math.max(4, owned.length * 2)];
                System.arraycopy(owned, 0, more, 0, ownedCount);
                owned = more;
            }
            owned[ownedCount++] = builder;
            return this;
        }

        /** Shares columns of {@code parent}, which is retained until this batch is freed. At most two parents. */
        public Parts sharing(Batch parent) {
            assert secondParent == null : "a batch shares columns of two others at most";
            parent.retain();
            if (firstParent == null) {
                firstParent = parent;
            } else {
                secondParent = parent;
            }
            return this;
        }

        public Parts time(long newEpoch, int newIteration) {
            epoch = newEpoch;
            iteration = newIteration;
            return this;
        }

        /** Takes epoch and iteration from another batch. */
        public Parts timeOf(Batch other) {
            return time(other.epoch(), other.iteration());
        }

        /** Returns an owned batch. */
        public Batch build() {
            for (Column column : columns) {
                assert column.rowCount() == rowCount : column.type() + " has " + column.rowCount() + " of " + rowCount;
            }
            assert keys == null || keys.rowCount() == rowCount && keys.lane() == Lane.I128;
            assert weights == null || weights.rowCount() == rowCount && weights.lane() == Lane.I64;
            assert selection == null || selection.rowCount() == rowCount && selection.lane() == Lane.BIT;
            handedOver = true;
            return new Batch(this);
        }

        /** Frees what was collected, unless a batch has it. */
        @Override
        public void close() {
            if (!handedOver) {
                release();
            }
        }

        private void release() {
            for (int i = 0; i < ownedCount; i++) {
                pool.give(owned[i]);
                owned[i] = null;
            }
            ownedCount = 0;
            if (firstParent != null) {
                firstParent.close();
                firstParent = null;
            }
            if (secondParent != null) {
                secondParent.close();
                secondParent = null;
            }
        }
    }
}
