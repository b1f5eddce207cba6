package io.millrace.plan;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Positions of columns. Pure functions. */
final class Positions {
    private Positions() {}

    /** All columns where they were. */
    static int[] same(int size) {
        return IntStream.range(0, size).toArray();
    }

    /** Where columns are when only {@code kept}, in that order, are left of {@code size}. */
    static int[] of(int size, List<Integer> kept) {
        int[] positions = new int[size];
        Arrays.fill(positions, -1);
        for (int i = 0; i < kept.size(); i++) {
            positions[kept.get(i)] = i;
        }
        return positions;
    }

    static BitSet all(Node node) {
        BitSet all = new BitSet();
        all.set(0, node.schema().size());
        return all;
    }

    static List<Integer> list(BitSet columns) {
        return columns.stream().boxed().toList();
    }
}
