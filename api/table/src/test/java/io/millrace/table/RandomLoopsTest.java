package io.millrace.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.table.RandomLoopsTest.Unrolled.Tables;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A loop with a limit gives what its step gives when it is written out as often: random steps on random streams, ids included. */
class RandomLoopsTest {
    private static final int PROGRAMS = 150;

    static List<Long> seeds() {
        return new Random(20_260_802).longs(PROGRAMS).boxed().toList();
    }

    /** A random step on two tables, and how often it is taken. */
    static final class Unrolled {
        private final long seed;
        private final int limit;
        private final Tables start;
        private final Table outside;

        record Tables(Table first, Table second) {}

        Unrolled(long seed) {
            Random random = new Random(seed);
            this.seed = random.nextLong();
            limit = 1 + random.nextInt(4);
            start = new Tables(RandomProgramsTest.stream(random), RandomProgramsTest.stream(random));
            outside = RandomProgramsTest.stream(random);
        }

        private Tables step(Tables tables) {
            Random random = new Random(seed);
            Table first = tables.first();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                Table other = random.nextInt(3) == 0 ? outside : random.nextInt(2) == 0 ? tables.second() : first;
                first = RandomProgramsTest.step(first, other, random);
            }
            boolean stays = random.nextBoolean();
            Table second = stays ? tables.second() : RandomProgramsTest.step(tables.second(), outside, random);
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
                .filter(seed -> RandomProgramsTest.run(new Unrolled(seed).loop(), PlainPipelines.engine()).values().stream()
                        .anyMatch(weight -> weight < 0))
                .count();
        assertTrue(busy >= PROGRAMS / 3, busy + " of " + PROGRAMS + " loops take rows back");
    }
}
