package io.millrace.udf;

import io.millrace.expression.Expression.Failed;
import io.millrace.expression.Expression.RowsFunction;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Calls a function with whole columns of at most {@code maxRows} rows, one call after the other. A call that fails is an error of all
 * its rows.
 */
public record BatchCalls(ColumnsFunction function, int maxRows) implements RowsFunction {
    /** A function of columns, each a list that must not be changed; as many results as rows. */
    @FunctionalInterface
    public interface ColumnsFunction {
        List<?> apply(List<List<Object>> columns) throws Exception;
    }

    @Override
    public List<?> apply(List<Object[]> rows) throws InterruptedException {
        List<Object> results = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += maxRows) {
            results.addAll(call(rows.subList(from, Math.min(rows.size(), from + maxRows))));
        }
        return results;
    }

    private List<?> call(List<Object[]> rows) throws InterruptedException {
        try {
            List<List<Object>> columns = new ArrayList<>();
            for (int column = 0; column < rows.getFirst().length; column++) {
                columns.add(new ColumnOf(rows, column));
            }
            List<?> results = function.apply(columns);
            if (results == null || results.size() != rows.size()) {
                throw new IllegalArgumentException("a function of batches returned "
                        + (results == null ? "null" : results.size() + " results") + " for " + rows.size() + " rows");
            }
            return results;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return Collections.nCopies(rows.size(), new Failed(e));
        }
    }

    private static final class ColumnOf extends AbstractList<Object> {
        private final List<Object[]> rows;
        private final int column;

        ColumnOf(List<Object[]> rows, int column) {
            this.rows = rows;
            this.column = column;
        }

        @Override
        public Object get(int row) {
            return rows.get(row)[column];
        }

        @Override
        public int size() {
            return rows.size();
        }
    }
}
