package io.millrace.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.column.Column;
import io.millrace.fixture.SavedState;
import io.millrace.fixture.TestWorker;
import io.millrace.memory.OffHeap;
import io.millrace.port.KeyGroups;
import io.millrace.type.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Rows of a loop: the same cells at several iterations, chained on one key, in the stores and indexes of every operator. */
class IterationLaneTest {
    private static final List<Type> TYPES = List.of(Type.STRING, Type.optional(Type.INT64));
    private static final RowLayout LAYOUT = RowLayout.of(TYPES, 1).withIteration();
    private static final int ITERATIONS = 5;
    private static final int ROWS = 40;

    /** Shows a slice of rows at an iteration; row i holds a text of i and, unless that is a multiple of 3, i. */
    private static void withRows(TestWorker worker, int iteration, Consumer<Slice> action) {
        try (BatchBuilder builder = new BatchBuilder(worker.pool(), TYPES, false);
                Slice slice = new Slice(worker.state())) {
            for (int i = 0; i < ROWS; i++) {
                byte[] text = ("row ".repeat(1 + i % 5) + i).getBytes(StandardCharsets.UTF_8);
                builder.column(0).appendBytes(text, 0, text.length);
                if (i % 3 == 0) {
                    builder.column(1).appendNone();
                } else {
                    builder.column(1).appendLong(i);
                }
                builder.endRow();
            }
            try (Batch batch = builder.build(2, iteration)) {
                slice.begin(batch, 0, ROWS);
                action.accept(slice);
            }
        }
    }

    private static int ordinalOf(int iteration, int row) {
        return iteration * ROWS + row;
    }

    private static void fill(TestWorker worker, RowStore store, CellWords cells, ChainIndex chains) {
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            withRows(worker, iteration, slice -> {
                cells.load(slice, slice.batch().columns().toArray(Column[]::new));
                for (int i = 0; i < ROWS; i++) {
                    int ordinal = store.allocate();
                    cells.write(store, i, store.address(ordinal));
                    OffHeap.putLong(store.address(ordinal) + LAYOUT.extraOffset(), 7L << 32);
                    chains.add(ordinal);
                }
            });
        }
    }

    private static void assertFindsEachIteration(
            TestWorker worker, RowStore store, CellWords cells, ChainIndex chains) {
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            int at = iteration;
            withRows(worker, iteration, slice -> {
                cells.load(slice, slice.batch().columns().toArray(Column[]::new));
                for (int i = 0; i < ROWS; i++) {
                    long record = store.address(ordinalOf(at, i));
                    assertEquals(at, OffHeap.getLong(record + LAYOUT.iterationOffset()));
                    assertTrue(cells.equalsRecord(store, i, record));
                    assertFalse(cells.equalsRecord(store, i, store.address(ordinalOf((at + 1) % ITERATIONS, i))));
                    assertEquals(ordinalOf(at, i), chains.findLoaded(i, 7));
                    assertEquals(ordinalOf(at, i), chains.find(record, 7));
                    assertEquals(-1, chains.findLoaded(i, 8), "a row of another key");
                }
            });
        }
    }

    @Test
    void rowsOfOneKeyAreFoundByTheirIterationBeforeAndAfterACheckpoint() throws IOException {
        int[] all = {0, 1};
        SavedState saved = new SavedState();
        try (TestWorker worker = new TestWorker()) {
            try (RowStore store = new RowStore(worker.state(), LAYOUT);
                    CellWords cells = new CellWords(worker.state(), LAYOUT, all, false);
                    ChainIndex chains = new ChainIndex(worker.state(), store, cells, LAYOUT.extraOffset())) {
                fill(worker, store, cells, chains);
                assertFindsEachIteration(worker, store, cells, chains);
                store.saveTo(saved, "rows");
            }
            try (RowStore store = new RowStore(worker.state(), LAYOUT);
                    CellWords cells = new CellWords(worker.state(), LAYOUT, all, false);
                    ChainIndex chains = new ChainIndex(worker.state(), store, cells, LAYOUT.extraOffset())) {
                store.restoreFrom(saved.input(KeyGroups.of(0, 1)), "rows");
                for (int ordinal = 0; ordinal < ITERATIONS * ROWS; ordinal++) {
                    chains.add(ordinal);
                }
                assertFindsEachIteration(worker, store, cells, chains);
                for (int ordinal = 0; ordinal < ITERATIONS * ROWS; ordinal++) {
                    chains.remove(ordinal);
                }
                assertEquals(0, chains.heldBytes());
            }
            try (RowStore store = new RowStore(worker.state(), RowLayout.of(TYPES, 2))) {
                assertThrows(
                        IOException.class,
                        () -> store.restoreFrom(saved.input(KeyGroups.of(0, 1)), "rows"),
                        "rows without an iteration are other rows");
            }
        }
    }

    @Test
    void aKeyIsFoundWhateverTheIterationOfItsRows() {
        try (TestWorker worker = new TestWorker();
                RowStore store = new RowStore(worker.state(), LAYOUT);
                CellWords keys = new CellWords(worker.state(), LAYOUT, new int[] {0, 1}, true);
                HashIndex index = new HashIndex(worker.state(), store, keys)) {
            for (int iteration = 0; iteration < ITERATIONS; iteration++) {
                withRows(worker, iteration, slice -> {
                    keys.load(slice, slice.batch().columns().toArray(Column[]::new));
                    index.findOrAdd(slice);
                });
            }
            assertEquals(ROWS, store.rowCount());
        }
    }
}
