package io.millrace.plan;

import static io.millrace.table.Expressions.apply;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.avg;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.batch.Batch;
import io.millrace.port.Sink;
import io.millrace.port.SinkContext;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Passes on printed plans. */
class PassesTest {
    private final Table orders = table(
            "orders",
            Schema.builder()
                    .column("item", Type.STRING)
                    .column("quantity", Type.INT64)
                    .column("price", Type.FLOAT64)
                    .column("note", Type.optional(Type.STRING))
                    .appendOnly()
                    .build());
    private final Table items = table(
            "items",
            Schema.builder()
                    .column("name", Type.STRING)
                    .column("category", Type.STRING)
                    .column("origin", Type.STRING)
                    .build());

    @Test
    void equalSubPlansAreComputedOnce() {
        Table first = orders.filter(col("quantity").gt(1)).select("item");
        Table second = orders.filter(col("quantity").gt(1)).select("item");
        assertPlan(new CommonSubPlans(), plan(first, second), """
            [1] read orders (item: str, quantity: int, price: float, note: str | None)
            [2] filter [1]: (quantity > 1)
            [3] select [2]: item
            [4] write [3] to out1
            [5] write [3] to out2
            """);
    }

    @Test
    void plansThatDifferInAConstantAreTwo() {
        Table first = orders.filter(col("quantity").gt(1));
        Table second = orders.filter(col("quantity").gt(2));
        assertPlan(new CommonSubPlans(), plan(first, second), """
            [1] read orders (item: str, quantity: int, price: float, note: str | None)
            [2] filter [1]: (quantity > 1)
            [3] write [2] to out1
            [4] filter [1]: (quantity > 2)
            [5] write [4] to out2
            """);
    }

    @Test
    void filtersGoBelowProjections() {
        Table table = orders.select(col("item"), col("quantity").times(2).as("twice"))
                .filter(col("twice").gt(10));
        assertPlan(new FilterPushDown(), plan(table), """
            [1] read orders (item: str, quantity: int, price: float, note: str | None)
            [2] filter [1]: ((quantity * 2) > 10)
            [3] select [2]: item, twice = (quantity * 2)
            [4] write [3] to out1
            """);
    }

    @Test
    void aFilterOnAUsersFunctionStaysSoThatItIsCalledOnce() {
        Table table = orders.select(apply((String item) -> item.length(), Integer.class, col("item"))
                        .as("size"))
                .filter(col("size").gt(10));
        assertPlan(new FilterPushDown(), plan(table), """
            [1] read orders (item: str, quantity: int, price: float, note: str | None)
            [2] select [1]: size = apply(item)
            [3] filter [2]: (size > 10)
            [4] write [3] to out1
            """);
    }

    @Test
    void aFilterStaysAboveWhatOthersReadToo() {
        Table grouped = orders.groupBy("item").reduce(col("item"), count().as("n"));
        assertPlan(new FilterPushDown(), plan(grouped.filter(col("item").eq("tea")), grouped), """
            [1] read orders (item: str, quantity: int, price: float, note: str | None)
            [2] group [1] by item: count()
            [3] reduce [2]: item, n = count()
            [4] filter [3]: (item == "tea")
            [5] write [4] to out1
            [6] write [3] to out2
            """);
    }

    @Test
    void conditionsGoToTheSideOfTheJoinThatTheyAreAbout() {
        Table table = orders.join(items, col("item"), col("name"))
                .filter(left("quantity")
                        .gt(1)
                        .and(right("category").eq("x"))
                        .and(left("price").gt(right("origin").str().len())))
                .select("item", "category");
        assertPlan(new FilterPushDown(), plan(table), """
            [1] read orders (item: str, quantity: int, price: float, note: str | None)
            [2] filter [1]: (quantity > 1)
            [3] read items (name: str, category: str, origin: str)
            [4] filter [3]: (category == "x")
            [5] join inner [2] with [4] on item == name
            [6] filter [5]: (price > len(origin))
            [7] select [6]: item, category
            [8] write [7] to out1
            """);
    }

    @Test
    void aConditionOnTheSideThatALeftJoinFillsInStays() {
        Table table = orders.joinLeft(items, col("item"), col("name"))
                .filter(right("category").isNone().and(left("quantity").gt(1)))
                .select("item");
        assertPlan(new FilterPushDown(), plan(table), """
            [1] read orders (item: str, quantity: int, price: float, note: str | None)
            [2] filter [1]: (quantity > 1)
            [3] read items (name: str, category: str, origin: str)
            [4] join left [2] with [3] on item == name
            [5] filter [4]: is_none(category)
            [6] select [5]: item
            [7] write [6] to out1
            """);
    }

