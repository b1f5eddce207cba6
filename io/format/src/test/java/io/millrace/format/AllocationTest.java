package io.millrace.format;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.memory.Allocators;
import io.millrace.memory.OffHeap;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final int ROWS = 100_000;
    /** A batch is an object; a row is none. */
    private static final double BYTES_A_ROW = 1.0;

    private static final Schema SCHEMA = Schema.builder()
            .column("i", Type.INT64)
            .column("f", Type.FLOAT64)
            .column("s", Type.STRING)
            .column("b", Type.BOOL)
            .column("t", Type.DATE_TIME_NAIVE)
            .build();

    @Test
    void decodingAllocatesNothingARow() {
        Random random = new Random(1);
        StringBuilder csv = new StringBuilder("t,s,i,b,f\n");
        StringBuilder json = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            String time = "2024-01-02T03:04:05." + random.nextInt(1000);
            String text = row % 10 == 0 ? "x,\"\"é" : "word" + random.nextInt(1000);
            double real = random.nextDouble();
            csv.append(time)
                    .append(",\"")
                    .append(text)
                    .append("\",")
                    .append(row)
                    .append(",true,")
                    .append(real)
                    .append('\n');
            json.append("{\"t\":\"")
                    .append(time)
                    .append("\",\"s\":\"")
                    .append(text.replace("\"", "\\\""))
                    .append("\",\"i\":");
            json.append(row).append(",\"b\":false,\"f\":").append(real).append(row % 7 == 0 ? ",\"x\":[1]}\n" : "}\n");
        }
        assertAllocatesLittle(new CsvDecoder(SCHEMA, CsvSettings.DEFAULT), csv.toString());
        assertAllocatesLittle(new JsonLinesDecoder(SCHEMA), json.toString());
    }

    private static void assertAllocatesLittle(RecordDecoder decoder, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (BufferAllocator allocator = Allocators.root(1L << 30);
                BatchPool pool = new BatchPool(allocator, 4096);
                ArrowBuf memory = allocator.buffer(bytes.length + RecordDecoder.PADDING_BYTES);
                BatchBuilder builder = new BatchBuilder(pool, SCHEMA, false)) {
            OffHeap.copy(bytes, 0, memory.memoryAddress(), bytes.length);
            double least = Double.MAX_VALUE;
            // The first runs are interpreted, where vectors are objects.
            for (int run = 0; run < 60 && least > BYTES_A_ROW; run++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                decoder.begin(0, 1, (kind, offset, message) -> {
                    throw new AssertionError(message);
                });
                decoder.feed(memory.memoryAddress(), bytes.length, true);
                boolean full;
                do {
                    full = decoder.fill(builder);
                    try (Batch batch = builder.build(0, 0)) {
                        assertTrue(batch.rowCount() <= 4096);
                    }
                } while (full);
                least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / (double) ROWS);
            }
            assertTrue(least <= BYTES_A_ROW, "allocated " + least + " bytes a row by " + decoder.getClass());
        }
    }
}
