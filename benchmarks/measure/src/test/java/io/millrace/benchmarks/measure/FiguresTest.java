package io.millrace.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class FiguresTest {
    private static final long SEED = 11;

    @Test
    void mixMultipliesModulo64BitsAndFoldsInTheColumn() {
        BigInteger factor = new BigInteger("9E3779B97F4A7C15", 16);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 100; i++) {
            long hash = random.nextLong();
            long column = random.nextLong();
            long product = BigInteger.valueOf(hash).multiply(factor).longValue();
            assertEquals(product ^ column, Figures.mix(hash, column));
        }
    }

    @Test
    void theFiguresOfAllChangesAreThoseOfTheFinalResult() {
        SplittableRandom random = new SplittableRandom(SEED);
        Map<Long, long[]> result = new TreeMap<>();
        SumCountFigures changes = new SumCountFigures();
        for (int i = 0; i < 1_000; i++) {
            long key = random.nextInt(20);
            long value = random.nextLong();
            long[] group = result.get(key);
            if (group != null) {
                changes.add(key, group[0], group[1], -1);
            } else {
                group = new long[2];
                result.put(key, group);
            }
            group[0] += value;
            group[1]++;
            changes.add(key, group[0], group[1], 1);
        }
        SumCountFigures whole = new SumCountFigures();
        result.forEach((key, group) -> whole.add(key, group[0], group[1], 1));
        assertEquals(whole.values(), changes.values(), "seed " + SEED);
    }

    @Test
    void sumsOfPartsAreTheFiguresOfTheWhole() {
        WordFigures whole = new WordFigures();
        WordFigures parts = new WordFigures();
        for (String word : new String[] {"", "a", "häßlich", "a\nb"}) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            WordFigures part = new WordFigures();
            part.add(bytes, 0, bytes.length, 3, 1);
            whole.add(bytes, 0, bytes.length, 3, 1);
            parts.addSums(
                    part.values().get("groups"),
                    part.values().get("sum_of_counts"),
                    part.values().get("sum_of_squares"),
                    part.values().get("checksum"));
        }
        assertEquals(whole.values(), parts.values());
    }

    @Test
    void theChecksumOfWordsNoticesCountsThatChangePlaces() {
        WordFigures one = new WordFigures();
        WordFigures other = new WordFigures();
        byte[] ab = {'a', 'b'};
        one.add(ab, 0, 1, 1, 1);
        one.add(ab, 1, 1, 2, 1);
        other.add(ab, 0, 1, 2, 1);
        other.add(ab, 1, 1, 1, 1);
        assertEquals(one.values().get("sum_of_squares"), other.values().get("sum_of_squares"));
        assertNotEquals(one.values().get("checksum"), other.values().get("checksum"));
    }
}
