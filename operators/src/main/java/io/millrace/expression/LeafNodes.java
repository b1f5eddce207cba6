package io.millrace.expression;

import io.millrace.batch.BatchPool;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Bitmaps;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import io.millrace.value.Values;

/** Nodes without operands. */
final class LeafNodes {
    private LeafNodes() {}

    /** A column of the batch. */
    static final class ColumnNode extends Node {
        private final int index;

        ColumnNode(int index, Type type) {
            super(type, null);
            this.index = index;
        }

        @Override
        Cells compute(Run run, Rows active, Rows fresh, Cells before) {
            return Cells.of(run.column(index).withType(type));
        }
    }

    /** The row ids of the batch. */
    static final class RowIdNode extends Node {
        RowIdNode() {
            super(Type.POINTER, null);
        }

        @Override
        Cells compute(Run run, Rows active, Rows fresh, Cells before) {
            if (run.keys() == null) {
                throw new IllegalStateException("the plan reads row ids here, but the batch has none");
            }
            return Cells.of(run.keys());
        }
    }

    /** One value for all rows, kept between batches. */
    static final class ConstantNode extends Node {
        private final Object value;
        private final ColumnBuilder builder;

        ConstantNode(Object value, Type type, BatchPool pool) {
            super(type, null);
            this.value = value;
            this.builder = new ColumnBuilder(pool.allocator(), type.lane(), Cells.CONSTANT_ROWS);
            try {
                for (int row = 0; row < Cells.CONSTANT_ROWS; row++) {
                    Values.append(builder, type, value);
                }
            } catch (RuntimeException e) {
                builder.close();
                throw e;
            }
        }

        /** The value's Java form; null for None. */
        Object value() {
            return value;
        }

        @Override
        Cells compute(Run run, Rows active, Rows fresh, Cells before) {
            if (type.lane() != Lane.BIT) {
                return new Cells(builder.view(type), true);
            }
            ColumnBuilder bits = run.take(Lane.BIT);
            Bitmaps.fill(bits.data(), Boolean.TRUE.equals(value), run.rowCount());
            bits.setWritten(run.rowCount(), 0);
            if (value == null) {
                Bitmaps.fill(bits.validityForWriting(), false, run.rowCount());
            }
            return Cells.of(bits.view(type));
        }

        @Override
        void close() {
            builder.close();
        }
    }
}
