package io.millrace.files;

import io.millrace.batch.BatchBuilder;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.format.RecordDecoder;
import io.millrace.key.KeyEncoder;
import io.millrace.port.SourceOutput;
import io.millrace.type.Schema;
import io.millrace.value.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Completes the rows that a decoder appended with their ids and metadata, and emits full batches. Owns its builder. */
final class RowEmitter implements AutoCloseable {
    private final SourceOutput output;
    private final Schema schema;
    private final int metadataColumn;
    private final List<Integer> keyColumns;
    private final Supplier<byte[]> position;
    private final BatchBuilder builder;
    private final KeyEncoder keys = new KeyEncoder();
    private final List<FileReference> references = new ArrayList<>();
    private boolean canBeReadAgain = true;
    private int completeRows;

    /** @param position where the source stands once everything appended so far is emitted */
    RowEmitter(SourceOutput output, Schema schema, Supplier<byte[]> position) {
        this.output = output;
        this.schema = schema;
        this.position = position;
        metadataColumn = schema.indexOf(FileMetadata.COLUMN);
        keyColumns = schema.keyColumns();
        builder = output.newBuilder();
    }

    BatchBuilder builder() {
        return builder;
    }

    /** Completes the rows that came since the last call from {@code file}. */
    void complete(RecordDecoder decoder, String path, byte[] metadata) {
        int rows = builder.rowCount();
        if (metadataColumn >= 0) {
            ColumnBuilder column = builder.column(metadataColumn);
            for (int row = completeRows; row < rows; row++) {
                column.appendBytes(metadata, 0, metadata.length);
            }
        }
        if (builder.keys() != null && rows > completeRows) {
            if (keyColumns.isEmpty()) {
                appendPlaces(decoder, path, rows);
            } else {
                appendKeys(decoder, path, rows);
            }
        }
        completeRows = rows;
    }

    /** Ids from where the record is. */
    private void appendPlaces(RecordDecoder decoder, String path, int rows) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        for (int row = completeRows; row < rows; row++) {
            appendPlace(name, decoder.recordOffset(row));
        }
    }

    private void appendPlace(byte[] name, long offset) {
        keys.reset().putString(name, 0, name.length).putInt64(offset).hash();
        builder.keys().append128(keys.high(), keys.low());
    }

    /** Ids from the key columns; a row of which one is an error gets the id of its place. */
    private void appendKeys(RecordDecoder decoder, String path, int rows) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        Column[] columns = new Column[keyColumns.size()];
        for (int i = 0; i < columns.length; i++) {
            int index = keyColumns.get(i);
            columns[i] = builder.column(index).view(schema.type(index));
        }
        for (int row = completeRows; row < rows; row++) {
            keys.reset();
            boolean failed = false;
            for (Column column : columns) {
                failed |= column.isError(row);
                if (!failed) {
                    Values.encode(keys, column, row);
                }
            }
            if (failed) {
                appendPlace(name, decoder.recordOffset(row));
            } else {
                keys.hash();
                builder.keys().append128(keys.high(), keys.low());
            }
        }
    }

    /** The rows since the last call can be read again from there; null says that they cannot. */
    void addReference(FileReference reference) {
        if (reference == null) {
            canBeReadAgain = false;
        } else {
            references.add(reference);
        }
    }

    /** Emits what there is. */
    void flush() {
        if (builder.rowCount() == 0) {
            return;
        }
        byte[] reference = canBeReadAgain ? FileReference.write(references) : null;
        references.clear();
        canBeReadAgain = true;
        completeRows = 0;
        output.emit(builder.build(0, 0), position.get(), reference);
    }

    @Override
    public void close() {
        builder.close();
    }
}
