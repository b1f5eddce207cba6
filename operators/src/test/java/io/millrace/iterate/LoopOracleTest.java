package io.millrace.iterate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.expression.Expression;
import io.millrace.expression.Op;
import io.millrace.fixture.Change;
import io.millrace.fixture.RowZSet;
import io.millrace.join.JoinKind;
import io.millrace.schedule.Execution;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops against the fixpoint computed anew at every epoch, over random graphs whose edges and starts come and go. */
@Timeout(120)
class LoopOracleTest {
    private static final List<Type> JOINED = List.of(Type.INT64, Type.INT64, Type.INT64, Type.INT64);
    private static final List<Type> JOINED_LEFT =
            List.of(Type.INT64, Type.INT64, Type.optional(Type.INT64), Type.optional(Type.INT64));
    private static final int LIMIT = 7;

    /** A loop, and one step of it on plain rows: of the table in the loop and the edges, given the starts too. */
    record Program(String name, int limit, LoopFlow.Body body, Model model) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** One step on plain rows. */
    interface Model {
        Map<List<Object>, Long> step(
                Map<List<Object>, Long> table, Map<List<Object>, Long> starts, Map<List<Object>, Long> edges);
    }

    static final Program REACH = new Program(
            "rows that are reached",
            Integer.MAX_VALUE,
            (flow, variable, starts, edges) -> flow.distinct(flow.concat(
                    starts,
                    flow.project(
                            flow.join(JoinKind.INNER, variable, edges, 1, 0),
                            JOINED,
                            LoopFlow.column(0),
                            LoopFlow.column(3)))),
            (table, starts, edges) -> {
                Map<List<Object>, Long> all = join(table, edges, (row, edge) -> List.of(row.get(0), edge.get(1)));
                starts.forEach((row, weight) -> all.merge(row, weight, Long::sum));
                return distinct(all);
            });

    static final Program PATHS = new Program(
            "counts of paths",
            LIMIT,
            (flow, variable, starts, edges) -> flow.sum(flow.concat(
                    starts,
                    flow.project(
                            flow.join(JoinKind.INNER, variable, edges, 0, 0),
                            JOINED,
                            LoopFlow.column(3),
                            LoopFlow.column(1)))),
            (table, starts, edges) -> {
                Map<List<Object>, Long> all = new HashMap<>(starts);
                joinOn(table, 0, edges, (row, edge) -> List.of(edge.get(1), row.get(1)))
                        .forEach((row, weight) -> all.merge(row, weight, Long::sum));
                Map<Object, Long> sums = new HashMap<>();
                all.forEach((row, weight) -> sums.merge(row.get(0), weight * (long) row.get(1), Long::sum));
                Map<List<Object>, Long> result = new HashMap<>();
                sums.forEach((key, sum) -> {
                    long count = all.entrySet().stream()
                            .filter(it -> it.getKey().get(0).equals(key))
                            .mapToLong(Map.Entry::getValue)
                            .sum();
                    if (count > 0) {
                        result.put(List.of(key, sum), 1L);
                    }
                });
                return result;
            });

    static final Program WALK = new Program(
            "walkers that stay where no edge leads on",
            LIMIT,
            (flow, variable, starts, edges) -> flow.distinct(flow.project(
                    flow.join(JoinKind.LEFT, variable, edges, 1, 0),
                    JOINED_LEFT,
                    LoopFlow.column(0),
                    new Expression.Coalesce(List.of(LoopFlow.optional(3), LoopFlow.column(1)), Type.INT64))),
            (table, starts, edges) -> {
                Map<List<Object>, Long> all = join(table, edges, (row, edge) -> List.of(row.get(0), edge.get(1)));
                table.forEach((row, weight) -> {
                    if (edges.keySet().stream().noneMatch(edge -> edge.get(0).equals(row.get(1)))) {
                        all.merge(row, weight, Long::sum);
                    }
                });
                return distinct(all);
            });

    static final Program LINEAR = new Program(
            "sums halved and parted until they are small",
            Integer.MAX_VALUE,
            (flow, variable, starts, edges) -> {
                int big = flow.filter(
                        variable, LoopFlow.call(Op.GREATER, Type.BOOL, LoopFlow.column(1), LoopFlow.number(3)));
                int small = flow.filter(
                        variable, LoopFlow.call(Op.LESS_OR_EQUAL, Type.BOOL, LoopFlow.column(1), LoopFlow.number(3)));
                List<Type> pair = List.of(Type.INT64, Type.INT64);
                int halved = flow.project(
                        big,
                        pair,
                        LoopFlow.column(0),
                        LoopFlow.call(Op.FLOOR_DIVIDE, Type.INT64, LoopFlow.column(1), LoopFlow.number(2)));
                return flow.concat(small, flow.distinct(halved));
            },
            (table, starts, edges) -> {
                Map<List<Object>, Long> big = new HashMap<>();
                Map<List<Object>, Long> result = new HashMap<>();
                table.forEach((row, weight) -> {
                    long value = (long) row.get(1);
                    if (value > 3) {
                        big.merge(List.of(row.get(0), value / 2), weight, Long::sum);
                    } else {
                        result.merge(row, weight, Long::sum);
                    }
                });
                distinct(big).forEach((row, weight) -> result.merge(row, weight, Long::sum));
                return result;
            });

