package io.millrace.program;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.millrace.batch.BatchBuilder;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.table.Pipeline;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources whose rows replace the last row of their id. */
class UpsertTest {
    /** Prices by item: some are put again, one is removed. */
    private record Prices() implements Source {
        private static final Schema SCHEMA = Schema.builder()
                .key("item", Type.STRING)
                .column("price", Type.INT64)
                .appendOnly()
                .build();

        @Override
        public String name() {
            return "prices";
        }

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public Session session() {
            return Session.UPSERT;
        }

        @Override
        public boolean hasOwnTimes() {
            return true;
        }

        @Override
        public void run(SourceOutput output, byte[] position) {
            try (BatchBuilder builder = output.newBuilder()) {
                put(builder, 1, "tea", 2, 1);
                put(builder, 2, "salt", 1, 1);
                put(builder, 3, "cup", 5, 1);
                output.emit(builder.build(0, 0), null);
                put(builder, 1, "tea", 9, 1);
                put(builder, 1, "tea", 3, 1);
                put(builder, 3, "cup", 0, -1);
                output.emit(builder.build(2, 0), null);
            }
        }

        private static void put(BatchBuilder builder, long id, String item, long price, long weight) {
            builder.column(0).appendString(item);
            builder.column(1).appendLong(price);
            builder.keys().append128(0, id);
            builder.endRow(weight);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aRowReplacesTheLastRowOfItsIdAlsoWhereNothingReadsIds(int workers) {
        Pipeline pipeline = Pipeline.create().workers(workers);
        Table prices = pipeline.read(new Prices());
        assertFalse(prices.isAppendOnly(), "what is replaced is taken back");
        Map<List<Object>, Long> totals = new HashMap<>();
        Table total = prices.reduce(sum("price").as("total"), count().as("items"));
        pipeline.subscribe(
                total,
                (row, time, diff) -> totals.merge(List.of(row.getLong(0), row.getLong(1), time), diff, Long::sum));
        Map<List<Object>, Long> rows = new HashMap<>();
        pipeline.subscribe(
                prices.select(col("item"), col("price")),
                (row, time, diff) -> rows.merge(List.of(row.getString(0), row.getLong(1)), diff, Long::sum));
        pipeline.run();
        assertEquals(Map.of(List.of(8L, 3L, 0L), 1L, List.of(8L, 3L, 2L), -1L, List.of(4L, 2L, 2L), 1L), totals);
        rows.values().removeIf(count -> count == 0);
        assertEquals(Map.of(List.of("tea", 3L), 1L, List.of("salt", 1L), 1L), rows);
    }
}
