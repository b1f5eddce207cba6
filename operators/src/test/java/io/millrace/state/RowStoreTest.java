package io.millrace.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.fixture.Cells;
import io.millrace.fixture.Change;
import io.millrace.fixture.RandomBatches;
import io.millrace.fixture.RandomCells;
import io.millrace.fixture.SavedState;
import io.millrace.fixture.TestWorker;
import io.millrace.memory.OffHeap;
import io.millrace.port.KeyGroups;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.type.Type;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RowStoreTest {
    private static final List<Type> TYPES = List.of(
            Type.STRING, Type.INT64, Type.optional(Type.BYTES), Type.BOOL, Type.FLOAT64, Type.optional(Type.POINTER));

    @Test
    void keepsRowsAtTheirOrdinalsWhileOthersComeAndGo() {
        for (long seed = 1; seed <= 6; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            try (TestWorker worker = new TestWorker();
                    Rows rows = new Rows(worker)) {
                long before = worker.state().getAllocatedMemory();
                Map<Integer, List<Object>> model = new TreeMap<>();
                for (int round = 0; round < 30; round++) {
                    rows.add(random, 1 + random.nextInt(seed == 1 ? 9_000 : 300), model);
                    double share = random.nextInt(4) == 0 ? 1 : random.nextDouble() * 0.6;
                    model.keySet().removeIf(ordinal -> {
                        boolean removed = random.nextDouble() < share;
                        if (removed) {
                            rows.store.free(ordinal);
                            assertFalse(rows.store.isInUse(ordinal));
                        }
                        return removed;
                    });
                    assertEquals(model.size(), rows.store.rowCount(), "seed " + seed);
                    if (model.isEmpty()) {
                        assertEquals(before, worker.state().getAllocatedMemory(), "seed " + seed);
                    }
                }
                rows.assertHolds(model, "seed " + seed);
            }
        }
    }

    @Test
    void savesAndRestoresRowsWithTheirBytes() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        Map<Integer, List<Object>> model = new TreeMap<>();
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        try (TestWorker worker = new TestWorker()) {
            try (Rows rows = new Rows(worker)) {
                rows.add(random, 3_000, model);
                model.keySet().removeIf(ordinal -> {
                    boolean removed = random.nextBoolean();
                    if (removed) {
                        rows.store.free(ordinal);
                    }
                    return removed;
                });
                rows.store.beginEpoch(42);
                rows.store.noteWritten(model.keySet().iterator().next());
                rows.store.saveTo(StateOutput.to(Channels.newChannel(saved)), "rows");
            }
            byte[] bytes = saved.toByteArray();
            try (Rows rows = new Rows(worker)) {
                rows.store.restoreFrom(inputOf(bytes), "rows");
                rows.assertHolds(model, "restored");
                assertEquals(42, rows.store.writtenEpoch(0));
                rows.add(random, 2_000, model);
                rows.assertHolds(model, "restored and added to");
            }
            for (int i = 0; i < 100; i++) {
                byte[] damaged = bytes.clone();
                int at = random.nextInt(damaged.length);
                damaged[at] ^= (byte) (1 << random.nextInt(8));
                assertRefused(worker, damaged, "bit flipped in byte " + at);
                assertRefused(worker, Arrays.copyOf(bytes, at), "cut at " + at);
            }
        }
    }

    private static void assertRefused(TestWorker worker, byte[] damaged, String what) {
        try (Rows rows = new Rows(worker)) {
            assertThrows(IOException.class, () -> rows.store.restoreFrom(inputOf(damaged), "rows"), what);
        }
    }

    private static StateInput inputOf(byte[] bytes) {
        return StateInput.from(Channels.newChannel(new ByteArrayInputStream(bytes)), KeyGroups.of(0, 1));
    }

    @Test
    void copiesSavedRowsOneByOneIntoAnotherStore() throws IOException {
        SplittableRandom random = new SplittableRandom(6);
        Map<Integer, List<Object>> model = new TreeMap<>();
        SavedState saved = new SavedState();
        try (TestWorker worker = new TestWorker()) {
            try (Rows rows = new Rows(worker)) {
                rows.add(random, 30_000, model);
                model.keySet().removeIf(ordinal -> {
                    boolean removed = ordinal < 20_000 || random.nextInt(3) == 0;
                    if (removed) {
                        rows.store.free(ordinal);
                    }
                    return removed;
                });
                rows.store.saveTo(saved, "rows");
            }
            try (Rows rows = new Rows(worker)) {
                Map<Integer, List<Object>> copied = new TreeMap<>();
                rows.store.forEachSaved(saved.input(KeyGroups.of(0, 1)), "rows", (ordinal, window, record) -> {
                    int copy = rows.store.addCopy(window, record);
                    OffHeap.putLong(
                            rows.store.address(copy) + rows.store.layout().extraOffset(), copy);
                    copied.put(copy, model.get(ordinal));
                });
                assertEquals(model.size(), copied.size());
                rows.assertHolds(copied, "copied");
            }
        }
    }

    @Test
    void aCheckpointAfterAnotherCopiesOnlyChunksThatWereWritten() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        Map<Integer, List<Object>> model = new TreeMap<>();
        SavedState saved = new SavedState();
        try (TestWorker worker = new TestWorker();
                Rows rows = new Rows(worker)) {
            int chunkRows = 1 << rows.store.rowShift();
            rows.store.beginEpoch(2);
            rows.add(random, 3 * chunkRows, model);
            rows.store.saveTo(saved, "rows");
            assertEquals(4, saved.copiedBlocks(), "the table of chunks, and three chunks");

            saved.beginCheckpoint(2);
            rows.store.beginEpoch(4);
            rows.store.free(chunkRows + 5);
            model.remove(chunkRows + 5);
            rows.store.saveTo(saved, "rows");
            assertEquals(2, saved.copiedBlocks(), "the table of chunks, and the chunk of the freed row");

            saved.beginCheckpoint(4);
            rows.store.beginEpoch(6);
            for (int ordinal = 0; ordinal < chunkRows; ordinal++) {
                rows.store.free(ordinal);
                model.remove(ordinal);
            }
            rows.store.saveTo(saved, "rows");
            assertEquals(1, saved.copiedBlocks(), "a chunk without rows has no block");
            try (Rows restored = new Rows(worker)) {
                restored.store.restoreFrom(saved.input(KeyGroups.of(0, 1)), "rows");
                restored.assertHolds(model, "restored");
                restored.add(random, chunkRows + 1000, model);
                restored.assertHolds(model, "restored and added to");
            }
        }
    }

    /** A store with one extra word, which holds a number that the cells do not tell. */
    private static final class Rows implements AutoCloseable {
        final TestWorker worker;
        final RowStore store;
        final CellWords words;
        final Slice slice;

        Rows(TestWorker worker) {
            this.worker = worker;
            RowLayout layout = RowLayout.of(TYPES, 1);
            store = new RowStore(worker.state(), layout);
            words = new CellWords(
                    worker.state(), layout, IntStream.range(0, TYPES.size()).toArray(), false);
            slice = new Slice(worker.state());
        }

        void add(SplittableRandom random, int count, Map<Integer, List<Object>> model) {
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                changes.add(new Change(RandomCells.row(random, TYPES, 500), 1));
            }
            try (Batch batch = RandomBatches.of(worker.pool(), TYPES, 0, changes)) {
                Column[] columns = batch.columns().toArray(Column[]::new);
                for (int from = 0; from < count; from += Slice.ROWS) {
                    slice.begin(batch, from, Math.min(Slice.ROWS, count - from));
                    words.load(slice, columns);
                    for (int i = 0; i < slice.rowCount(); i++) {
                        int ordinal = store.allocate();
                        long record = store.address(ordinal);
                        assertEquals(0, OffHeap.getLong(record + store.layout().extraOffset()), "not zeroed");
                        words.write(store, i, record);
                        OffHeap.putLong(record + store.layout().extraOffset(), ordinal);
                        List<Object> row = rowOf(batch, slice.row(i));
                        assertEquals(null, model.put(ordinal, row), "ordinal " + ordinal + " given twice");
                    }
                }
            }
        }

        private static List<Object> rowOf(Batch batch, int row) {
            List<Object> cells = new ArrayList<>();
            for (Column column : batch.columns()) {
                cells.add(Cells.read(column, row));
            }
            return cells;
        }

        void assertHolds(Map<Integer, List<Object>> model, String what) {
            assertEquals(model.size(), store.rowCount(), what);
            for (int cell = 0; cell < TYPES.size(); cell++) {
                ColumnBuilder out = worker.pool().take(TYPES.get(cell).lane());
                for (int ordinal : model.keySet()) {
                    assertTrue(store.isInUse(ordinal), what);
                    OffHeap.putLong(slice.hashes(), store.address(ordinal));
                    assertEquals(
                            ordinal,
                            OffHeap.getLong(
                                    store.address(ordinal) + store.layout().extraOffset()),
                            what);
                    RecordReader.append(store, cell, slice.hashes(), 1, out);
                }
                Column column = out.view(TYPES.get(cell));
                int row = 0;
                for (List<Object> expected : model.values()) {
                    assertEquals(expected.get(cell), Cells.read(column, row++), what);
                }
                worker.pool().give(out);
            }
        }

        @Override
        public void close() {
            slice.close();
            words.close();
            store.close();
        }
    }
}
