package io.millrace.benchmarks.measure;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The figures of {@code w2}, whose result has a key, the sum of its values and their count. */
public final class SumCountFigures implements Figures {
    private long groups;
    private long sumOfSums;
    private long sumOfCounts;
    private long checksum;

    /** Adds a row of the result {@code weight} times. */
    public void add(long key, long sum, long count, long weight) {
        groups += weight;
        sumOfSums += sum * weight;
        sumOfCounts += count * weight;
        checksum += Figures.mix(Figures.mix(key, sum), count) * weight;
    }

    /** Adds figures that another thread's sink has summed. */
    public void addSums(long groupCount, long sums, long counts, long hashes) {
        groups += groupCount;
        sumOfSums += sums;
        sumOfCounts += counts;
        checksum += hashes;
    }

    @Override
    public SequencedMap<String, Long> values() {
        SequencedMap<String, Long> values = new LinkedHashMap<>();
        values.put("groups", groups);
        values.put("sum_of_sums", sumOfSums);
        values.put("sum_of_counts", sumOfCounts);
        values.put("checksum", checksum);
        return values;
    }
}
