package io.millrace.reduce;

import io.millrace.state.ArgumentRows;
import io.millrace.state.LongSums;
import java.util.List;

/** The 128-bit sum of an int64 column. */
record LongSumAccumulator(int column) implements Accumulator {
    @Override
    public List<Integer> arguments() {
        return List.of(column);
    }

    @Override
    public boolean readsValues() {
        return true;
    }

    @Override
    public int wordCount() {
        return LongSums.WORDS;
    }

    @Override
    public int rareCount() {
        return 1;
    }

    @Override
    public void add(ArgumentRows rows, int byteOffset) {
        LongSums.add(rows, byteOffset);
    }

    @Override
    public boolean isZero(long address) {
        return LongSums.isZero(address);
    }
}
