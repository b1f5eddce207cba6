package io.millrace.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Kernels;
import io.millrace.memory.Allocators;
import io.millrace.port.DataError;
import io.millrace.port.OperatorContext;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import io.millrace.value.Values;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Runs expressions on rows of Java values; closing it proves that nothing leaked. */
final class Harness implements AutoCloseable {
    final BufferAllocator allocator = Allocators.root(1L << 28);
    final BatchPool pool = new BatchPool(allocator, 256);
    final List<DataError> errors = new ArrayList<>();
    final OperatorContext context = new OperatorContext(7, "test", 0, 1, allocator, pool, errors::add);

    /** An owned batch of rows with the given selection, or all of them where it is null. */
    Batch batch(List<Type> types, List<Object[]> rows, boolean[] selection) {
        Batch all;
        try (BatchBuilder builder = new BatchBuilder(pool, types, false)) {
            for (Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    Values.append(builder.column(i), types.get(i), row[i]);
                }
                builder.endRow();
            }
            all = builder.build(4, 0);
        }
        if (selection == null) {
            return all;
        }
        try (all) {
            ColumnBuilder bits = pool.take(Lane.BIT);
            for (boolean bit : selection) {
                bits.appendBool(bit);
            }
            return Batch.of(pool, rows.size())
                    .columns(all.columns().toArray(Column[]::new))
                    .selection(bits.view(Type.BOOL))
                    .owning(bits)
                    .timeOf(all)
                    .sharing(all)
                    .build();
        }
    }

    /** The selected rows' values of each expression, row by row. */
    List<Object[]> evaluate(List<Expression> expressions, Batch batch, Kernels kernels) {
        List<Object[]> rows = new ArrayList<>();
        try (ExpressionProgram program = ExpressionProgram.compile(List.of(), expressions, null, context, kernels);
                Batch result = program.evaluate(batch)) {
            if (result == null) {
                return rows;
            }
            for (int i = 0; i < result.selectedCount(); i++) {
                Object[] row = new Object[expressions.size()];
                for (int column = 0; column < row.length; column++) {
                    assertEquals(
                            expressions.get(column).type(),
                            result.column(column).type());
                    row[column] = Values.read(result.column(column), result.selectedRow(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** The value of one expression without input. */
    Object constant(Expression expression) {
        try (Batch batch = batch(List.of(Type.BOOL), List.<Object[]>of(new Object[] {true}), null)) {
            return evaluate(List.of(expression), batch, Kernels.active()).getFirst()[0];
        }
    }

    static void assertSame(Object expected, Object actual, String where) {
        if (expected instanceof byte[] bytes) {
            assertArrayEquals(bytes, (byte[]) actual, where);
        } else if (expected instanceof List<?> list && actual instanceof List<?> other && list.size() == other.size()) {
            for (int i = 0; i < list.size(); i++) {
                assertSame(list.get(i), other.get(i), where);
            }
        } else if (expected instanceof Double number && number == 0) {
            assertEquals(0.0, Math.abs((Double) actual), where);
        } else {
            assertEquals(expected, actual, where);
        }
    }

    @Override
    public void close() {
        pool.close();
        assertEquals(0, allocator.getAllocatedMemory(), "bytes that were not given back");
        allocator.close();
    }
}