    private static Map<List<Object>, Long> join(
            Map<List<Object>, Long> table, Map<List<Object>, Long> edges, BinaryOperator<List<Object>> pair) {
        return joinOn(table, 1, edges, pair);
    }

    private static Map<List<Object>, Long> joinOn(
            Map<List<Object>, Long> table, int key, Map<List<Object>, Long> edges, BinaryOperator<List<Object>> pair) {
        Map<List<Object>, Long> result = new HashMap<>();
        table.forEach((row, weight) -> edges.forEach((edge, times) -> {
            if (row.get(key).equals(edge.get(0))) {
                result.merge(pair.apply(row, edge), weight * times, Long::sum);
            }
        }));
        return result;
    }

    private static Map<List<Object>, Long> distinct(Map<List<Object>, Long> rows) {
        Map<List<Object>, Long> result = new HashMap<>();
        rows.forEach((row, weight) -> {
            if (weight > 0) {
                result.put(row, 1L);
            }
        });
        return result;
    }

    /** The table after as many steps as change it, or the limit of steps. */
    private static RowZSet fixpoint(Program program, Map<List<Object>, Long> starts, Map<List<Object>, Long> edges) {
        Map<List<Object>, Long> table = starts;
        for (int step = 0; step < program.limit(); step++) {
            Map<List<Object>, Long> next = program.model().step(table, starts, edges);
            if (next.equals(table)) {
                break;
            }
            table = next;
        }
        RowZSet rows = new RowZSet();
        table.forEach(rows::add);
        return rows;
    }

    static Stream<Arguments> programsAndWorkers() {
        return Stream.of(REACH, PATHS, WALK, LINEAR)
                .flatMap(program -> Stream.of(1, 2, 4).map(workers -> Arguments.of(program, workers)));
    }

    @ParameterizedTest
    @MethodSource("programsAndWorkers")
    void everyEpochIsTheFixpointOfItsInput(Program program, int workers) {
        for (long seed = 1; seed <= 8; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int vertices = 3 + random.nextInt(12);
            LoopFlow flow = new LoopFlow(program.limit(), program.body());
            Map<List<Object>, Long> starts = new LinkedHashMap<>();
            Map<List<Object>, Long> edges = new LinkedHashMap<>();
            try (Execution execution = flow.open(workers, 1 + random.nextInt(30))) {
                for (int epoch = 0; epoch < 10; epoch++) {
                    double deletes = epoch == 5 ? 0.9 : 0.4;
                    LoopFlow.push(execution, flow.starts, changes(random, starts, 4, vertices, deletes), random);
                    LoopFlow.push(execution, flow.edges, changes(random, edges, 8, vertices, deletes), random);
                    execution.step();
                    assertEquals(
                            fixpoint(program, starts, edges).toString(),
                            flow.sink.table().toString(),
                            "seed " + seed + ", epoch " + epoch);
                }
                LoopFlow.push(execution, flow.starts, retractions(starts), random);
                execution.step();
                LoopFlow.push(execution, flow.edges, retractions(edges), random);
                execution.step();
                assertTrue(flow.sink.table().isEmpty(), "seed " + seed + ": " + flow.sink.table());
                assertEquals(0, flow.heldRows(), "seed " + seed);
            }
        }
    }

    private static List<Change> retractions(Map<List<Object>, Long> rows) {
        List<Change> all = new ArrayList<>();
        rows.forEach((row, weight) -> all.add(new Change(row, -weight)));
        return all;
    }

    static List<Change> changes(
            SplittableRandom random, Map<List<Object>, Long> rows, int most, int vertices, double deletes) {
        List<Change> changes = new ArrayList<>();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            List<Object> row = Change.row((long) random.nextInt(vertices), (long) random.nextInt(vertices));
            long weight = 1;
            if (random.nextDouble() < deletes && !rows.isEmpty()) {
                row = List.copyOf(rows.keySet()).get(random.nextInt(rows.size()));
                weight = -1;
            }
            rows.merge(row, weight, Long::sum);
            rows.remove(row, 0L);
            changes.add(new Change(row, weight));
        }
        Collections.reverse(changes);
        return changes;
    }
}
