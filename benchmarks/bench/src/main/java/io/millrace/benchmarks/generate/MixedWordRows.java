package io.millrace.benchmarks.generate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * {@code words.csv} as CSV is in the wild: words of 1 to 40 bytes, one in ten with letters beyond ASCII, and one in twenty
 * with a comma, a quote or a newline in it and so written in quotes.
 */
public record MixedWordRows(int rows, int distinct, long seed) implements Dataset {
    private static final int MOST_BYTES = 40;
    private static final int QUOTED_EVERY = 20;
    private static final int FOREIGN_EVERY = 10;
    private static final String[] SPECIAL = {",", "\"", "\n"};
    private static final String[] FOREIGN = {"ä", "é", "ß", "ж", "λ", "語", "水", "😀"};

    @Override
    public String folder() {
        return "mixed-words-" + Dataset.shortCount(rows) + "-of-" + Dataset.shortCount(distinct) + "-seed-" + seed;
    }

    @Override
    public long rowCount() {
        return rows;
    }

    @Override
    public void write(Path directory, LongConsumer progress) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> lines = new ArrayList<>(distinct);
        for (String word : vocabulary(random)) {
            lines.add((field(word) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        try (BulkFile file = new BulkFile(directory.resolve("words.csv"))) {
            file.putBytes("word\n".getBytes(StandardCharsets.US_ASCII));
            for (int row = 0; row < rows; row++) {
                file.putBytes(lines.get(random.nextInt(distinct)));
                if (row % 65_536 == 0) {
                    progress.accept(row);
                }
            }
        }
    }

    /** The words themselves; every twentieth has to be quoted. */
    private Set<String> vocabulary(SplittableRandom random) {
        Set<String> words = new LinkedHashSet<>();
        while (words.size() < distinct) {
            boolean quoted = words.size() % QUOTED_EVERY == 0;
            boolean foreign = words.size() % FOREIGN_EVERY == 1;
            words.add(word(random, quoted, foreign));
        }
        return words;
    }

    private static String word(SplittableRandom random, boolean quoted, boolean foreign) {
        int length = 1 + random.nextInt(MOST_BYTES);
        StringBuilder word = new StringBuilder();
        if (quoted) {
            word.append(SPECIAL[random.nextInt(SPECIAL.length)]);
        }
        if (foreign) {
            word.append(FOREIGN[random.nextInt(FOREIGN.length)]);
        }
        int bytes = word.toString().getBytes(StandardCharsets.UTF_8).length;
        for (; bytes < length; bytes++) {
            word.insert(random.nextInt(2) * word.length(), (char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    /** A word as CSV writes it (RFC 4180). */
    static String field(String word) {
        boolean plain = word.indexOf(',') < 0 && word.indexOf('"') < 0 && word.indexOf('\n') < 0;
        return plain ? word : '"' + word.replace("\"", "\"\"") + '"';
    }
}
