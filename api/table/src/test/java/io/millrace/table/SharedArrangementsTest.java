package io.millrace.table;

import static io.millrace.table.Expressions.coalesce;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.sum;
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

/**
 * Random programs of many joins on few keys: joins of one table with several, of results with what they are made of, and of tables
 * with themselves. Rows of tables that are read more than once are kept once, and every answer is as the definitions say.
 */
class SharedArrangementsTest {
    private static final int PROGRAMS = 100;
    private static final Schema SCHEMA = Schema.builder()
            .column("k", Type.STRING)
            .column("x", Type.INT64)
            .column("y", Type.optional(Type.INT64))
            .build();

    static List<Long> seeds() {
        return new Random(20_261_128).longs(PROGRAMS).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void joinsThatShareAnswerAsTheDefinitionsSay(long seed) {
        Table shown = program(seed);
        int workers = 1 + (int) Math.floorMod(seed, 4L);
        assertEquals(
                run(shown, PlainPipelines.plain()),
                run(shown, PlainPipelines.engine(workers)),
                () -> "seed " + seed + ", " + workers + " workers\n"
                        + Pipeline.create().explain(shown));
    }

    @Test
    void nearlyAllOfThesePrograms() {
        long sharing = seeds().stream()
                .filter(seed -> Pipeline.create().explain(program(seed)).contains("shared by"))
                .count();
        assertTrue(sharing > PROGRAMS * 3 / 4, sharing + " of " + PROGRAMS + " programs share an arrangement");
    }

    @Test
    void explainShowsASharedIndexOnce() {
        Table orders = table();
        Table items = table();
        Table priced = orders.join(items, col("k"), col("k")).select(left("k"), right("x"));
        Table again = priced.joinLeft(items, col("k"), col("k")).select(left("x"), right("y"));
        String text = Pipeline.create().explain(again);
        assertEquals("""
                stage 1: source rows
                stage 2: source rows
                stage 3: arrange stage 1 by (k) in index 1, keys shared with index 2, 3
                stage 4: arrange stage 2 by (k) in index 2, shared by 2 sides of joins, keys shared with index 1, 3
                stage 5: join inner stage 3 by (k) in index 1 append-only, with stage 4 by (k) in index 2 append-only
                stage 6: fused from stage 5, 1 step
                    [4] side of join: k, right.x
                stage 7: arrange stage 6 by (k) in index 3, keys shared with index 1, 2
                stage 8: join left stage 7 by (k) in index 3 append-only, with stage 4 by (k) in index 2 append-only
                stage 9: fused from stage 8, 1 step
                    [6] select: x, y
                stage 10: sink table 1 from stage 9, adds up
                """, text.substring(text.indexOf("stage 1:")).replaceAll("rows of \\S+", "rows"));
    }

    @Test
    void aRunningPipelineShowsTheBytesOfASharedIndexOnce() {
        Table items = table();
        Pipeline pipeline = Pipeline.create();
        pipeline.subscribe(items.join(items.copy(), col("k"), col("k")).select(left("k")), (row, time, diff) -> {});
        pipeline.subscribe(
                items.joinLeft(items.copy(), col("k"), col("k")).select(right("k")), (row, time, diff) -> {});
        try (RunningPipeline running = pipeline.start()) {
            running.await();
            List<String> withState = running.explain()
                    .lines()
                    .filter(line -> line.contains("bytes of state"))
                    .toList();
            assertEquals(1, withState.size(), withState.toString());
            assertTrue(withState.getFirst().contains("shared by 4 sides of joins"), withState.getFirst());
        }
    }

    @Test
    void joinsOfMoreTablesThanShareTheirKeysKeepTheirOwnRows() {
        Random random = new Random(3);
        Table base = stream(random);
        Table result = base;
        for (int i = 0; i < 15; i++) {
            Table joined = base.join(stream(random), col("k"), col("k")).select(left("k"), right("x"), right("y"));
            result = result.concatReindex(joined);
        }
        Table shown = result;
        assertEquals(run(shown, PlainPipelines.plain()), run(shown, PlainPipelines.engine(2)));
        List<String> stages = Pipeline.create().explain(shown).lines().toList();
        List<String> arranged =
                stages.stream().filter(line -> line.contains(": arrange")).toList();
        assertEquals(12, arranged.size());
        String sharedBase = arranged.getFirst().substring(0, arranged.getFirst().indexOf(':'));
        assertEquals(
                11,
                stages.stream()
                        .filter(line -> line.contains(": join inner " + sharedBase + " by"))
                        .count());
        assertEquals(
                15,
                stages.stream().filter(line -> line.contains(": join inner")).count());
    }

    private static Table table() {
        return Debug.table("""
                k | x | y
                a | 1 | 2
                """);
    }

    private static Table program(long seed) {
        Random random = new Random(seed);
        List<Table> tables = new ArrayList<>(List.of(stream(random), stream(random)));
        for (int i = 2 + random.nextInt(4); i > 0; i--) {
            Table one = tables.get(random.nextInt(tables.size()));
            Table other = random.nextInt(4) == 0 ? one.copy() : tables.get(random.nextInt(tables.size()));
            tables.add(joined(one, one == other ? other.copy() : other, random));
        }
        Table result = tables.getLast();
        for (int i = 0; i < 2; i++) {
            result = result.concatReindex(tables.get(random.nextInt(tables.size())));
        }
        return result;
    }

    /** A join of two tables, cut so that the next ones do not grow without end. */
    private static Table joined(Table one, Table other, Random random) {
        ColumnExpression onKey = left("k").eq(right("k"));
        ColumnExpression[] on = random.nextInt(3) == 0
                ? new ColumnExpression[] {onKey, left("x").eq(right("x"))}
                : new ColumnExpression[] {onKey};
        JoinResult join = switch (random.nextInt(6)) {
            case 0, 1, 2 -> one.join(other, on);
            case 3 -> one.joinLeft(other, on);
            case 4 -> one.joinRight(other, on);
            default -> one.joinOuter(other, on);
        };
        Table result = join.select(
                        coalesce(left("k"), right("k"), "z").as("k"),
                        coalesce(left("x"), 1)
                                .plus(coalesce(right("x"), 2))
                                .mod(6)
                                .as("x"),
                        right("y"))
                .updateTypes(Map.of("y", Type.optional(Type.INT64)));
        return random.nextInt(3) == 0
                ? result.filter(col("x").lt(3))
                : result.groupBy("k", "x")
                        .reduce(col("k"), col("x"), sum(coalesce(col("y"), 0)).as("y"))
                        .updateTypes(Map.of("y", Type.optional(Type.INT64)));
    }

    private static Map<Object, Long> run(Table table, UnaryOperator<Pipeline> options) {
        Map<Object, Long> counts = new HashMap<>();
        for (Change change : Debug.changes(table, options)) {
            counts.merge(List.of(change.id(), change.values().toString(), change.time()), change.diff(), Long::sum);
        }
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** Insertions, and retractions of rows that are there, over a few epochs. */
    private static Table stream(Random random) {
        List<Change> changes = new ArrayList<>();
        List<Change> live = new ArrayList<>();
        long number = random.nextInt(1000) * 1000L;
        for (long time = 2; time <= 8; time += 2) {
            for (int i = random.nextInt(5); i > 0; i--) {
                if (!live.isEmpty() && random.nextInt(3) == 0) {
                    Change gone = live.remove(random.nextInt(live.size()));
                    changes.add(new Change(gone.id(), gone.values(), time, -1));
                } else {
                    List<Object> values = new ArrayList<>();
                    values.add(String.valueOf((char) ('a' + random.nextInt(3))));
                    values.add((long) random.nextInt(6));
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
