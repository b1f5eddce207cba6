package io.millrace.debug;

import io.millrace.batch.BatchBuilder;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.value.Values;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rows that are part of the program, each in its own epoch.
 *
 * @param schema columns that are emitted
 * @param columns their positions in the changes
 */
record RowsSource(String name, Schema schema, List<Integer> columns, List<Change> changes) implements Source {
    static RowsSource of(String name, Schema schema, List<Change> changes) {
        List<Change> inOrder =
                changes.stream().sorted(Comparator.comparingLong(Change::time)).toList();
        return new RowsSource(
                name, schema, IntStream.range(0, schema.size()).boxed().toList(), inOrder);
    }

    @Override
    public boolean hasOwnTimes() {
        return true;
    }

    @Override
    public Source withColumns(Set<String> names) {
        List<Integer> kept = IntStream.range(0, schema.size())
                .filter(i -> names.contains(schema.field(i).name()))
                .boxed()
                .toList();
        List<Field> fields = kept.stream().map(schema::field).toList();
        return new RowsSource(
                name,
                new Schema(fields, schema.appendOnly()),
                kept.stream().map(columns::get).toList(),
                changes);
    }

    @Override
    public void run(SourceOutput output, byte[] position) {
        try (BatchBuilder builder = output.newBuilder()) {
            int first = position == null ? 0 : ByteBuffer.wrap(position).getInt();
            for (int i = first; i < changes.size() && !output.isStopped(); i++) {
                Change change = changes.get(i);
                append(builder, change);
                boolean isLast = i + 1 == changes.size() || changes.get(i + 1).time() != change.time();
                if (isLast || builder.isFull()) {
                    output.emit(builder.build(change.time(), 0), positionBehind(i));
                }
            }
        }
    }

    private static byte[] positionBehind(int index) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(index + 1).array();
    }

    private void append(BatchBuilder builder, Change change) {
        for (int column = 0; column < columns.size(); column++) {
            Values.append(
                    builder.column(column), schema.type(column), change.values().get(columns.get(column)));
        }
        if (builder.keys() != null) {
            builder.keys().append128(change.id().high(), change.id().low());
        }
        builder.endRow(change.diff());
    }

    @Override
    public String toString() {
        return name;
    }
}
