package io.millrace.schedule;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up the weights of equal rows of an epoch: none is both added and taken back; retractions come first. */
final class Consolidation implements AutoCloseable {
    private final OperatorContext context;
    private final Output output;
    private final List<Batch> kept = new ArrayList<>();
    private final Map<ByteBuffer, Row> rows = new LinkedHashMap<>();

    private static final class Row {
        final Batch batch;
        final int index;
        long weight;

        Row(Batch batch, int index) {
            this.batch = batch;
            this.index = index;
        }
    }

    Consolidation(OperatorContext context, Output output) {
        this.context = context;
        this.output = output;
    }

    void push(Batch batch) {
        kept.add(batch.retain());
        for (int i = 0; i < batch.selectedCount(); i++) {
            int row = batch.selectedRow(i);
            rows.computeIfAbsent(RowBytes.of(batch, row), bytes -> new Row(batch, row)).weight += batch.weight(row);
        }
    }

    void flush(long epoch) {
        if (!kept.isEmpty()) {
            Batch first = kept.getFirst();
            try (BatchBuilder builder = new BatchBuilder(
                    context.pool(),
                    first.columns().stream().map(column -> column.type()).toList(),
                    first.keys() != null)) {
                rows.values().stream().filter(row -> row.weight < 0).forEach(row -> append(builder, row, epoch));
                rows.values().stream().filter(row -> row.weight > 0).forEach(row -> append(builder, row, epoch));
                if (builder.rowCount() > 0) {
                    emit(builder, epoch);
                }
            }
        }
        close();
    }

    private void append(BatchBuilder builder, Row row, long epoch) {
        for (int i = 0; i < builder.columnCount(); i++) {
            builder.column(i).appendFrom(row.batch.column(i), row.index);
        }
        if (builder.keys() != null) {
            builder.keys().appendFrom(row.batch.keys(), row.index);
        }
        builder.endRow(row.weight);
        if (builder.isFull()) {
            emit(builder, epoch);
        }
    }

    private void emit(BatchBuilder builder, long epoch) {
        try (Batch batch = builder.build(epoch, 0)) {
            output.push(batch);
        }
    }

    @Override
    public void close() {
        rows.clear();
        kept.forEach(Batch::close);
        kept.clear();
    }
}
