package io.millrace.table;

import static io.millrace.table.Expressions.cast;
import static io.millrace.table.Expressions.coalesce;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.any;
import static io.millrace.table.Reducers.argMax;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.countDistinct;
import static io.millrace.table.Reducers.max;
import static io.millrace.table.Reducers.median;
import static io.millrace.table.Reducers.min;
import static io.millrace.table.Reducers.mode;
import static io.millrace.table.Reducers.stringAgg;
import static io.millrace.table.Reducers.sum;
import static io.millrace.table.Reducers.tuple;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Passes do not change what a program computes: random programs on random streams, with and without them, ids included. */
class RandomProgramsTest {
    private static final int PROGRAMS = 200;
    private static final Schema SCHEMA = Schema.builder()
            .column("k", Type.STRING)
            .column("x", Type.INT64)
            .column("y", Type.optional(Type.INT64))
            .build();

    static List<Long> seeds() {
        return new Random(20_260_801).longs(PROGRAMS).boxed().toList();
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
        int workers = 1 + (int) Math.floorMod(seed, 3L);
        Map<Object, Long> actual = run(shown, PlainPipelines.engine(workers));
        assertEquals(
                expected,
                actual,
                () -> "seed " + seed + ", " + workers + " workers\n"
                        + Pipeline.create().explain(shown));
    }

    @Test
    void someProgramsShareArrangements() {
        long sharing = seeds().stream()
                .filter(seed -> Pipeline.create().explain(program(seed)).contains("shared by"))
                .count();
        assertTrue(sharing >= PROGRAMS / 20, sharing + " of " + PROGRAMS + " programs share an arrangement");
    }

    private static Table program(long seed) {
        Random random = new Random(seed);
        Table first = stream(random);
        Table second = stream(random);
        Table result = first;
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            result = step(result, random.nextInt(3) == 0 ? first : second, random);
        }
        return result;
    }

    static Map<Object, Long> run(Table table, UnaryOperator<Pipeline> options) {
        Map<Object, Long> counts = new HashMap<>();
        for (Change change : Debug.changes(table, options)) {
            counts.merge(List.of(change.id(), change.values().toString(), change.time()), change.diff(), Long::sum);
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** One random operation; the result has the columns k, x and y of the same types again. */
    static Table step(Table table, Table other, Random random) {
        return switch (random.nextInt(18)) {
            case 0 -> table.filter(col("x").gt(random.nextInt(10)));
            case 1 ->
                table.filter(col("k").ne("b").and(col("y").isNotNone()))
                        .updateTypes(Map.of("y", Type.optional(Type.INT64)));
            case 2 ->
                table.select(col("k"), col("x").plus(1).as("x"), col("x").as("y"))
                        .updateTypes(Map.of("y", Type.optional(Type.INT64)));
            case 3 ->
                table.withColumns(ifElse(col("y").isNotNone(), col("y"), col("x").times(2))
                        .as("x"));
            case 4 ->
                table.groupBy("k")
                        .reduce(
                                col("k"),
                                sum("x").as("x"),
                                sum(coalesce(col("y"), 0)).as("y"))
                        .updateTypes(Map.of("y", Type.optional(Type.INT64)));
            case 5 ->
                table.groupBy(col("x").mod(3).as("x"), col("k"))
                        .reduce(col("k"), col("x"), count().as("y"))
                        .updateTypes(Map.of("y", Type.optional(Type.INT64)));
            case 6 ->
                table.join(other, left("k").eq(right("k")))
                        .select(left("k"), left("x").plus(right("x")).mod(20).as("x"), right("y"));
            case 7 ->
                table.joinLeft(other, left("k").eq(right("k")), left("x").eq(right("x")))
                        .select(left("k"), left("x"), right("y"));
            case 8 ->
                table.joinOuter(other, left("k").eq(right("k")))
                        .filter(left("x").isNotNone())
                        .select(
                                coalesce(col("k"), "z").as("k"),
                                coalesce(left("x"), 0).as("x"),
                                right("y"));
            case 9 -> table.concatReindex(other.filter(col("x").lt(5)));
            case 10 -> table.flatten("k").select("k", "x", "y");
            case 11 ->
                table.groupBy("k")
                        .reduce(
                                col("k"),
                                max("x").as("x"),
                                min("y").where(col("x").gt(3)).as("y"));
            case 12 -> table.groupBy("y").reduce(any("k").as("k"), any("x").as("x"), col("y"));
            case 13 ->
                table.groupBy(col("x").mod(4).as("g"))
                        .sortBy("y")
                        .reduce(
                                stringAgg("k", "+").as("k"),
                                countDistinct("k", "y").as("x"),
                                mode("y").as("y"));
            case 14 ->
                table.groupBy("k")
                        .sortBy("x")
                        .reduce(col("k"), tuple("x").as("all"), max(col("y")).as("y"))
                        .flatten("all")
                        .select(col("k"), col("all").as("x"), col("y"));
            case 15 ->
                table.groupBy("y")
                        .reduce(
                                argMax("x", col("k")).as("k"),
                                cast(Type.INT64, median("x")).as("x"),
                                col("y"));
            case 16 ->
                table.groupBy("k")
                        .reduce(
                                col("k"),
                                count().where(col("y").isNotNone()).as("x"),
                                sum("x").where(col("x").gt(4)).as("y"));
            default -> {
                Table plus = table.select(col("x").plus(1).as("next"), col("y"));
                yield table.select(col("k"), plus.col("next").as("x"), plus.col("y"));
            }
        };
    }

    /** Insertions, retractions of rows that are there, and updates, over a few epochs. */
    static Table stream(Random random) {
        List<Change> changes = new ArrayList<>();
        List<Change> live = new ArrayList<>();
        long number = 0;
        for (long time = 2; time <= 8; time += 2) {
            for (int i = random.nextInt(5); i > 0; i--) {
                if (!live.isEmpty() && random.nextInt(3) == 0) {
                    Change gone = live.remove(random.nextInt(live.size()));
                    changes.add(new Change(gone.id(), gone.values(), time, -1));
                } else {
                    List<Object> values = new ArrayList<>();
                    values.add(String.valueOf((char) ('a' + random.nextInt(3))));
                    values.add((long) random.nextInt(10));
                    values.add(random.nextInt(3) == 0 ? null : (Object) (long) random.nextInt(4));
                    Change added = new Change(Pointer.of(number++), values, time, 1);
                    live.add(added);
                    changes.add(added);
                }
            }
        }
        return Debug.tableFromChanges(SCHEMA, changes);
    }
}