    @Test
    void conditionsOnGroupingColumnsGoBelowTheGrouping() {
        Table table = orders.groupBy("item")
                .reduce(col("item"), sum("quantity").as("n"))
                .filter(col("n").gt(3).and(col("item").eq("tea")));
        assertPlan(new FilterPushDown(), plan(table), """
            [1] read orders (item: str, quantity: int, price: float, note: str | None)
            [2] filter [1]: (item == "tea")
            [3] group [2] by item: sum(quantity)
            [4] filter [3]: (sum(quantity) > 3)
            [5] reduce [4]: item, n = sum(quantity)
            [6] write [5] to out1
            """);
    }

    @Test
    void conditionsGoBelowFlattenAndIntoEveryConcatenatedTable() {
        Table table = orders.select("item", "quantity")
                .flatten("item")
                .concatReindex(items.select(
                        col("name").as("item"), col("origin").str().len().as("quantity")))
                .filter(col("quantity").gt(1));
        assertPlan(new FilterPushDown(), plan(table), """
            [1] read orders (item: str, quantity: int, price: float, note: str | None)
            [2] filter [1]: (quantity > 1)
            [3] select [2]: item, quantity
            [4] flatten [3]: item with quantity
            [5] read items (name: str, category: str, origin: str)
            [6] filter [5]: (len(origin) > 1)
            [7] select [6]: item = name, quantity = len(origin)
            [8] concat with new ids [4], [7]
            [9] write [8] to out1
            """);
    }

    @Test
    void filtersInARowBecomeOneInTheirOrder() {
        Table table = orders.filter(col("note").isNotNone())
                .filter(col("note").str().len().gt(1));
        assertPlan(new FilterPushDown(), plan(table), """
            [1] read orders (item: str, quantity: int, price: float, note: str | None)
            [2] filter [1]: (is_not_none(note) & (len(note) > 1))
            [3] write [2] to out1
            """);
        assertEquals(
                Type.STRING,
                new FilterPushDown()
                        .apply(plan(table))
                        .outputs()
                        .getFirst()
                        .schema()
                        .type(3));
    }

    @Test
    void projectionsInARowBecomeOne() {
        Table table = orders.select(col("item"), col("quantity").plus(1).as("next"))
                .select(col("next").times(2).as("x"), col("item"))
                .rename("item", "what");
        assertPlan(new ProjectionMerge(), plan(table), """
            [1] read orders (item: str, quantity: int, price: float, note: str | None)
            [2] rename [1]: x = ((quantity + 1) * 2), what = item
            [3] write [2] to out1
            """);
    }

    @Test
    void anExpressionThatIsReadTwiceIsComputedOnce() {
        Table table = orders.select(col("quantity").plus(1).as("next"))
                .select(col("next").times(col("next")).as("square"));
        assertPlan(new ProjectionMerge(), plan(table), """
            [1] read orders (item: str, quantity: int, price: float, note: str | None)
            [2] select [1]: next = (quantity + 1)
            [3] select [2]: square = (next * next)
            [4] write [3] to out1
            """);
    }

    @Test
    void aProjectionThatChangesNothingIsDropped() {
        assertPlan(new ProjectionMerge(), plan(orders.select("item", "quantity", "price", "note")), """
            [1] read orders (item: str, quantity: int, price: float, note: str | None)
            [2] write [1] to out1
            """);
    }

    @Test
    void groupBysOfOneTableByOneKeyAreOne() {
        Table sums = orders.groupBy("item").reduce(col("item"), sum("quantity").as("s"), count().as("n"));
        Table means = orders.groupBy("item").reduce(col("item"), avg("price").as("m"), count().as("k"));
        assertPlan(new SharedGroups(), plan(sums, means), """
            [1] read orders (item: str, quantity: int, price: float, note: str | None)
            [2] group [1] by item: sum(quantity), count(), avg(price)
            [3] groupBy [2]: item, sum(quantity), count()
            [4] reduce [3]: item, s = sum(quantity), n = count()
            [5] write [4] to out1
            [6] groupBy [2]: item, avg(price), count()
            [7] reduce [6]: item, m = avg(price), k = count()
            [8] write [7] to out2
            """);
    }

    @Test
    void whatNobodyReadsIsPruned() {
        Table table = orders.join(items, col("item"), col("name"))
                .select(right("category"), left("quantity").times(left("price")).as("amount"), left("note"))
                .groupBy("category")
                .reduce(col("category"), sum("amount").as("revenue"), count().as("orders"))
                .without("orders");
        assertEquals("""
            [1] read orders (item: str, quantity: int, price: float)  {pruned columns: note; pruned ids; append-only}
            [2] read items (name: str, category: str)  {pruned columns: origin; pruned ids}
            [3] join inner [1] with [2] on item == name  {pruned ids; indexes 1 and 2}
            [4] select [3]: category, amount = (quantity * price)  {pruned columns: note; pruned ids}
            [5] group [4] by category: sum(amount)  {pruned columns: count(); pruned ids}
            [6] without [5]: category, revenue = sum(amount)  {pruned ids}
            [7] write [6] to out1
            """, OptimisedPlan.of(plan(table)).toString());
    }

