package io.millrace.control.demo;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Reducers.sum;

import io.millrace.table.Pipeline;
import io.millrace.table.Subscriber;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.value.RowView;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The totals that a sink has outside: its changes, added up by a pipeline of their own. */
final class TotalsFile {
    private static final Schema CHANGES = Schema.builder()
            .column("category", Type.STRING)
            .column("orders", Type.INT64)
            .column("quantity", Type.INT64)
            .column("cents", Type.INT64)
            .column("diff", Type.INT64)
            .build();

    private TotalsFile() {}

    static Map<String, Total> read(Path changes) {
        Pipeline pipeline = Pipeline.create().named("totals");
        Table all = pipeline.read(
                io.millrace.files.Files.jsonLines(changes.toString(), CHANGES).asStatic());
        Table totals = all.select(
                        col("category"),
                        col("orders").times(col("diff")).as("orders"),
                        col("quantity").times(col("diff")).as("quantity"),
                        col("cents").times(col("diff")).as("cents"))
                .groupBy("category")
                .reduce(
                        col("category"),
                        sum("orders").as("orders"),
                        sum("quantity").as("quantity"),
                        sum("cents").as("cents"));
        Map<String, Total> result = new TreeMap<>();
        pipeline.subscribe(totals, new Subscriber() {
            @Override
            public void onChange(RowView row, long time, long diff) {
                Total total = new Total(row.getLong(1), row.getLong(2), row.getLong(3));
                if (diff > 0 && !total.isZero()) {
                    result.put(row.getString(0), total);
                }
            }

            @Override
            public boolean needsIds() {
                return false;
            }
        });
        pipeline.run();
        return result;
    }

    /** Sorted CSV with a header. */
    static String csv(Map<String, Total> totals) {
        StringBuilder csv = new StringBuilder("category,orders,quantity,cents\n");
        new TreeMap<>(totals)
                .forEach((category, total) -> csv.append(category)
                        .append(',')
                        .append(total.orders())
                        .append(',')
                        .append(total.quantity())
                        .append(',')
                        .append(total.cents())
                        .append('\n'));
        return csv.toString();
    }
}
