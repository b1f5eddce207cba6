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

class UpsertOperatorTest {
    private static final List<Type> TYPES = List.of(Type.STRING, Type.optional(Type.FLOAT64), Type.BOOL);

    /** What a source says: the row of an id, or null that there is none any more. */
    private record Event(long id, List<Object> row) {
        static Event put(long id, Object... cells) {
            return new Event(id, Change.row(cells));
        }

        static Event remove(long id) {
            return new Event(id, null);
        }
    }

    /** Keeps what it is given as rows with the id behind the cells, and checks that retractions come first. */
    private static final class Collector implements Output {
        private final Collected collected = new Collected();
        private boolean sawInsertion;
        private int batchRows;

        @Override
        public void push(Batch batch) {
            boolean isInsertion = batch.weight(0) > 0;
            assertTrue(isInsertion || !sawInsertion, "a retraction came after an insertion");
            sawInsertion |= isInsertion;
            batchRows = Math.max(batchRows, batch.rowCount());
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

        void beginEpoch() {
            sawInsertion = false;
        }
    }

    private static void push(TestWorker worker, Operator operator, List<Event> events, int cut) {
        for (int from = 0; from < events.size(); from += cut) {
            try (BatchBuilder builder = new BatchBuilder(worker.pool(), TYPES, true)) {
                for (Event event : events.subList(from, Math.min(events.size(), from + cut))) {
                    for (int i = 0; i < TYPES.size(); i++) {
                        Cells.append(builder.column(i), event.row == null ? null : event.row.get(i));
                    }
                    builder.keys().append128(event.id * 31, event.id);
                    builder.endRow(event.row == null ? -1 : 1);
                }
                try (Batch batch = builder.build(0, 0)) {
                    operator.push(0, batch);
                }
            }
        }
    }

    private static RowZSet table(Map<Long, List<Object>> rows) {
        RowZSet table = new RowZSet();
        rows.forEach((id, row) -> {
            List<Object> cells = new ArrayList<>(row);
            BigInteger high = BigInteger.valueOf(id * 31).shiftLeft(64);
            cells.add(high.add(BigInteger.valueOf(id)));
            table.add(Collections.unmodifiableList(cells), 1);
        });
        return table;
    }

    @Test
    void theLastEventOfAnIdInAnEpochCounts() {
        try (TestWorker worker = new TestWorker()) {
            Collector out = new Collector();
            try (Operator operator = UpsertOperator.of(TYPES, true).open(worker.context("upsert"), out)) {
                push(
                        worker,
                        operator,
                        List.of(
                                Event.put(1, "a", 1.0, true),
                                Event.put(2, "b", null, false),
                                Event.put(1, "a", 2.0, true),
                                Event.remove(3),
                                Event.put(4, "gone again", 0.0, true),
                                Event.remove(4)),
                        2);
                operator.endEpoch(2);
                assertEquals(2, out.collected.takeChanges().size());
                assertEquals(
                        table(Map.of(1L, Change.row("a", 2.0, true), 2L, Change.row("b", null, false))),
                        out.collected.table());
                out.beginEpoch();
                push(
                        worker,
                        operator,
                        List.of(
                                Event.remove(1),
                                Event.put(1, "a", 2.0, true),
                                Event.put(2, "a text of more than twelve bytes", -0.0, true)),
                        10);
                operator.endEpoch(4);
                assertEquals(
                        2, out.collected.takeChanges().size(), "a row that is put again as it was changes nothing");
                out.beginEpoch();
                push(worker, operator, List.of(Event.put(2, "a text of more than twelve bytes", -0.0, true)), 1);
                operator.endEpoch(6);
                assertEquals(List.of(), out.collected.takeChanges());
                push(worker, operator, List.of(Event.put(2, "a text of more than 12 bytes, too", -0.0, true)), 1);
                operator.endEpoch(8);
                assertEquals(2, out.collected.takeChanges().size());
                out.beginEpoch();
                push(worker, operator, List.of(Event.remove(1), Event.remove(2), Event.remove(2)), 1);
                operator.endEpoch(10);
                assertTrue(out.collected.table().isEmpty());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 255, 256, 257, 5000})
    void aRandomStreamGivesTheTableOfItsLastEvents(int cut) {
        long seed = 20_261_131L + cut;
        SplittableRandom random = new SplittableRandom(seed);
        try (TestWorker worker = new TestWorker(TestWorker.PLENTY, 100)) {
            Collector out = new Collector();
            Map<Long, List<Object>> expected = new HashMap<>();
            try (Operator operator = UpsertOperator.of(TYPES, true).open(worker.context("upsert"), out)) {
                long emptyBytes = operator.stateBytes();
                for (int epoch = 0; epoch < 30; epoch++) {
                    int ids = epoch % 10 < 5 ? 2000 : 20;
                    List<Event> events = new ArrayList<>();
                    int count = random.nextInt(cut == 1 ? 60 : 800);
                    for (int i = 0; i < count; i++) {
                        long id = random.nextInt(ids);
                        if (random.nextInt(4) == 0) {
                            events.add(Event.remove(id));
                            expected.remove(id);
                        } else {
                            String text = "t".repeat(random.nextInt(3))
                                    + "long enough to be elsewhere".repeat(random.nextInt(2));
                            Object number = random.nextInt(3) == 0 ? null : (Object) (double) random.nextInt(3);
                            Object flag = random.nextInt(10) == 0 ? Cells.ERROR : (Object) random.nextBoolean();
                            Event event = Event.put(id, text, number, flag);
                            events.add(event);
                            expected.put(id, event.row);
                        }
                    }
                    push(worker, operator, events, cut);
                    RowZSet before = new RowZSet().add(out.collected.table());
                    out.collected.takeChanges();
                    out.beginEpoch();
                    operator.endEpoch(2L * epoch);
                    assertEquals(table(expected), out.collected.table(), "seed " + seed + ", epoch " + epoch);
                    long least = out.collected.table().minus(before).weights().values().stream()
                            .mapToLong(Math::abs)
                            .sum();
                    assertEquals(least, out.collected.takeChanges().size(), "more changes than needed, seed " + seed);
                }
                List<Event> all = new ArrayList<>();
                expected.keySet().forEach(id -> all.add(Event.remove(id)));
                push(worker, operator, all, cut);
                out.beginEpoch();
                operator.endEpoch(1000);
                assertTrue(out.collected.table().isEmpty());
                assertTrue(
                        operator.stateBytes() <= emptyBytes + (64 << 10),
                        "state of nothing holds " + operator.stateBytes() + " bytes, at first " + emptyBytes);
            }
            assertTrue(out.batchRows <= 100);
        }
    }

    @Test
    void rowsWithoutIdsAreRefused() {
        try (TestWorker worker = new TestWorker();
                Operator operator = UpsertOperator.of(TYPES, true).open(worker.context("upsert"), batch -> {});
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
                try (Operator operator = UpsertOperator.of(TYPES, true).open(worker.context("upsert"), batch -> {})) {
                    for (int epoch = 0; epoch < 100; epoch++) {
                        List<Event> events = new ArrayList<>();
                        for (long id = 0; id < 1000; id++) {
                            events.add(Event.put(epoch * 1000L + id, "long enough to be elsewhere " + id, 1.0, true));
                        }
                        push(worker, operator, events, 100);
                        operator.endEpoch(2L * epoch);
                    }
                }
            });
        }
    }
}
