package io.millrace.reduce;

import io.millrace.state.ArgumentRows;
import io.millrace.state.DoubleSums;
import java.util.List;

/** The compensated sum of a float64 column, with NaN and infinities counted apart. */
record DoubleSumAccumulator(int column) implements Accumulator {
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
        return DoubleSums.WORDS;
    }

    @Override
    public int rareCount() {
        return DoubleSums.RARE_COUNTS;
    }

    @Override
    public void add(ArgumentRows rows, int byteOffset) {
        DoubleSums.add(rows, byteOffset);
    }

    @Override
    public boolean isZero(long address) {
        return DoubleSums.isZero(address);
    }
}
