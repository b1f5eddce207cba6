package io.millrace.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.memory.Allocators;
import io.millrace.port.SinkContext;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.value.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
    private static final Schema SCHEMA = Schema.builder()
            .column("s", Type.STRING)
            .column("i", Type.optional(Type.INT64))
            .column("f", Type.FLOAT64)
            .column("b", Type.BOOL)
            .column("t", Type.DATE_TIME_NAIVE)
            .column("u", Type.DATE_TIME_UTC)
            .column("n", Type.DURATION)
            .column("d", Type.DATE)
            .column("y", Type.BYTES)
            .column("j", Type.JSON)
            .column("l", Type.list(Type.INT64))
            .build();
    private static final List<Object> FIRST = Arrays.asList(
            "a \"quoted\"\n,é",
            null,
            1.0,
            true,
            LocalDateTime.of(2024, 2, 29, 23, 59, 58, 7),
            Instant.ofEpochSecond(-1),
            Duration.ofNanos(-5),
            LocalDate.of(1969, 12, 31),
            new byte[] {1, 2, 3},
            new io.millrace.key.JsonText("{\"k\":[1,\"x\"]}"),
            List.of(1L, -2L));
    private static final List<Object> SECOND = Arrays.asList(
            "",
            Long.MIN_VALUE,
            -1.5e300,
            false,
            LocalDateTime.of(1700, 1, 1, 0, 0),
            Instant.EPOCH,
            Duration.ZERO,
            LocalDate.EPOCH,
            new byte[0],
            new io.millrace.key.JsonText("null"),
            List.of());

    @TempDir
    Path folder;

    private void write(FileSink sink) {
        try (BufferAllocator allocator = Allocators.root(1L << 28);
                BatchPool pool = new BatchPool(allocator, 16);
                sink) {
            sink.open(new SinkContext("out", SCHEMA, pool, error -> {
                throw new AssertionError(error);
            }));
            assertEquals(-1, sink.recover());
            try (BatchBuilder builder = new BatchBuilder(pool, SCHEMA, false)) {
                append(builder, FIRST, 1);
                append(builder, SECOND, -2);
                try (Batch batch = builder.build(10, 0)) {
                    sink.write(10, batch);
                }
                sink.prepare(10);
                sink.commit(10);
            }
            sink.finish();
        }
    }

    private static void append(BatchBuilder builder, List<Object> row, long weight) {
        for (int i = 0; i < row.size(); i++) {
            Values.append(builder.column(i), SCHEMA.type(i), row.get(i));
        }
        builder.endRow(weight);
    }

    @Test
    void csvHasAHeaderQuotedFieldsTimeAndDiff() throws Exception {
        Path path = folder.resolve("out.csv");
        write(io.millrace.files.Files.csvSink(path));
        assertEquals(
                "\"s\",\"i\",\"f\",\"b\",\"t\",\"u\",\"n\",\"d\",\"y\",\"j\",\"l\",\"time\",\"diff\"\n"
                        + "\"a \"\"quoted\"\"\n,é\",\"None\",\"1.0\",\"True\",\"2024-02-29T23:59:58.000000007\","
                        + "\"1969-12-31T23:59:59.000000000+0000\",\"-5\",\"1969-12-31\",\"AQID\",\"{\"\"k\"\":[1,\"\"x\"\"]}\",\"[1,-2]\",\"10\",\"1\"\n"
                        + "\"\",\"-9223372036854775808\",\"-1.5E300\",\"False\",\"1700-01-01T00:00:00.000000000\","
                        + "\"1970-01-01T00:00:00.000000000+0000\",\"0\",\"1970-01-01\",\"\",\"null\",\"[]\",\"10\",\"-2\"\n",
                Files.readString(path));
    }

    @Test
    void jsonLinesHaveAllColumnsThenDiffAndTime() throws Exception {
        Path path = folder.resolve("out.jsonl");
        write(io.millrace.files.Files.jsonLinesSink(path));
        List<String> lines = Files.readAllLines(path);
        assertEquals(
                "{\"s\":\"a \\\"quoted\\\"\\n,é\",\"i\":null,\"f\":1.0,\"b\":true,\"t\":\"2024-02-29T23:59:58.000000007\","
                        + "\"u\":\"1969-12-31T23:59:59.000000000+0000\",\"n\":-5,\"d\":\"1969-12-31\",\"y\":\"AQID\","
                        + "\"j\":{\"k\":[1,\"x\"]},\"l\":[1,-2],\"diff\":1,\"time\":10}",
                lines.get(0));
        assertEquals(2, lines.size());
    }

    @Test
    void whatIsWrittenReadsBackAlike() throws Exception {
        Path csv = folder.resolve("out.csv");
        Path json = folder.resolve("out.jsonl");
        write(io.millrace.files.Files.csvSink(csv));
        write(io.millrace.files.Files.jsonLinesSink(json));
        try (Emitted fromCsv = Emitted.all(
                        io.millrace.files.Files.csv(csv.toString(), SCHEMA).asStatic(), null);
                Emitted fromJson = Emitted.all(
                        io.millrace.files.Files.jsonLines(json.toString(), SCHEMA)
                                .asStatic(),
                        null)) {
            assertEquals(List.of(), fromCsv.errors);
            assertEquals(List.of(), fromJson.errors);
            assertEquals(withoutArrays(fromCsv.rows()), withoutArrays(fromJson.rows()));
            assertEquals(2, fromCsv.rows().size());
        }
    }

    /** Byte arrays print as their identity. */
    private static List<String> withoutArrays(List<String> rows) {
        return rows.stream()
                .map(row -> row.replaceAll("\\[B@[0-9a-f]+", "bytes"))
                .toList();
    }

    @Test
    void aRestartBeginsTheFileAnew() throws Exception {
        Path path = folder.resolve("out.csv");
        write(io.millrace.files.Files.csvSink(path));
        String once = Files.readString(path);
        write(io.millrace.files.Files.csvSink(path));
        assertEquals(once, Files.readString(path));
    }
}
