package io.millrace.benchmarks.generate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * {@code words.csv} (one column with the header {@code word}) or {@code words.jsonl} ({@code {"word": "abcdefg"}}): words of
 * seven letters, each drawn evenly from a vocabulary. Both formats have the same words in the same order.
 */
public record WordRows(int rows, int distinct, TextFormat format, long seed) implements Dataset {
    private static final int LETTERS = 7;
    private static final int ALPHABET = 26;

    @Override
    public String folder() {
        return "words-" + format.suffix() + "-" + Dataset.shortCount(rows) + "-of-" + Dataset.shortCount(distinct)
                + "-seed-" + seed;
    }

    @Override
    public long rowCount() {
        return rows;
    }

    @Override
    public void write(Path directory, LongConsumer progress) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] vocabulary = vocabulary(random);
        byte[] before = ascii(format == TextFormat.CSV ? "" : "{\"word\": \"");
        byte[] after = ascii(format == TextFormat.CSV ? "\n" : "\"}\n");
        try (BulkFile file = new BulkFile(directory.resolve("words." + format.suffix()))) {
            if (format == TextFormat.CSV) {
                file.putBytes(ascii("word\n"));
            }
            for (int row = 0; row < rows; row++) {
                file.putBytes(before);
                file.putBytes(vocabulary, random.nextInt(distinct) * LETTERS, LETTERS);
                file.putBytes(after);
                if (row % 65_536 == 0) {
                    progress.accept(row);
                }
            }
        }
    }

    /** {@code distinct} words, one after the other, in random order. */
    private byte[] vocabulary(SplittableRandom random) {
        long most = Math.round(Math.pow(ALPHABET, LETTERS));
        long[] numbers = new long[0];
        while (numbers.length < distinct) {
            numbers = random.longs(2L * distinct + 16, 0, most)
                    .sorted()
                    .distinct()
                    .toArray();
        }
        shuffle(numbers, random);
        byte[] words = new byte[distinct * LETTERS];
        for (int word = 0; word < distinct; word++) {
            long rest = numbers[word];
            for (int letter = 0; letter < LETTERS; letter++) {
                words[word * LETTERS + letter] = (byte) ('a' + rest % ALPHABET);
                rest /= ALPHABET;
            }
        }
        return words;
    }

    private static void shuffle(long[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            long value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
