package io.millrace.journal;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A source whose batches follow from a seed, so that a test, or another process, knows what was appended. */
final class NumberedSource implements Source {
    static final Schema SCHEMA = Schema.builder()
            .key("name", Type.STRING)
            .column("number", Type.INT64)
            .column("share", Type.optional(Type.FLOAT64))
            .column("flag", Type.BOOL)
            .build();

    private final String name;
    private final Schema schema;
    /** What is taken from every reference, so that a test can change the data behind it. */
    int missingRows;

    NumberedSource(String name) {
        this(name, SCHEMA);
    }

    NumberedSource(String name, Schema schema) {
        this.name = name;
        this.schema = schema;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public void run(SourceOutput output, byte[] position) {
        throw new AssertionError("a journal does not run sources");
    }

    @Override
    public void replay(SourceOutput output, byte[] reference) {
        ByteBuffer buffer = ByteBuffer.wrap(reference);
        long seed = buffer.getLong();
        int rowCount = buffer.getInt() - missingRows;
        try (BatchBuilder builder = output.newBuilder()) {
            fill(builder, seed, rowCount);
            output.emit(builder.build(0, 0), new byte[0]);
        }
    }

    static byte[] reference(long seed, int rowCount) {
        return ByteBuffer.allocate(12).putLong(seed).putInt(rowCount).array();
    }

    /** Returns an owned batch that follows from the seed. */
    static Batch batch(BatchPool pool, long seed, int rowCount) {
        try (BatchBuilder builder = new BatchBuilder(pool, SCHEMA, seed % 2 == 0)) {
            fill(builder, seed, rowCount);
            return builder.build(0, 0);
        }
    }

    static void fill(BatchBuilder builder, long seed, int rowCount) {
        Random random = new Random(seed);
        for (int row = 0; row < rowCount; row++) {
            builder.column(0).appendString("row " + random.nextInt());
            builder.column(1).appendLong(random.nextLong());
            switch (random.nextInt(8)) {
                case 0 -> builder.column(2).appendNone();
                case 1 -> builder.column(2).appendError();
                case 2 -> builder.column(2).appendPending();
                default -> builder.column(2).appendDouble(random.nextGaussian());
            }
            builder.column(3).appendBool(random.nextBoolean());
            if (builder.keys() != null) {
                builder.keys().append128(random.nextLong(), random.nextLong());
            }
            builder.endRow(seed % 3 == 0 ? random.nextInt(5) - 2 : 1);
        }
    }

    /** The rows of a batch as text. */
    static List<String> rows(Batch batch) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < batch.selectedCount(); i++) {
            int row = batch.selectedRow(i);
            String key = batch.keys() == null
                    ? "no key"
                    : batch.keys().getHigh(row) + ":" + batch.keys().getLow(row);
            String share = batch.column(2).isValue(row)
                    ? Double.toString(batch.column(2).getDouble(row))
                    : batch.column(2).status(row).toString();
            rows.add(String.join(
                    "|",
                    batch.column(0).getString(row),
                    Long.toString(batch.column(1).getLong(row)),
                    share,
                    Boolean.toString(batch.column(3).getBool(row)),
                    key,
                    Long.toString(batch.weight(row))));
        }
        return rows;
    }
}
