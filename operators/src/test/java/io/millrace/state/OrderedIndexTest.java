package io.millrace.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.fixture.SavedState;
import io.millrace.fixture.TestWorker;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.KeyGroups;
import io.millrace.port.StateInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class OrderedIndexTest {
    private static final int GROUPS = 7;

    /** How keys of a test look. */
    private record Shape(String name, int words, boolean hasTails, Function<SplittableRandom, byte[]> keys) {}

    private static List<Shape> shapes(int domain) {
        return List.of(
                new Shape("one word", 1, false, random -> fixed(8, random.nextInt(domain))),
                new Shape("three words", 3, false, random -> fixed(24, random.nextInt(domain))),
                new Shape("nine bytes", 2, false, random -> fixed(9, random.nextInt(domain))),
                new Shape("texts", 2, true, random -> text(random, domain)),
                new Shape("texts that begin alike", 2, true, random -> alike(random, domain)));
    }

    private static byte[] fixed(int length, int value) {
        byte[] key = new byte[length];
        int spread = value * 0x9E3779B1;
        for (int i = 0; i < 4; i++) {
            key[value % 3 == 0 ? i : length - 4 + i] = (byte) (spread >>> 24 - 8 * i);
        }
        return key;
    }

    /** No key is the beginning of another: no byte but the last is 0. */
    private static byte[] text(SplittableRandom random, int domain) {
        SplittableRandom letters = new SplittableRandom(random.nextInt(domain));
        byte[] key = new byte[1 + letters.nextInt(40)];
        for (int i = 0; i < key.length - 1; i++) {
            key[i] = (byte) (1 + letters.nextInt(255));
        }
        return key;
    }

    private static byte[] alike(SplittableRandom random, int domain) {
        byte[] key = new byte[24];
        Arrays.fill(key, (byte) 7);
        byte[] end = text(random, domain);
        byte[] both = Arrays.copyOf(key, key.length + end.length);
        System.arraycopy(end, 0, both, key.length, end.length);
        return both;
    }

    /** An index, the words of its groups, and what should be in them. */
    private static final class Pair implements AutoCloseable {
        final Shape shape;
        final OrderedIndex index;
        final OrderedKey key;
        final OrderedCursor cursor;
        final Chunk groups;
        final List<TreeMap<byte[], Long>> model = new ArrayList<>();

        Pair(TestWorker worker, Shape shape) {
            this.shape = shape;
            index = new OrderedIndex(worker.state(), shape.words(), shape.hasTails(), true);
            key = new OrderedKey(worker.state());
            cursor = new OrderedCursor(worker.state(), index);
            groups = Chunk.open(worker.state(), GROUPS * Long.BYTES);
            for (int i = 0; i < GROUPS; i++) {
                model.add(new TreeMap<>(Arrays::compareUnsigned));
            }
        }

        long group(int number) {
            return groups.address() + (long) number * Long.BYTES;
        }

        void load(byte[] bytes) {
            key.begin();
            for (byte each : bytes) {
                key.putByte(each);
            }
            key.end();
        }

        void add(int group, byte[] bytes, long weight) {
            load(bytes);
            long before = model.get(group).getOrDefault(bytes, 0L);
            assertEquals(before, index.add(group(group), key, weight));
            if (before + weight == 0) {
                model.get(group).remove(bytes);
            } else {
                model.get(group).put(bytes, before + weight);
            }
        }

        byte[] atCursor(int length) {
            byte[] bytes = new byte[length];
            OffHeap.copy(cursor.key(), bytes, 0, length);
            return bytes;
        }

        @Override
        public void close() {
            groups.close();
            cursor.close();
            key.close();
            index.close();
        }
    }

    @Test
    void holdsWhatASortedMapHolds() {
        for (int domain : new int[] {5, 60, 400, 6_000}) {
            for (Shape shape : shapes(domain)) {
                for (long seed = 1; seed <= 3; seed++) {
                    String what = shape.name() + ", domain " + domain + ", seed " + seed;
                    SplittableRandom random = new SplittableRandom(seed);
                    try (TestWorker worker = new TestWorker()) {
                        try (Pair pair = new Pair(worker, shape)) {
                            long baseline = worker.state().getAllocatedMemory();
                            for (int round = 0; round < 4; round++) {
                                churn(pair, random, domain, round);
                                check(pair, random, what + ", round " + round);
                            }
                            undo(pair, random);
                            assertEquals(baseline, worker.state().getAllocatedMemory(), what);
                            assertEquals(0, pair.index.heldBytes(), what);
                        }
                    }
                }
            }
        }
    }

    private static void churn(Pair pair, SplittableRandom random, int domain, int round) {
        for (int i = 0; i < Math.min(3 * domain, 9_000); i++) {
            // The first group gets most, and every other round takes more than it gives.
            int group = random.nextInt(3) > 0 ? 0 : random.nextInt(GROUPS);
            TreeMap<byte[], Long> there = pair.model.get(group);
            byte[] bytes = pair.shape.keys().apply(random);
            if (random.nextInt(10) < (round % 2 == 0 ? 2 : 7) && !there.isEmpty()) {
                Map.Entry<byte[], Long> near = there.ceilingEntry(bytes);
                near = near == null ? there.firstEntry() : near;
                pair.add(group, near.getKey(), random.nextInt(3) > 0 ? -near.getValue() : -1);
            } else {
                pair.add(group, bytes, random.nextInt(8) == 0 ? -1 : 1 + random.nextInt(3));
            }
        }
    }

    private static void check(Pair pair, SplittableRandom random, String what) {
        for (int group = 0; group < GROUPS; group++) {
            TreeMap<byte[], Long> all = pair.model.get(group);
            TreeMap<byte[], Long> there = new TreeMap<>(Arrays::compareUnsigned);
            all.forEach((key, weight) -> {
                if (weight > 0) {
                    there.put(key, weight);
                }
            });
            long at = pair.group(group);
            assertEquals(there.size(), pair.index.keyCount(at), what);
            assertEquals(there.values().stream().mapToLong(it -> it).sum(), pair.index.weight(at), what);
            boolean isAt = pair.cursor.first(at);
            for (Map.Entry<byte[], Long> entry : there.entrySet()) {
                assertTrue(isAt, what);
                assertArrayEquals(entry.getKey(), pair.atCursor(entry.getKey().length), what);
                assertEquals(entry.getValue(), pair.cursor.weight(), what);
                isAt = pair.cursor.next();
            }
            assertFalse(isAt, what);
            isAt = pair.cursor.last(at);
            for (Map.Entry<byte[], Long> entry : there.descendingMap().entrySet()) {
                assertTrue(isAt, what);
                assertArrayEquals(entry.getKey(), pair.atCursor(entry.getKey().length), what);
                isAt = pair.cursor.previous();
            }
            assertFalse(isAt, what);
            checkSeeks(pair, group, there, random, what);
        }
    }

    private static void checkSeeks(
            Pair pair, int group, TreeMap<byte[], Long> there, SplittableRandom random, String what) {
        long at = pair.group(group);
        for (int i = 0; i < 50; i++) {
            byte[] sought = pair.shape.keys().apply(random);
            pair.load(sought);
            assertEquals(pair.model.get(group).getOrDefault(sought, 0L), pair.index.weightOf(at, pair.key), what);
            long rank =
                    there.headMap(sought).values().stream().mapToLong(it -> it).sum();
            assertEquals(rank, pair.index.rank(at, pair.key), what);
            assertIsAt(pair, there.ceilingKey(sought), pair.cursor.seek(at, pair.key), what);
            assertIsAt(pair, there.lowerKey(sought), pair.cursor.seekBefore(at, pair.key), what);
            assertIsAt(pair, keyOfRank(there, rank), pair.cursor.seekRank(at, rank), what);
        }
        long greatest = there.values().stream().mapToLong(it -> it).max().orElse(0);
        byte[] mode = there.entrySet().stream()
                .filter(entry -> entry.getValue() == greatest)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
        assertIsAt(pair, mode, pair.cursor.seekGreatestWeight(at), what);
    }

    private static byte[] keyOfRank(TreeMap<byte[], Long> there, long rank) {
        long left = rank;
        for (Map.Entry<byte[], Long> entry : there.entrySet()) {
            left -= entry.getValue();
            if (left < 0) {
                return entry.getKey();
            }
        }
        return null;
    }

    private static void assertIsAt(Pair pair, byte[] expected, boolean found, String what) {
        assertEquals(expected != null, found, what);
        if (found) {
            assertArrayEquals(expected, pair.atCursor(expected.length), what);
        }
    }

    private static void undo(Pair pair, SplittableRandom random) {
        for (int group = 0; group < GROUPS; group++) {
            if (random.nextInt(3) == 0) {
                pair.index.clear(pair.group(group));
            } else {
                List<byte[]> keys = new ArrayList<>(pair.model.get(group).keySet());
                while (!keys.isEmpty()) {
                    byte[] bytes = keys.remove(random.nextInt(keys.size()));
                    pair.add(group, bytes, -pair.model.get(group).get(bytes));
                }
            }
            assertEquals(0, OffHeap.getLong(pair.group(group)));
        }
    }

    @Test
    void findsTheFirstKeyThatBeginsWithSomeBytes() {
        for (Shape shape : shapes(900)) {
            SplittableRandom random = new SplittableRandom(9);
            try (TestWorker worker = new TestWorker();
                    Pair pair = new Pair(worker, shape)) {
                for (int i = 0; i < 2_000; i++) {
                    pair.add(0, shape.keys().apply(random), 1);
                }
                for (int i = 0; i < 200; i++) {
                    byte[] sought = shape.keys().apply(random);
                    byte[] prefix = Arrays.copyOf(sought, random.nextInt(sought.length));
                    pair.load(prefix);
                    assertIsAt(
                            pair,
                            pair.model.get(0).ceilingKey(prefix),
                            pair.cursor.seek(pair.group(0), pair.key),
                            shape.name());
                }
            }
        }
    }

    @Test
    void readsBackWhatItSavedAndRefusesDamage() throws IOException {
        for (Shape shape : shapes(2_000)) {
            SplittableRandom random = new SplittableRandom(4);
            SavedState saved = new SavedState();
            try (TestWorker worker = new TestWorker();
                    Pair pair = new Pair(worker, shape);
                    Pair other = new Pair(worker, shape)) {
                churn(pair, random, 2_000, 0);
                SavedGroups.Groups all = visitor -> {
                    for (int group = 0; group < GROUPS; group++) {
                        visitor.visit(group, pair.group(group));
                    }
                };
                SavedGroups.saveOrder(saved, "order", all, 0, pair.index);
                StateInput input = saved.input(KeyGroups.of(0, 1));
                // The second group is on another worker.
                SavedGroups.Target here = group -> group == 1 ? 0 : other.group(group);
                SavedGroups.restoreOrder(input, "order", here, 0, other.index, other.key);
                other.model.clear();
                other.model.addAll(pair.model);
                other.model.set(1, new TreeMap<>(Arrays::compareUnsigned));
                check(other, random, shape.name());
                churn(other, random, 2_000, 1);
                check(other, random, shape.name());
                undo(other, random);
                assertEquals(0, other.index.heldBytes());
                for (int i = 0; i < 20; i++) {
                    StateInput damaged = saved.damaged(KeyGroups.of(0, 1), random);
                    try (Pair empty = new Pair(worker, shape)) {
                        assertThrows(
                                IOException.class,
                                () -> SavedGroups.restoreOrder(
                                        damaged, "order", empty::group, 0, empty.index, empty.key),
                                damaged::toString);
                    }
                }
            }
        }
    }

    @Test
    void keepsLeavesFullWhereRowsComeInOrder() {
        int rows = 100_000;
        for (boolean descending : new boolean[] {false, true}) {
            try (TestWorker worker = new TestWorker();
                    Pair pair = new Pair(worker, shapes(1).getFirst())) {
                for (int i = 0; i < rows; i++) {
                    pair.key.begin();
                    pair.key.putWord(descending ? rows - i : i);
                    pair.key.end();
                    pair.index.add(pair.group(0), pair.key, 1);
                }
                assertTrue(pair.index.heldBytes() < rows * 2 * 8 * 1.2 + (6 << 20), "" + pair.index.heldBytes());
            }
        }
    }
}
