package io.millrace.benchmarks.jmh;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.format.BlockBuffer;
import io.millrace.format.CsvDecoder;
import io.millrace.format.CsvSettings;
import io.millrace.format.DecodeErrors;
import io.millrace.format.JsonLinesDecoder;
import io.millrace.format.RecordDecoder;
import io.millrace.memory.Allocators;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Bytes to columns, next to FastCSV and Jackson, which read the same bytes into values and drop them. An operation is a row: the
 * score is rows a microsecond. A row is one word of seven letters, or eight mixed fields of about 150 bytes (CSV).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecodeBenchmark {
    private static final int ROWS = 20_000;
    private static final int VOCABULARY = 5_000;
    private static final long SEED = 7;
    private static final Schema WORD =
            Schema.builder().column("word", Type.STRING).build();
    private static final Schema WIDE = Schema.builder()
            .column("number", Type.INT64)
            .column("name", Type.STRING)
            .column("price", Type.FLOAT64)
            .column("active", Type.BOOL)
            .column("at", Type.DATE_TIME_NAIVE)
            .column("quantity", Type.INT64)
            .column("ratio", Type.FLOAT64)
            .column("comment", Type.STRING)
            .build();

    /** Which bytes. */
    @Param({"csv", "json"})
    public String format;

    /** Which rows. */
    @Param({"word", "wide"})
    public String rows;

    private BufferAllocator allocator;
    private BatchPool pool;
    private BatchBuilder builder;
    private BlockBuffer block;
    private RecordDecoder decoder;
    private byte[] bytes;
    private String text;

    /** Writes the rows. */
    @Setup(Level.Trial)
    public void open() {
        allocator = Allocators.root(1L << 30);
        pool = new BatchPool(allocator, BatchPool.DEFAULT_ROWS);
        Schema schema = rows.equals("word") ? WORD : WIDE;
        builder = new BatchBuilder(pool, schema, false);
        decoder = format.equals("csv") ? new CsvDecoder(schema, CsvSettings.DEFAULT) : new JsonLinesDecoder(schema);
        text = text(schema);
        bytes = text.getBytes(StandardCharsets.US_ASCII);
        block = new BlockBuffer(allocator, bytes.length);
        block.set(bytes);
    }

    private String text(Schema schema) {
        StringBuilder all = new StringBuilder();
        if (format.equals("csv")) {
            all.append(String.join(",", schema.names())).append('\n');
        }
        SplittableRandom random = new SplittableRandom(SEED);
        String[] words = new String[VOCABULARY];
        for (int i = 0; i < words.length; i++) {
            StringBuilder word = new StringBuilder();
            random.ints(7, 'a', 'z' + 1).forEach(letter -> word.append((char) letter));
            words[i] = word.toString();
        }
        for (int row = 0; row < ROWS; row++) {
            String[] cells = schema == WORD ? new String[] {words[random.nextInt(VOCABULARY)]} : wide(random, words);
            for (int i = 0; i < cells.length; i++) {
                all.append(i == 0 ? format.equals("csv") ? "" : "{" : format.equals("csv") ? "," : ", ");
                if (format.equals("csv")) {
                    all.append(cells[i]);
                } else {
                    boolean quoted = schema.type(i) == Type.STRING || schema.type(i) == Type.DATE_TIME_NAIVE;
                    all.append('"').append(schema.field(i).name()).append("\": ");
                    all.append(quoted ? "\"" : "").append(cells[i]).append(quoted ? "\"" : "");
                }
            }
            all.append(format.equals("csv") ? "\n" : "}\n");
        }
        return all.toString();
    }

    private static String[] wide(SplittableRandom random, String[] words) {
        StringBuilder comment = new StringBuilder(words[random.nextInt(words.length)]);
        for (int i = 3 + random.nextInt(8); i > 0; i--) {
            comment.append(' ').append(words[random.nextInt(words.length)]);
        }
        return new String[] {
            Long.toString(1_000_000 + random.nextInt(9_000_000)),
            "customer-" + words[random.nextInt(words.length)],
            random.nextInt(10_000) + "." + (10 + random.nextInt(90)),
            Boolean.toString(random.nextBoolean()),
            String.format(
                    Locale.ROOT,
                    "2024-%02d-%02dT%02d:%02d:%02d.%06d",
                    1 + random.nextInt(12),
                    1 + random.nextInt(28),
                    random.nextInt(24),
                    random.nextInt(60),
                    random.nextInt(60),
                    random.nextInt(1_000_000)),
            Integer.toString(random.nextInt(1000)),
            Double.toString(random.nextDouble()),
            comment.toString()
        };
    }

    /** Frees all. */
    @TearDown(Level.Trial)
    public void close() {
        block.close();
        builder.close();
        pool.close();
        allocator.close();
    }

    /** Ours: to batches. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int millrace() {
        decoder.begin(0, 1, DecodeErrors.IGNORED);
        decoder.feed(block.address(), block.byteCount(), true);
        int count = 0;
        boolean full;
        do {
            full = decoder.fill(builder);
            count += builder.rowCount();
            builder.build(0, 0).close();
        } while (full);
        if (count != ROWS) {
            throw new IllegalStateException(count + " rows of " + ROWS);
        }
        return count;
    }

    /** The library of repute: to strings and numbers, one by one. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long peer() throws IOException {
        return format.equals("csv") ? fastCsv() : jackson();
    }

    private long fastCsv() throws IOException {
        long seen = 0;
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(text)) {
            for (CsvRecord record : reader) {
                for (int i = 0; i < record.getFieldCount(); i++) {
                    seen += record.getField(i).length();
                }
            }
        }
        return seen;
    }

    private long jackson() throws IOException {
        long seen = 0;
        try (JsonParser parser = new JsonFactory().createParser(bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case VALUE_STRING -> seen += parser.getText().length();
                    case VALUE_NUMBER_INT -> seen += parser.getLongValue();
                    case VALUE_NUMBER_FLOAT -> seen += (long) parser.getDoubleValue();
                    default -> seen++;
                }
            }
        }
        return seen;
    }
}
