package io.millrace.keyed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.column.Column;
import io.millrace.fixture.Cells;
import io.millrace.fixture.Change;
import io.millrace.fixture.Collected;
import io.millrace.fixture.RowZSet;
import io.millrace.fixture.TestWorker;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.port.Output;
import io.millrace.type.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdMergeTest {
    private static final List<Type> TYPES = List.of(Type.STRING, Type.optional(Type.INT64));
    private static final IdMerge.Messages MESSAGES = new IdMerge.Messages("missing %s", "stray %s", "double %s", null);
    private static final IdMerge.Kept ROWS = new IdMerge.Kept(TYPES, true);
    private static final IdMerge.Kept PRESENCE = new IdMerge.Kept(List.of(), false);
    private static final IdMerge UPDATE_ROWS =
            merge(List.of(ROWS, ROWS), new IdMerge.Rule(List.of(), List.of(), List.of(0, 1), List.of()), List.of(1, 0));
    private static final IdMerge INTERSECT = merge(
            List.of(ROWS, PRESENCE), new IdMerge.Rule(List.of(0, 1), List.of(), List.of(), List.of()), List.of(0));
    private static final IdMerge DIFFERENCE =
            merge(List.of(ROWS, PRESENCE), new IdMerge.Rule(List.of(0), List.of(1), List.of(), List.of()), List.of(0));
    private static final IdMerge SAME_IDS =
            merge(List.of(PRESENCE, ROWS), new IdMerge.Rule(List.of(0), List.of(), List.of(), List.of(1)), List.of(1));

    /** Both columns from the first of some tables that has a row. */
    private static IdMerge merge(List<IdMerge.Kept> kept, IdMerge.Rule rule, List<Integer> tables) {
        List<IdMerge.Output> outputs = new ArrayList<>();
        for (int column = 0; column < TYPES.size(); column++) {
            int at = column;
            outputs.add(new IdMerge.Output(
                    tables.stream().map(table -> new IdMerge.Cell(table, at)).toList(), false, TYPES.get(column)));
        }
        return new IdMerge(kept, List.of(0, 1), rule, outputs, true, MESSAGES);
    }

    /** A change of the row of an id in one of two tables. */
    private record Event(int input, long id, List<Object> row, long weight) {}

    /** Keeps what it is given as rows with the id behind the cells. */
    private static final class WithIds implements Output {
        private final Collected collected = new Collected();

        @Override
        public void push(Batch batch) {
            Column[] columns = new Column[batch.columnCount() + 1];
            for (int i = 0; i < batch.columnCount(); i++) {
                columns[i] = batch.column(i);
            }
            columns[batch.columnCount()] = batch.keys();
            try (Batch.Parts parts = Batch.of(null, batch.rowCount())
                            .columns(columns)
                            .weights(batch.weights())
                            .sharing(batch);
                    Batch withIds = parts.build()) {
                collected.push(withIds);
            }
        }
    }

    private static void push(TestWorker worker, Operator operator, List<Event> events, int cut) {
        for (int from = 0; from < events.size(); from += cut) {
            List<Event> part = events.subList(from, Math.min(events.size(), from + cut));
            for (int input = 0; input < 2; input++) {
                int number = input;
                List<Event> own =
                        part.stream().filter(it -> it.input() == number).toList();
                try (BatchBuilder builder = new BatchBuilder(worker.pool(), TYPES, true)) {
                    for (Event event : own) {
                        for (int i = 0; i < TYPES.size(); i++) {
                            Cells.append(builder.column(i), event.row().get(i));
                        }
                        builder.keys().append128(event.id() * 31, event.id());
                        builder.endRow(event.weight());
                    }
                    try (Batch batch = builder.build(0, 0)) {
                        if (!own.isEmpty()) {
                            operator.push(number, batch);
                        }
                    }
                }
            }
        }
    }

    private static List<Object> withId(List<Object> row, long id) {
        List<Object> cells = new ArrayList<>(row);
        cells.add(BigInteger.valueOf(id * 31).shiftLeft(64).add(BigInteger.valueOf(id)));
        return Collections.unmodifiableList(cells);
    }

    private static List<Object> errors() {
        return List.of(Cells.ERROR, Cells.ERROR);
    }

    /** The definition: rows of two tables by id, each with how often they are there. */
    private static RowZSet expected(IdMerge plan, List<Map<Long, Map<List<Object>, Long>>> tables) {
        RowZSet result = new RowZSet();
        Map<Long, Boolean> ids = new HashMap<>();
        tables.forEach(table -> table.keySet().forEach(id -> ids.put(id, true)));
        for (long id : ids.keySet()) {
            boolean there = plan.rule().required().stream().allMatch(it -> has(plan, tables, it, id))
                    && plan.rule().excluded().stream().noneMatch(it -> has(plan, tables, it, id))
                    && (plan.rule().any().isEmpty()
                            || plan.rule().any().stream().anyMatch(it -> has(plan, tables, it, id)));
            if (!there) {
                continue;
            }
            List<Object> row = errors();
            for (IdMerge.Cell cell : plan.outputs().getFirst().cells()) {
                if (has(plan, tables, cell.table(), id)) {
                    Map<List<Object>, Long> rows = tables.get(cell.table()).get(id);
                    boolean isOne = rows.values().stream()
                                    .mapToLong(weight -> Math.max(weight, 0))
                                    .sum()
                            == 1;
                    row = isOne
                            ? rows.entrySet().stream()
                                    .filter(it -> it.getValue() > 0)
                                    .findFirst()
                                    .orElseThrow()
                                    .getKey()
                            : errors();
                    break;
                }
            }
            result.add(withId(row, id), 1);
        }
        return result;
    }

    /** Whether a table has a row of an id; where rows are not kept, they are not told apart. */
    private static boolean has(IdMerge plan, List<Map<Long, Map<List<Object>, Long>>> tables, int table, long id) {
        Map<List<Object>, Long> rows = tables.get(table).getOrDefault(id, Map.of());
        return plan.tables().get(table).keepsRows()
                ? rows.values().stream().anyMatch(weight -> weight > 0)
                : rows.values().stream().mapToLong(weight -> weight).sum() > 0;
    }

    private static Object text(SplittableRandom random) {
        return random.nextInt(8) == 0
                ? Cells.ERROR
                : "t".repeat(random.nextInt(2)) + "long enough to be elsewhere".repeat(random.nextInt(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 255, 256, 257, 5000})
    void randomChangesGiveWhatTheDefinitionSays(int cut) {
        for (IdMerge plan : List.of(UPDATE_ROWS, INTERSECT, DIFFERENCE, SAME_IDS)) {
            long seed = 20_261_128L + cut;
            SplittableRandom random = new SplittableRandom(seed);
            try (TestWorker worker = new TestWorker(TestWorker.PLENTY, 100)) {
                WithIds out = new WithIds();
                List<Map<Long, Map<List<Object>, Long>>> tables = List.of(new HashMap<>(), new HashMap<>());
                try (Operator operator = plan.open(worker.context("merge"), out)) {
                    long emptyBytes = operator.stateBytes();
                    for (int epoch = 0; epoch < 25; epoch++) {
                        int ids = epoch % 10 < 5 ? 1500 : 15;
                        List<Event> events = new ArrayList<>();
                        int count = random.nextInt(cut == 1 ? 50 : 700);
                        for (int i = 0; i < count; i++) {
                            Object number = random.nextInt(3) == 0 ? null : (Object) (long) random.nextInt(3);
                            add(
                                    new Event(
                                            random.nextInt(2),
                                            random.nextInt(ids),
                                            Change.row(text(random), number),
                                            random.nextInt(3) == 0 ? -1 : 1),
                                    tables,
                                    events,
                                    random);
                        }
                        push(worker, operator, events, cut);
                        RowZSet before = new RowZSet().add(out.collected.table());
                        out.collected.takeChanges();
                        operator.endEpoch(2L * epoch);
                        String where = "seed " + seed + ", epoch " + epoch + ", " + plan.rule();
                        assertEquals(expected(plan, tables), out.collected.table(), where);
                        long least = out.collected.table().minus(before).weights().values().stream()
                                .mapToLong(Math::abs)
                                .sum();
                        assertEquals(least, out.collected.takeChanges().size(), "more changes than needed, " + where);
                    }
                    List<Event> all = new ArrayList<>();
                    for (int input = 0; input < 2; input++) {
                        int number = input;
                        tables.get(input)
                                .forEach((id, rows) ->
                                        rows.forEach((row, weight) -> all.add(new Event(number, id, row, -weight))));
                    }
                    push(worker, operator, all, cut);
                    operator.endEpoch(1000);
                    assertTrue(out.collected.table().isEmpty(), "seed " + seed);
                    assertTrue(
                            operator.stateBytes() <= emptyBytes + (64 << 10),
                            "state of nothing holds " + operator.stateBytes() + " bytes, at first " + emptyBytes);
                }
            }
        }
    }

    /** Adds an event, or, where the id has a row, mostly one that replaces it. */
    private static void add(
            Event event, List<Map<Long, Map<List<Object>, Long>>> tables, List<Event> events, SplittableRandom random) {
        Map<List<Object>, Long> rows = tables.get(event.input()).computeIfAbsent(event.id(), id -> new HashMap<>());
        if (random.nextInt(10) > 0) {
            for (List<Object> row : List.copyOf(rows.keySet())) {
                events.add(new Event(event.input(), event.id(), row, -rows.remove(row)));
            }
            if (event.weight() < 0) {
                return;
            }
        }
        events.add(random.nextInt(events.size() + 1), event);
        rows.merge(event.row(), event.weight(), Long::sum);
        rows.values().removeIf(weight -> weight == 0);
    }

    @Test
    void whatIsMissingOrDoubledIsReportedOnceAndRecovers() {
        try (TestWorker worker = new TestWorker()) {
            WithIds out = new WithIds();
            try (Operator operator = SAME_IDS.open(worker.context("same ids"), out)) {
                Event id = new Event(0, 1, Change.row("x", 1L), 1);
                Event first = new Event(1, 1, Change.row("a", 1L), 1);
                Event second = new Event(1, 1, Change.row("b", 2L), 1);
                push(worker, operator, List.of(id), 1);
                operator.endEpoch(2);
                operator.endEpoch(4);
                assertEquals(new RowZSet().add(withId(errors(), 1), 1), out.collected.table());
                assertEquals(List.of(DataError.Kind.MISSING_KEY), kinds(worker));
                push(worker, operator, List.of(first), 1);
                operator.endEpoch(6);
                assertEquals(new RowZSet().add(withId(first.row(), 1), 1), out.collected.table());
                push(worker, operator, List.of(second), 1);
                operator.endEpoch(8);
                assertEquals(new RowZSet().add(withId(errors(), 1), 1), out.collected.table());
                assertEquals(List.of(DataError.Kind.MISSING_KEY, DataError.Kind.DUPLICATE_KEY), kinds(worker));
                push(worker, operator, List.of(new Event(1, 1, first.row(), -1)), 1);
                operator.endEpoch(10);
                assertEquals(new RowZSet().add(withId(second.row(), 1), 1), out.collected.table());
                push(worker, operator, List.of(new Event(0, 1, id.row(), -1)), 1);
                operator.endEpoch(12);
                assertTrue(out.collected.table().isEmpty());
                assertEquals(3, worker.errors().size(), "a row without a place is reported");
                assertTrue(worker.errors().getLast().message().startsWith("stray ^"));
            }
        }
    }

    private static List<DataError.Kind> kinds(TestWorker worker) {
        return worker.errors().stream().map(DataError::kind).toList();
    }

    @Test
    void rowsWithoutIdsAreRefused() {
        try (TestWorker worker = new TestWorker();
                Operator operator = INTERSECT.open(worker.context("merge"), batch -> {});
                BatchBuilder builder = new BatchBuilder(worker.pool(), TYPES, false);
                Batch batch = builder.build(0, 0)) {
            assertThrows(IllegalStateException.class, () -> operator.push(0, batch));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4_000, 20_000, 60_000, 200_000, 1_000_000})
    void anAllocatorThatRefusesLeavesNothingBehind(long limitBytes) {
        try (TestWorker worker = new TestWorker(limitBytes, 64)) {
            assertThrows(OutOfMemoryException.class, () -> {
                try (Operator operator = UPDATE_ROWS.open(worker.context("merge"), batch -> {})) {
                    for (int epoch = 0; epoch < 100; epoch++) {
                        List<Event> events = new ArrayList<>();
                        for (long id = 0; id < 1000; id++) {
                            events.add(new Event(
                                    (int) id % 2,
                                    epoch * 1000L + id,
                                    Change.row("long enough to be elsewhere " + id, id),
                                    1));
                        }
                        push(worker, operator, events, 100);
                        operator.endEpoch(2L * epoch);
                    }
                }
            });
        }
    }
}
