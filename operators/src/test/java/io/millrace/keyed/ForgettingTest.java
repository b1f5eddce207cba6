package io.millrace.keyed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.fixture.Cells;
import io.millrace.fixture.Change;
import io.millrace.fixture.Collected;
import io.millrace.fixture.TestWorker;
import io.millrace.join.JoinKind;
import io.millrace.join.JoinPlan;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.type.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators that keep nothing of an epoch, or only what was not answered yet. */
class ForgettingTest {
    /** A key, a payload, and the row's id. */
    private static final List<Type> TYPES = List.of(Type.INT64, Type.STRING, Type.POINTER);

    private static final JoinPlan.Side SIDE = new JoinPlan.Side(TYPES, List.of(0), List.of(0, 1, 2));

    private static JoinPlan join(JoinKind kind) {
        return new JoinPlan(kind, SIDE, SIDE, JoinPlan.RowIds.OF_BOTH, true, null);
    }

    private static void push(TestWorker worker, Operator operator, int input, long from, long to, long weight) {
        try (BatchBuilder builder = new BatchBuilder(worker.pool(), TYPES, true)) {
            for (long number = from; number < to; number++) {
                long id = 2 * number + input;
                builder.column(0).appendLong(number);
                builder.column(1).appendString("payload long enough to be elsewhere " + id);
                builder.column(2).append128(0, id);
                builder.keys().append128(0, id);
                builder.endRow(weight);
            }
            try (Batch batch = builder.build(0, 0)) {
                operator.push(input, batch);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 3000})
    void questionsLeaveNoTrace(int rows) {
        try (TestWorker worker = new TestWorker()) {
            Collected out = new Collected();
            try (Operator operator = AsofNowJoin.of(join(JoinKind.LEFT)).open(worker.context("as of now"), out)) {
                long emptyBytes = operator.stateBytes();
                push(worker, operator, 1, 0, rows, 1);
                operator.endEpoch(2);
                long withAnswers = operator.stateBytes();
                assertTrue(withAnswers > emptyBytes);
                for (int epoch = 0; epoch < 20; epoch++) {
                    push(worker, operator, 0, 0, 2L * rows, 1);
                    operator.endEpoch(4 + 2L * epoch);
                    List<Change> changes = out.takeChanges();
                    assertEquals(2 * rows, changes.size());
                    assertTrue(changes.stream().allMatch(change -> change.weight() == 1));
                    assertEquals(
                            rows,
                            changes.stream()
                                    .filter(change -> change.row().get(4) == null)
                                    .count());
                }
                assertTrue(operator.stateBytes() <= 4 * withAnswers, "questions are kept");
                push(worker, operator, 1, 0, rows, -1);
                operator.endEpoch(1000);
                assertEquals(List.of(), out.takeChanges());
                assertTrue(operator.stateBytes() <= emptyBytes + (64 << 10), "state of nothing");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 3000})
    void rowsThatAreMatchedOnceAreForgotten(int rows) {
        try (TestWorker worker = new TestWorker()) {
            Collected out = new Collected();
            OnceJoin.Once once =
                    new OnceJoin.Once(join(JoinKind.INNER), TYPES, 2, TYPES, 2, List.of(1, 4), true, true, null);
            try (Operator operator = once.open(worker.context("once"), out)) {
                long emptyBytes = operator.stateBytes();
                for (int epoch = 0; epoch < 10; epoch++) {
                    long first = (long) epoch * rows;
                    push(worker, operator, 0, first, first + rows, 1);
                    operator.endEpoch(4L * epoch);
                    assertEquals(List.of(), out.takeChanges());
                    push(worker, operator, 1, first, first + rows, 1);
                    operator.endEpoch(4L * epoch + 2);
                    List<Change> changes = out.takeChanges();
                    assertEquals(rows, changes.size());
                    assertEquals(2, changes.getFirst().row().size());
                }
                assertTrue(operator.stateBytes() <= emptyBytes + (64 << 10), "matched rows are kept");
                push(worker, operator, 1, 0, rows, 1);
                operator.endEpoch(1000);
                assertEquals(List.of(), out.takeChanges(), "a row that had its match has another");
                assertEquals(List.of(), worker.errors());
            }
        }
    }

    @Test
    void secondMatchesOfAnEpochAreReported() {
        try (TestWorker worker = new TestWorker()) {
            Collected out = new Collected();
            OnceJoin.Once once =
                    new OnceJoin.Once(join(JoinKind.LEFT), TYPES, 2, TYPES, 2, List.of(0, 4), true, false, null);
            try (Operator operator = once.open(worker.context("once"), out)) {
                push(worker, operator, 0, 7, 8, 1);
                operator.endEpoch(2);
                assertEquals(1, out.takeChanges().size(), "the row comes out without a match first");
                push(worker, operator, 1, 7, 8, 2);
                operator.endEpoch(4);
                assertEquals(
                        List.of(DataError.Kind.DUPLICATE_KEY),
                        worker.errors().stream().map(DataError::kind).toList());
                assertEquals(1, out.table().weights().size());
            }
        }
    }

    @Test
    void anEpochSaysOfAnIdOneThing() {
        try (TestWorker worker = new TestWorker()) {
            Collected out = new Collected();
            try (Operator operator = ChangesOperator.asUpserts(TYPES, true).open(worker.context("stream"), out)) {
                long emptyBytes = operator.stateBytes();
                push(worker, operator, 0, 0, 5000, 1);
                push(worker, operator, 0, 1000, 2000, -1);
                operator.endEpoch(2);
                assertEquals(4000, out.takeChanges().size());
                push(worker, operator, 0, 0, 1000, -1);
                operator.endEpoch(4);
                List<Change> changes = out.takeChanges();
                assertEquals(1000, changes.size());
                for (Change change : changes) {
                    assertEquals(1, change.weight());
                    assertEquals(false, change.row().getLast());
                }
                assertTrue(operator.stateBytes() <= emptyBytes + (64 << 10), "a stream keeps nothing");
            }
        }
    }

    @Test
    void snapshotsComeWholeWhereSomethingChanged() {
        try (TestWorker worker = new TestWorker(TestWorker.PLENTY, 100)) {
            Collected out = new Collected();
            try (Operator operator = SnapshotsOperator.of(TYPES, true).open(worker.context("snapshots"), out)) {
                long emptyBytes = operator.stateBytes();
                push(worker, operator, 0, 0, 1000, 1);
                operator.endEpoch(2);
                assertEquals(1000, out.takeChanges().size());
                push(worker, operator, 0, 5, 6, 1);
                push(worker, operator, 0, 5, 6, -1);
                operator.endEpoch(4);
                assertEquals(List.of(), out.takeChanges(), "nothing changed");
                push(worker, operator, 0, 5, 6, -1);
                operator.endEpoch(6);
                assertEquals(999, out.takeChanges().size());
                push(worker, operator, 0, 0, 5, -1);
                push(worker, operator, 0, 6, 1000, -1);
                operator.endEpoch(8);
                assertEquals(List.of(), out.takeChanges());
                assertTrue(operator.stateBytes() <= emptyBytes + (64 << 10), "state of nothing");
            }
        }
    }

    @Test
    void aStreamOfUpsertsTakesTheGreatestRowOfAnEpochInAnyOrder() {
        List<Type> types = List.of(Type.STRING, Type.BOOL);
        List<List<Object>> rows =
                List.of(Change.row("b", true), Change.row("c", true), Change.row("d", false), Change.row("a", true));
        for (int rotation = 0; rotation < rows.size(); rotation++) {
            try (TestWorker worker = new TestWorker()) {
                Collected out = new Collected();
                try (Operator operator = UpsertOperator.ofStream(List.of(Type.STRING), true, null)
                        .open(worker.context("upserts"), out)) {
                    List<List<Object>> rotated = new ArrayList<>(rows.subList(rotation, rows.size()));
                    rotated.addAll(rows.subList(0, rotation));
                    try (BatchBuilder builder = new BatchBuilder(worker.pool(), types, true)) {
                        for (List<Object> row : rotated) {
                            Cells.append(builder.column(0), row.get(0));
                            Cells.append(builder.column(1), row.get(1));
                            Cells.append(builder.keys(), BigInteger.ONE);
                            builder.endRow(1);
                        }
                        try (Batch batch = builder.build(0, 0)) {
                            operator.push(0, batch);
                        }
                    }
                    operator.endEpoch(2);
                    assertEquals(List.of(Change.of(1, "c")), out.takeChanges(), "rotation " + rotation);
                }
            }
        }
    }
}
