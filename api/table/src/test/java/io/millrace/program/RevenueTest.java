package io.millrace.program;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.debug.Debug;
import io.millrace.table.Pipeline;
import io.millrace.table.Table;
import io.millrace.type.Key;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The program of the README. */
class RevenueTest {
    record Order(String item, long quantity, double price) {}

    record Item(@Key String name, String category) {}

    private final Table orders = Debug.table("""
        item | quantity | price | __time__ | __diff__
        tea  | 2        | 1.5   | 2        | 1
        cup  | 1        | 4.0   | 2        | 1
        tea  | 1        | 1.5   | 4        | 1
        cup  | 1        | 4.0   | 6        | -1
        """, Order.class);

    private final Table items = Debug.table("""
        name | category
        tea  | drinks
        cup  | dishes
        """, Item.class);

    private final Table revenue = orders.join(items, col("item"), col("name"))
            .select(right("category"), left("quantity").times(left("price")).as("amount"))
            .groupBy("category")
            .reduce(col("category"), sum("amount").as("revenue"), count().as("orders"));

    @Test
    void revenueByCategoryFollowsTheOrders() {
        Debug.assertUpdates(revenue, """
            category | revenue | orders | time | diff
            drinks   | 3.0     | 1      | 2    | 1
            dishes   | 4.0     | 1      | 2    | 1
            drinks   | 3.0     | 1      | 4    | -1
            drinks   | 4.5     | 2      | 4    | 1
            dishes   | 4.0     | 1      | 6    | -1
            """);
    }

    @Test
    void aSubscriberKeepsALiveView() {
        Map<String, Double> view = new TreeMap<>();
        Pipeline pipeline = Pipeline.create();
        pipeline.subscribe(revenue, (row, time, diff) -> {
            if (diff > 0) {
                view.put(row.getString(0), row.getDouble(1));
            } else {
                view.remove(row.getString(0));
            }
        });
        pipeline.run();
        assertEquals(Map.of("drinks", 4.5), view);
    }
}
