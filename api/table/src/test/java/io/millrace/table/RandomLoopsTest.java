package io.millrace.table;

import static io.millrace.table.Expressions.coalesce;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Reducers.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.table.RandomLoopsTest.Unrolled.Tables;
import io.millrace.type.Type;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A loop with a limit gives what its step gives when it is written out as often: random steps on random streams, ids included. */
class RandomLoopsTest {
    private static final int PROGRAMS = 100;

    static List<Long> seeds() {
        return new Random(20_260_802).longs(PROGRAMS).boxed().toList();
    }

    /** A random step on two tables, and how often it is taken. */
    static final class Unrolled {
        private final long seed;
        private final int limit;
        /** Whether a step groups what it makes, so that it does not grow. */
        private final boolean groups;

        private final Tables start;
        private final Table outside;

        record Tables(Table first, Table second) {}

        Unrolled(long seed) {
            Random random = new Random(seed);
            this.seed = random.nextLong();
            groups = random.nextInt(4) > 0;
            limit = 1 + random.nextInt(groups ? 4 : 2);
            start = new Tables(RandomProgramsTest.stream(random), RandomProgramsTest.stream(random));
            outside = RandomProgramsTest.stream(random);
        }

        private Tables step(Tables tables) {
            Random random = new Random(seed);
            Table first = tables.first();
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                Table other = random.nextBoolean() ? outside : tables.second();
                first = RandomProgramsTest.step(first, other, random);
            }
            if (groups) {
                first = first.groupBy(col("x").mod(4).as("x"), col("k"))
                        .reduce(
                                col("k"),
                                col("x"),
                                sum(coalesce(col("y"), 1)).mod(5).as("y"))
                        .updateTypes(Map.of("y", Type.optional(Type.INT64)));
            }
            Table second = switch (random.nextInt(3)) {
                case 0 -> tables.second();
                case 1 -> tables.second().filter(col("x").gt(random.nextInt(10)));
                default -> tables.second().withColumns(col("x").plus(3).mod(11).as("x"));
            };
            return new Tables(first, second);
        }

        Table writtenOut() {
            Tables tables = start;
            for (int i = 0; i < limit; i++) {
                tables = step(tables);
            }
            return shown(tables);
        }

        Table loop() {
            Map<String, Table> after = Iteration.universe("first", start.first())
                    .andUniverse("second", start.second())
                    .limit(limit)
                    .run(in -> {
                        Tables made = step(new Tables(in.get("first"), in.get("second")));
                        return Map.of("first", made.first(), "second", made.second());
                    });
            return shown(new Tables(after.get("first"), after.get("second")));
        }

        private static Table shown(Tables tables) {
            return tables.first().concatReindex(tables.second());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLoopIsItsStepWrittenOut(long seed) {
        Unrolled program = new Unrolled(seed);
        int workers = 1 + (int) Math.floorMod(seed, 3L);
        assertEquals(
                RandomProgramsTest.run(program.writtenOut(), PlainPipelines.plain()),
                RandomProgramsTest.run(program.loop(), PlainPipelines.engine(workers)),
                () -> "seed " + seed + ", " + workers + " workers\n"
                        + Pipeline.create().explain(program.loop()));
    }

    @Test
    void manyLoopsTakeRowsBack() {
        long busy = seeds().stream()
                .filter(seed ->
                        RandomProgramsTest.run(new Unrolled(seed).loop(), PlainPipelines.engine()).values().stream()
                                .anyMatch(weight -> weight < 0))
                .count();
        assertTrue(busy >= PROGRAMS / 3, busy + " of " + PROGRAMS + " loops take rows back");
    }
}
