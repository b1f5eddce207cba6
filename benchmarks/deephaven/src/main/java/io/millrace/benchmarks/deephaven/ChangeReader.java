package io.millrace.benchmarks.deephaven;

import io.deephaven.chunk.LongChunk;
import io.deephaven.chunk.attributes.Values;
import io.deephaven.engine.rowset.RowSequence;
import io.deephaven.engine.rowset.RowSet;
import io.deephaven.engine.table.ChunkSource;
import io.deephaven.engine.table.ColumnSource;
import io.deephaven.engine.table.Table;
import io.deephaven.engine.table.TableUpdate;
import io.deephaven.engine.table.impl.InstrumentedTableUpdateListenerAdapter;
import java.util.ArrayList;
import java.util.List;

/**
 * The sink: hands every change of a table to {@link RowSink}, −old and +new, by reading the columns, which must be
 * {@code long}, in chunks. It keeps the first failure of the graph for {@link #rethrow}.
 */
@SuppressWarnings("serial") // a listener of Deephaven could be written to a stream; this one never is
final class ChangeReader extends InstrumentedTableUpdateListenerAdapter {
    private static final int CHUNK_ROWS = 4_096;

    /** Takes {@code count} rows of up to three columns; column {@code i} is {@code columns[i]}. */
    @FunctionalInterface
    interface RowSink {
        void accept(List<LongChunk<? extends Values>> columns, int count, int weight);
    }

    private final List<ColumnSource<?>> columns;
    private final RowSink sink;
    private long updatesOut;
    private Throwable failure;

    ChangeReader(Table table, RowSink sink, String... names) {
        super("changes", table, false);
        this.columns = List.of(names).stream()
                .<ColumnSource<?>>map(table::getColumnSource)
                .toList();
        this.sink = sink;
    }

    /** Changes read so far; a row that changes counts as two. */
    long updatesOut() {
        return updatesOut;
    }

    void rethrow() {
        if (failure != null) {
            throw new IllegalStateException("the update graph failed", failure);
        }
    }

    /** Reads all rows that the table has now as insertions. */
    void readAll(RowSet rows) {
        read(rows, false, 1);
    }

    @Override
    public void onUpdate(TableUpdate update) {
        read(update.removed(), true, -1);
        if (update.modified().isNonempty()) {
            read(update.getModifiedPreShift(), true, -1);
            read(update.modified(), false, 1);
        }
        read(update.added(), false, 1);
    }

    @Override
    public void onFailureInternal(Throwable cause, Entry source) {
        failure = cause;
    }

    private void read(RowSet rows, boolean previous, int weight) {
        updatesOut += rows.size();
        ChunkSource.GetContext[] contexts = new ChunkSource.GetContext[columns.size()];
        try (RowSequence.Iterator pieces = rows.getRowSequenceIterator()) {
            for (int i = 0; i < contexts.length; i++) {
                contexts[i] = columns.get(i).makeGetContext(CHUNK_ROWS);
            }
            while (pieces.hasMore()) {
                RowSequence piece = pieces.getNextRowSequenceWithLength(CHUNK_ROWS);
                sink.accept(chunks(piece, contexts, previous), piece.intSize(), weight);
            }
        } finally {
            for (ChunkSource.GetContext context : contexts) {
                if (context != null) {
                    context.close();
                }
            }
        }
    }

    private List<LongChunk<? extends Values>> chunks(
            RowSequence piece, ChunkSource.GetContext[] contexts, boolean previous) {
        List<LongChunk<? extends Values>> chunks = new ArrayList<>(contexts.length);
        for (int i = 0; i < contexts.length; i++) {
            ColumnSource<?> column = columns.get(i);
            chunks.add((previous ? column.getPrevChunk(contexts[i], piece) : column.getChunk(contexts[i], piece))
                    .asLongChunk());
        }
        return chunks;
    }
}
