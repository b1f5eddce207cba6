package io.millrace.benchmarks.flink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.writer.BinaryRowWriter;
import org.apache.flink.types.RowKind;

/** Makes row {@code i} from the mapped column files; the row handed out is used again for the next. */
final class RowFunction implements GeneratorFunction<Long, RowData> {
    private static final long serialVersionUID = 1;

    private final String keyFile;
    private final String valueFile;
    private final String weightFile;
    private transient LongBuffer keys;
    private transient LongBuffer values;
    private transient ByteBuffer weights;
    private transient BinaryRowData row;
    private transient BinaryRowWriter writer;

    /** {@code weightFile} may name a file that does not exist: then every row is an insertion. */
    RowFunction(Path keyFile, Path valueFile, Path weightFile) {
        this.keyFile = keyFile.toString();
        this.valueFile = valueFile.toString();
        this.weightFile = Files.exists(weightFile) ? weightFile.toString() : null;
    }

    boolean hasWeights() {
        return weightFile != null;
    }

    @Override
    public void open(SourceReaderContext context) throws IOException {
        keys = map(keyFile).asLongBuffer();
        values = map(valueFile).asLongBuffer();
        weights = weightFile == null ? null : map(weightFile);
        row = new BinaryRowData(2);
        writer = new BinaryRowWriter(row);
    }

    @Override
    public RowData map(Long index) {
        int at = index.intValue();
        writer.reset();
        writer.writeLong(0, keys.get(at));
        writer.writeLong(1, values.get(at));
        writer.complete();
        row.setRowKind(weights == null || weights.get(at) > 0 ? RowKind.INSERT : RowKind.DELETE);
        return row;
    }

    private static ByteBuffer map(String file) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(file))) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
