package io.millrace.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetractionRuleTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 19, 20, 21, 24, 25, 1_000, 123_457, 5_000_000})
    void everyRetractionTakesBackAnEarlierInsertionThatNoOtherTakesBack(int rowCount) {
        RetractionRule rule = new RetractionRule(rowCount);
        BitSet taken = new BitSet(rowCount);
        for (int row = 0; row < rowCount; row++) {
            if (rule.takesBack(row)) {
                int earlier = rule.taken(row);
                assertTrue(earlier >= 0 && earlier < row, row + " takes back " + earlier);
                assertFalse(rule.takesBack(earlier), earlier + " is itself a retraction");
                assertFalse(taken.get(earlier), earlier + " is taken back twice");
                taken.set(earlier);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 1_000, 5_000_000})
    void oneRowInFiveTakesBackOnceTheLagIsOver(int rowCount) {
        RetractionRule rule = new RetractionRule(rowCount);
        int retractions = 0;
        for (int row = 0; row < rowCount; row++) {
            retractions += rule.takesBack(row) ? 1 : 0;
        }
        assertEquals((rowCount - rule.lag()) / 5, retractions);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 4_000_000, 20_000_000})
    void aRetractionComesALagAndFourRowsAfterItsInsertion(int rowCount) {
        RetractionRule rule = new RetractionRule(rowCount);
        int first = rule.lag() + 4;
        assertTrue(rule.takesBack(first));
        assertEquals(0, rule.taken(first));
        assertEquals(Math.min(1_000_000, rowCount / 4), rule.lag());
    }
}
