package io.millrace.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.fixture.Cells;
import io.millrace.fixture.Change;
import io.millrace.fixture.RandomBatches;
import io.millrace.fixture.RandomCells;
import io.millrace.fixture.TestWorker;
import io.millrace.kernel.Hashing;
import io.millrace.memory.OffHeap;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HashIndexTest {
    private static final List<List<Type>> SHAPES = List.of(
            List.of(Type.INT64),
            List.of(Type.STRING),
            List.of(Type.POINTER),
            List.of(Type.FLOAT64),
            List.of(),
            List.of(Type.INT64, Type.STRING),
            List.of(Type.optional(Type.INT64)),
            List.of(Type.optional(Type.STRING), Type.optional(Type.FLOAT64), Type.BOOL),
            List.of(Type.STRING, Type.optional(Type.POINTER), Type.STRING));

    @Test
    void agreesWithAMapUnderAdditionsRemovalsGrowthAndShrinking() {
        for (List<Type> shape : SHAPES) {
            for (long seed = 1; seed <= 4; seed++) {
                fuzz(shape, seed, seed == 1 ? 10 : seed == 2 ? 20_000 : 2_000);
            }
        }
    }

    private static void fuzz(List<Type> shape, long seed, int domain) {
        String what = shape + " seed " + seed;
        SplittableRandom random = new SplittableRandom(seed);
        try (TestWorker worker = new TestWorker();
                Keyed keyed = new Keyed(worker, shape)) {
            long before = worker.state().getAllocatedMemory();
            Map<List<Object>, Integer> model = new HashMap<>();
            for (int round = 0; round < 60; round++) {
                List<List<Object>> rows = new ArrayList<>();
                for (int i = random.nextInt(600); i >= 0; i--) {
                    rows.add(RandomCells.row(random, shape, domain));
                }
                boolean adds = random.nextInt(3) > 0;
                List<Integer> ordinals = keyed.resolve(rows, adds);
                for (int i = 0; i < rows.size(); i++) {
                    Integer expected = model.get(rows.get(i));
                    if (expected == null && adds) {
                        model.put(rows.get(i), ordinals.get(i));
                        assertTrue(ordinals.get(i) >= 0, what);
                    } else {
                        assertEquals(expected == null ? -1 : expected, ordinals.get(i), what + " row " + rows.get(i));
                    }
                }
                if (random.nextInt(4) == 0) {
                    double share = random.nextDouble();
                    model.entrySet().removeIf(entry -> {
                        boolean removed = random.nextDouble() < share;
                        if (removed) {
                            keyed.remove(entry.getValue());
                        }
                        return removed;
                    });
                    keyed.index.shrink();
                }
                assertEquals(model.size(), keyed.store.rowCount(), what);
                assertEquals(model.size(), keyed.index.size(), what);
                if (round % 20 == 19) {
                    keyed.index.rebuild();
                }
            }
            keyed.assertCells(model, what);
            model.values().forEach(keyed::remove);
            keyed.index.shrink();
            assertEquals(before, worker.state().getAllocatedMemory(), what);
        }
    }

    @Test
    void findsRowsWhoseHashesShareTheirTag() {
        SplittableRandom random = new SplittableRandom(7);
        for (long tag : new long[] {0, 0x7FFFFFFFL, 0xFFFFFFFFL}) {
            try (TestWorker worker = new TestWorker();
                    Keyed keyed = new Keyed(worker, List.of(Type.INT64))) {
                Map<List<Object>, Integer> model = new HashMap<>();
                List<List<Object>> rows = new ArrayList<>();
                for (int i = 0; i < 3_000; i++) {
                    rows.add(List.of(keyOf(tag << 32 | i)));
                }
                List<Integer> ordinals = keyed.resolve(rows, true);
                for (int i = 0; i < rows.size(); i++) {
                    model.put(rows.get(i), ordinals.get(i));
                }
                assertEquals(3_000, keyed.index.size());
                model.entrySet().removeIf(entry -> {
                    boolean removed = random.nextBoolean();
                    if (removed) {
                        keyed.remove(entry.getValue());
                    }
                    return removed;
                });
                ordinals = keyed.resolve(rows, false);
                for (int i = 0; i < rows.size(); i++) {
                    assertEquals(model.getOrDefault(rows.get(i), -1), ordinals.get(i), "tag " + tag + " row " + i);
                }
            }
        }
    }

    /** The int64 whose hash as a single key is {@code hash}. */
    private static long keyOf(long hash) {
        long x = hash;
        x ^= x >>> 33;
        x *= inverse(0xC4CEB9FE1A85EC53L);
        x ^= x >>> 33;
        x *= inverse(0xFF51AFD7ED558CCDL);
        x ^= x >>> 33;
        long key = x - Hashing.SEED * 0x9E3779B97F4A7C15L;
        assertEquals(hash, Hashing.fold(Hashing.SEED, key));
        return key;
    }

    private static long inverse(long odd) {
        long inverse = odd;
        for (int i = 0; i < 6; i++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    @Test
    void hashesAKeyAlikeWhetherItsTypeIsOptionalOrNot() {
        try (TestWorker worker = new TestWorker();
                Keyed plain = new Keyed(worker, List.of(Type.STRING, Type.INT64));
                Keyed optional = new Keyed(worker, List.of(Type.optional(Type.STRING), Type.optional(Type.INT64)))) {
            List<List<Object>> rows = List.of(
                    Change.row("", 0L), Change.row("word", -1L), Change.row("a word of more than twelve bytes", 5L));
            List<Integer> ordinals = plain.resolve(rows, true);
            List<Integer> others = optional.resolve(rows, true);
            for (int i = 0; i < rows.size(); i++) {
                assertEquals(
                        plain.words.hashOf(plain.store, plain.store.address(ordinals.get(i))),
                        optional.words.hashOf(optional.store, optional.store.address(others.get(i))));
            }
        }
    }

    /** An index with its store. */
    private static final class Keyed implements AutoCloseable {
        final TestWorker worker;
        final List<Type> types;
        final RowStore store;
        final CellWords words;
        final HashIndex index;
        final Slice slice;

        Keyed(TestWorker worker, List<Type> types) {
            this.worker = worker;
            this.types = types;
            RowLayout layout = RowLayout.of(types, 1);
            store = new RowStore(worker.state(), layout);
            words = new CellWords(
                    worker.state(), layout, IntStream.range(0, types.size()).toArray(), true);
            index = new HashIndex(worker.state(), store, words);
            slice = new Slice(worker.state());
        }

        List<Integer> resolve(List<List<Object>> rows, boolean adds) {
            List<Integer> ordinals = new ArrayList<>();
            List<Change> changes = rows.stream().map(row -> new Change(row, 1)).toList();
            try (Batch batch = RandomBatches.of(worker.pool(), types, 0, changes)) {
                Column[] columns = batch.columns().toArray(Column[]::new);
                for (int from = 0; from < rows.size(); from += Slice.ROWS) {
                    slice.begin(batch, from, Math.min(Slice.ROWS, rows.size() - from));
                    words.load(slice, columns);
                    if (adds) {
                        index.findOrAdd(slice);
                    } else {
                        index.find(slice);
                    }
                    for (int i = 0; i < slice.rowCount(); i++) {
                        int ordinal = slice.ordinal(i);
                        assertEquals(ordinal < 0 ? 0 : store.address(ordinal), slice.address(i));
                        ordinals.add(ordinal);
                    }
                }
            }
            return ordinals;
        }

        void remove(int ordinal) {
            index.remove(ordinal);
            store.free(ordinal);
        }

        void assertCells(Map<List<Object>, Integer> model, String what) {
            model.forEach((row, ordinal) -> {
                long address = slice.hashes();
                OffHeap.putLong(address, store.address(ordinal));
                for (int cell = 0; cell < types.size(); cell++) {
                    ColumnBuilder out = worker.pool().take(types.get(cell).lane());
                    RecordReader.append(store, cell, address, 1, out);
                    assertEquals(row.get(cell), Cells.read(out.view(types.get(cell)), 0), what);
                    worker.pool().give(out);
                }
            });
        }

        @Override
        public void close() {
            slice.close();
            index.close();
            words.close();
            store.close();
        }
    }
}
