package io.millrace.table;

import static io.millrace.table.Expressions.coalesce;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Expressions.instance;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.lit;
import static io.millrace.table.Expressions.optionalPointerFrom;
import static io.millrace.table.Expressions.pointerFrom;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.debug.Change;
import io.millrace.debug.Debug;
import io.millrace.key.Pointer;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random programs of operations by id, on random streams: passes do not change what they compute, and the engine computes it. */
class KeyedProgramsTest {
    private static final int PROGRAMS = 200;
    private static final Schema SCHEMA = Schema.builder()
            .column("k", Type.STRING)
            .column("x", Type.INT64)
            .column("y", Type.optional(Type.INT64))
            .build();
    /** Ids of rows: of the numbers below, so that tables share some. */
    private static final int IDS = 8;

    static List<Long> seeds() {
        return new Random(20_261_128).longs(PROGRAMS).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void passesKeepTheAnswer(long seed) {
        Table shown = program(seed);
        Map<Object, Long> expected = run(shown, PlainPipelines.plainWithoutPasses());
        Map<Object, Long> actual = run(shown, PlainPipelines.plain());
        assertEquals(
                expected,
                actual,
                () -> "seed " + seed + "\n" + Pipeline.create().explain(shown));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theEngineAnswersAsTheDefinitionsSay(long seed) {
        Table shown = program(seed);
        Map<Object, Long> expected = run(shown, PlainPipelines.plain());
        int workers = 1 + (int) Math.floorMod(seed, 4L);
        int batchRows = Math.floorMod(seed, 3L) == 0 ? 2 : 4096;
        Map<Object, Long> actual =
                run(shown, pipeline -> pipeline.workers(workers).batchRows(batchRows));
        assertEquals(
                expected,
                actual,
                () -> "seed " + seed + ", " + workers + " workers, batches of " + batchRows + "\n"
                        + Pipeline.create().explain(shown));
    }

    private static Table program(long seed) {
        Random random = new Random(seed);
        Table first = stream(random);
        Table second = stream(random);
        Table result = first;
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            result = step(result, random.nextInt(3) == 0 ? first : second, random);
        }
        return result;
    }

    private static Map<Object, Long> run(Table table, UnaryOperator<Pipeline> options) {
        Map<Object, Long> counts = new HashMap<>();
        for (Change change :
                Debug.changes(table, pipeline -> options.apply(pipeline).keepGoing())) {
            counts.merge(List.of(change.id(), change.values().toString(), change.time()), change.diff(), Long::sum);
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** One random operation; the result has the columns k, x and y of the same types again. */
    private static Table step(Table table, Table other, Random random) {
        return switch (random.nextInt(31)) {
            case 0 -> table.intersect(other);
            case 1 -> table.intersect(other, table.filter(col("x").lt(7)));
            case 2 -> table.difference(other);
            case 3 -> table.restrict(table.filter(col("x").gt(2)));
            case 4 -> table.updateRows(other);
            case 5 -> table.updateCells(other.intersect(table).select("y", "k"));
            case 6 ->
                table.updateCells(
                        table.filter(col("x").gt(4)).select(col("x").plus(1).as("x")));
            case 7 -> table.withIdFrom(col("k"), col("x"));
            case 8 -> table.withIdFrom(col("x"), instance(col("k")));
            case 9 -> table.withId(optionalPointerFrom(col("y")));
            case 10 -> {
                SplitTable parts = table.split(col("x").lt(5));
                yield parts.negative().concat(parts.positive());
            }
            case 11 -> {
                Table more = other.select(allOf());
                Universes.promiseArePairwiseDisjoint(table, more);
                yield table.concat(more);
            }
            case 12 -> {
                Table same = other.select(allOf());
                yield same.withUniverseOf(table);
            }
            case 13 -> {
                Table same = other.select(allOf());
                same.promiseUniverseIsEqualTo(table);
                yield table.select(
                        col("k"), same.col("x").as("x"), same.col("y").as("y"));
            }
            case 14 ->
                table.select(
                        col("k"),
                        other.ix(pointerFrom(col("x"))).allowMisses().col("x").as("y"),
                        col("x"));
            case 15 ->
                typed(table.withColumns(other.ix(pointerFrom(col("x"))).col("x").as("y")));
            case 16 ->
                other.ix(optionalPointerFrom(table.col("y"))).skipMisses().table();
            case 17 ->
                typed(table.withColumns(coalesce(
                                other.ix(optionalPointerFrom(col("y")))
                                        .optional()
                                        .col("x"),
                                3)
                        .as("x")));
            case 18 -> {
                // A group all of whose values are errors has no row, whereas one whose sum nobody reads has.
                Table total = table.removeErrors().reduce(sum("x").as("s"), count().as("n"));
                yield typed(table.withColumns(total.ixRef().col("n").as("y")));
            }
            case 19 -> {
                Table sums = other.groupBy("k").reduce(col("k"), sum("x").as("s"));
                yield typed(table.withColumns(
                        sums.ixRef(col("k")).allowMisses().col("s").as("y")));
            }
            case 20 ->
                table.joinLeft(other, left("k").eq(right("k")))
                        .idOfLeft()
                        .select(left("k"), left("x"), right("x").as("y"));
            case 21 ->
                table.join(other, left("x").eq(right("x")), instance(left("k").eq(right("k"))))
                        .select(left("k"), left("x"), right("y"));
            case 22 ->
                table.join(other, left("k").eq(right("k")), left("x").lt(right("x")))
                        .select(left("k"), left("x"), right("y"));
            case 23 ->
                random.nextBoolean()
                        ? table.semiJoin(
                                other, left("k").eq(right("k")), left("x").eq(right("x")))
                        : table.antiJoin(other, left("x").eq(right("x")));
            case 24 ->
                typed(table.removeErrors()
                        .groupBy(col("x").mod(3).as("x"), instance(col("k")))
                        .reduce(col("k"), col("x"), count().as("y")));
            case 25 -> {
                Table pointed =
                        table.removeErrors().withColumns(pointerFrom(col("k")).as("p"));
                yield typed(pointed.groupById(col("p")).reduce(lit("z").as("k"), sum("x").as("x"), count().as("y")));
            }
            case 28 -> {
                JoinResult pairs = growing(random)
                        .join(
                                growing(random),
                                left("k").eq(right("k")),
                                left("x").eq(right("x")));
                JoinResult once = random.nextBoolean() ? pairs.leftExactlyOnce() : pairs;
                yield (random.nextBoolean() ? once.rightExactlyOnce() : once).select(left("k"), left("x"), right("y"));
            }
            case 29 ->
                growing(random)
                        .joinLeft(growing(random), left("x").eq(right("x")))
                        .leftExactlyOnce()
                        .select(left("k"), left("x"), right("y"));
            case 30 ->
                random.nextBoolean()
                        ? Table.fromStreams(
                                table.toStream().filter(col("is_upsert")).select(allOf()),
                                other.toStream().filter(col("is_upsert").not()))
                        : table.assertAppendOnly().withIdFrom(col("k"), col("x"), col("y"));
            case 26 -> table.toStream().streamToTable("is_upsert").removeErrors();
            default -> {
                Table stream = table.removeErrors().toStream();
                yield random.nextBoolean()
                        ? stream.withColumns(ifElse(col("is_upsert"), col("x"), col("x").negate())
                                        .as("x"))
                                .withIdFrom(col("k"), col("x"), col("y"), col("is_upsert"))
                                .select("k", "x", "y")
                        : stream.asofNowJoinLeft(
                                        other,
                                        left("k").eq(right("k")),
                                        left("x").eq(right("x")))
                                .select(left("k"), left("x"), right("y"));
            }
        };
    }

    private static ColumnExpression[] allOf() {
        return new ColumnExpression[] {col("k"), col("x"), col("y")};
    }

    private static Table typed(Table table) {
        return table.select(
                col("k"),
                col("x"),
                Expressions.declareType(Type.optional(Type.INT64), col("y")).as("y"));
    }

    /** Rows of new ids that come and stay. */
    private static Table growing(Random random) {
        List<Change> changes = new ArrayList<>();
        for (long time = 2; time <= 8; time += 2) {
            for (int i = random.nextInt(4); i > 0; i--) {
                List<Object> values = new ArrayList<>();
                values.add(String.valueOf((char) ('a' + random.nextInt(2))));
                values.add((long) random.nextInt(3));
                values.add((long) random.nextInt(IDS));
                changes.add(new Change(Pointer.of(time, (long) i), values, time, 1));
            }
        }
        return Debug.tableFromChanges(SCHEMA.asAppendOnly(), changes);
    }

    /** Rows of a few ids that come, change and go, over a few epochs. */
    private static Table stream(Random random) {
        List<Change> changes = new ArrayList<>();
        Map<Long, List<Object>> live = new HashMap<>();
        for (long time = 2; time <= 8; time += 2) {
            for (int i = random.nextInt(6); i > 0; i--) {
                long number = random.nextInt(IDS);
                List<Object> old = live.remove(number);
                if (old != null) {
                    changes.add(new Change(Pointer.of(number), old, time, -1));
                }
                if (old == null || random.nextInt(3) > 0) {
                    List<Object> values = new ArrayList<>();
                    values.add(String.valueOf((char) ('a' + random.nextInt(3))));
                    values.add((long) random.nextInt(10));
                    values.add(random.nextInt(3) == 0 ? null : (Object) (long) random.nextInt(IDS));
                    live.put(number, values);
                    changes.add(new Change(Pointer.of(number), values, time, 1));
                }
            }
        }
        return Debug.tableFromChanges(SCHEMA, changes);
    }
}