    @Test
    void columnsOfAConditionDoNotGoIntoAJoin() {
        Table table = orders.filter(col("price").gt(1.0))
                .join(items, col("item"), col("name"))
                .select("category", "quantity");
        assertEquals("""
            [1] read orders (item: str, quantity: int, price: float)  {pruned columns: note; pruned ids; append-only}
            [2] filter [1]: (price > 1.0)  {pruned ids; append-only}
            [3] side of join [2]: item, quantity  {pruned columns: price, note; pruned ids; append-only}
            [4] read items (name: str, category: str)  {pruned columns: origin; pruned ids}
            [5] join inner [3] with [4] on item == name  {pruned ids; indexes 1 and 2}
            [6] select [5]: category, quantity  {pruned ids}
            [7] write [6] to out1  {consolidates}
            """, OptimisedPlan.of(plan(table)).toString());
    }

    @Test
    void idsAreKeptWhereASinkReadsThem() {
        Table table = orders.join(items, col("item"), col("name")).select("item");
        String text = OptimisedPlan.of(new LogicalPlan(List.of(write(table, "out1", true))))
                .toString();
        assertEquals("""
            [1] read orders (item: str)  {pruned columns: quantity, price, note; append-only}
            [2] read items (name: str)  {pruned columns: category, origin}
            [3] join inner [1] with [2] on item == name  {indexes 1 and 2}
            [4] select [3]: item
            [5] write [4] to out1  {consolidates}
            """, text);
    }

    @Test
    void twoJoinsOnOneTableAndKeyShareItsIndex() {
        Table stocked = orders.join(items, col("item"), col("name")).select("item", "category");
        Table asked = orders.filter(col("quantity").gt(5))
                .join(items, col("item"), col("name"))
                .select("quantity", "origin");
        assertEquals("""
            [1] read orders (item: str, quantity: int)  {pruned columns: price, note; pruned ids; append-only}
            [2] side of join [1]: item  {pruned columns: quantity, price, note; pruned ids; append-only}
            [3] read items (name: str, category: str, origin: str)  {pruned ids}
            [4] join inner [2] with [3] on item == name  {pruned ids; indexes 1 and 2}
            [5] select [4]: item, category  {pruned ids}
            [6] write [5] to out1  {consolidates}
            [7] filter [1]: (quantity > 5)  {pruned ids; append-only}
            [8] join inner [7] with [3] on item == name  {pruned ids; indexes 3 and 2}
            [9] select [8]: quantity, origin  {pruned ids}
            [10] write [9] to out2  {consolidates}
            """, OptimisedPlan.of(plan(stocked, asked)).toString());
    }

    @Test
    void aSinkAddsUpWhereTheSameRowMayComeTwice() {
        Table groups = items.groupBy("category").reduce(col("category"), count().as("n"));
        String text = OptimisedPlan.of(plan(groups, groups.select("n"), orders, items.select("name")))
                .toString();
        List<String> writes =
                text.lines().filter(line -> line.contains("write")).toList();
        assertEquals(
                List.of(
                        "[4] write [3] to out1",
                        "[6] write [5] to out2  {consolidates}",
                        "[8] write [7] to out3",
                        "[10] write [9] to out4  {consolidates}"),
                writes);
    }

    private static void assertPlan(Pass pass, LogicalPlan plan, String expected) {
        assertEquals(expected, pass.apply(plan).toString());
    }

    private static LogicalPlan plan(Table... tables) {
        List<Node.Write> writes = new ArrayList<>();
        for (Table table : tables) {
            writes.add(write(table, "out" + (writes.size() + 1), false));
        }
        return new LogicalPlan(writes);
    }

    private static Node.Write write(Table table, String name, boolean needsKeys) {
        return new Node.Write(Origin.of("write"), table.node(), new Nowhere(needsKeys), name);
    }

    private static Table table(String name, Schema schema) {
        Source source = new Named(name, schema);
        return Table.of(new Node.Read(Origin.of("read"), source, schema));
    }

    private record Nowhere(boolean needsKeys) implements Sink {
        @Override
        public void open(SinkContext context) {}

        @Override
        public void write(long epoch, Batch batch) {}
    }

    private record Named(String name, Schema schema) implements Source {
        @Override
        public Source withColumns(Set<String> names) {
            return new Named(
                    name,
                    new Schema(
                            schema.fields().stream()
                                    .filter(field -> names.contains(field.name()))
                                    .toList(),
                            schema.appendOnly()));
        }

        @Override
        public void run(SourceOutput output, byte[] position) {}
    }
}
