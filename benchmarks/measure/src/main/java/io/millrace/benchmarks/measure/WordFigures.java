package io.millrace.benchmarks.measure;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The figures of {@code w1}, whose result has a word and its count. {@code sum_of_squares} needs no hash of the word, so
 * that an engine whose users' functions are slow can keep it up too; {@code checksum} ties counts to words.
 */
public final class WordFigures implements Figures {
    private long groups;
    private long sumOfCounts;
    private long sumOfSquares;
    private long checksum;

    /** Adds a row of the result {@code weight} times; {@code word} is UTF-8. */
    public void add(byte[] word, int offset, int length, long count, long weight) {
        long hash = 0;
        for (int i = offset; i < offset + length; i++) {
            hash = Figures.mix(hash, word[i] & 0xFF);
        }
        addHashed(hash, count, weight);
    }

    /** As {@link #add}, for a sink that computes the hash itself: {@link Figures#mix} over the bytes, from 0. */
    public void addHashed(long wordHash, long count, long weight) {
        groups += weight;
        sumOfCounts += count * weight;
        sumOfSquares += count * count * weight;
        checksum += Figures.mix(wordHash, count) * weight;
    }

    /** Adds figures that another thread's sink has summed. */
    public void addSums(long groupCount, long counts, long squares, long hashes) {
        groups += groupCount;
        sumOfCounts += counts;
        sumOfSquares += squares;
        checksum += hashes;
    }

    @Override
    public SequencedMap<String, Long> values() {
        SequencedMap<String, Long> values = new LinkedHashMap<>();
        values.put("groups", groups);
        values.put("sum_of_counts", sumOfCounts);
        values.put("sum_of_squares", sumOfSquares);
        values.put("checksum", checksum);
        return values;
    }
}
