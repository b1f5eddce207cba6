package io.millrace.benchmarks.measure;

import java.util.SequencedMap;

/**
 * Sums over the rows of a result, by which two engines compare their answers. Since each figure is a sum over rows, it
 * is as well the sum over all changes times their weights: a runner adds what its sink is handed, −old and +new.
 *
 * <p>All arithmetic is in 64 bits and wraps.
 */
public sealed interface Figures permits SumCountFigures, JoinFigures, WordFigures, WideFigures {
    /** The figures so far, by name, in the order in which the result line has them. */
    SequencedMap<String, Long> values();

    /** Folds {@code column} into a row's hash; the programs in other languages repeat this. */
    static long mix(long hash, long column) {
        return hash * 0x9E37_79B9_7F4A_7C15L ^ column;
    }
}
