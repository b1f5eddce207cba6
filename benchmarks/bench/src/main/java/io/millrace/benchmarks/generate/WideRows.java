package io.millrace.benchmarks.generate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * {@code wide.csv} or {@code wide.jsonl}: eight columns of mixed types, about 150 bytes a row in either format.
 *
 * <pre>
 * seq       int64      0, 1, 2 …
 * user      text       6 to 14 letters
 * city      text       one of 1,000; one in twenty has a comma
 * quantity  int64      1 to 1,000
 * price     float64    0.00 to 9,999.99
 * active    bool
 * at        timestamp  2025-01-01T00:00:00 and later, whole seconds
 * note      text       the rest; one in twenty has quotes
 * </pre>
 */
public record WideRows(int rows, TextFormat format, long seed) implements Dataset {
    private static final String[] NAMES = {"seq", "user", "city", "quantity", "price", "active", "at", "note"};
    private static final int CITIES = 1_000;
    private static final int SPECIAL_EVERY = 20;
    private static final int SECONDS_A_DAY = 86_400;

    /** Letters of the note: what the names of JSON's members take is missing from it. */
    private static final int CSV_NOTE_BYTES = 80;

    private static final int JSON_NOTE_BYTES = 16;

    @Override
    public String folder() {
        return "wide-" + format.suffix() + "-" + Dataset.shortCount(rows) + "-seed-" + seed;
    }

    @Override
    public long rowCount() {
        return rows;
    }

    @Override
    public void write(Path directory, LongConsumer progress) throws IOException {
        try (BulkFile file = new BulkFile(directory.resolve("wide." + format.suffix()))) {
            Writing writing = new Writing(file, format, new SplittableRandom(seed));
            writing.header();
            for (int row = 0; row < rows; row++) {
                writing.row(row);
                if (row % 65_536 == 0) {
                    progress.accept(row);
                }
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The file being written, and what its rows are made of. */
    private static final class Writing {
        private static final byte[] TRUE = ascii("true");
        private static final byte[] FALSE = ascii("false");

        private final BulkFile file;
        private final boolean csv;
        private final SplittableRandom random;
        private final byte[][] before = new byte[NAMES.length + 1][];
        private final byte[][] cities = new byte[CITIES][];
        private final byte[] letters = new byte[128];

        Writing(BulkFile file, TextFormat format, SplittableRandom random) {
            this.file = file;
            this.csv = format == TextFormat.CSV;
            this.random = random;
            for (int i = 0; i < NAMES.length; i++) {
                before[i] = ascii(csv ? (i == 0 ? "" : ",") : (i == 0 ? "{" : ",") + '"' + NAMES[i] + "\":");
            }
            before[NAMES.length] = ascii(csv ? "\n" : "}\n");
            for (int i = 0; i < CITIES; i++) {
                boolean comma = i % SPECIAL_EVERY == 0;
                String city = word(4 + random.nextInt(6)) + (comma ? ", " + word(4) : "");
                cities[i] = ascii(comma || !csv ? '"' + city + '"' : city);
            }
        }

        void header() throws IOException {
            if (csv) {
                file.putBytes(ascii(String.join(",", NAMES) + "\n"));
            }
        }

        void row(int seq) throws IOException {
            file.putBytes(before[0]);
            file.putDecimal(seq);
            file.putBytes(before[1]);
            text(6 + random.nextInt(9), false);
            file.putBytes(before[2]);
            file.putBytes(cities[random.nextInt(CITIES)]);
            file.putBytes(before[3]);
            file.putDecimal(1 + random.nextInt(1_000));
            file.putBytes(before[4]);
            int cents = random.nextInt(1_000_000);
            file.putDecimal(cents / 100);
            file.putByte('.');
            file.putDecimal(cents % 100, 2);
            file.putBytes(before[5]);
            file.putBytes(random.nextInt(2) == 0 ? TRUE : FALSE);
            file.putBytes(before[6]);
            timestamp(random.nextInt(28 * SECONDS_A_DAY));
            file.putBytes(before[7]);
            text((csv ? CSV_NOTE_BYTES : JSON_NOTE_BYTES) + random.nextInt(16), random.nextInt(SPECIAL_EVERY) == 0);
            file.putBytes(before[8]);
        }

        /** Some letters, with a quoted word in front where {@code quotes}. */
        private void text(int length, boolean quotes) throws IOException {
            if (!csv || quotes) {
                file.putByte('"');
            }
            if (quotes) {
                byte[] quote = csv ? new byte[] {'"', '"'} : new byte[] {'\\', '"'};
                file.putBytes(quote);
                letters(5);
                file.putBytes(quote);
                file.putByte(' ');
            }
            letters(length);
            if (!csv || quotes) {
                file.putByte('"');
            }
        }

        private void letters(int length) throws IOException {
            long bits = 0;
            for (int i = 0; i < length; i++) {
                if (i % 12 == 0) {
                    bits = random.nextLong() >>> 1;
                }
                letters[i] = (byte) ('a' + (bits & 31) % 26);
                bits >>>= 5;
            }
            file.putBytes(letters, 0, length);
        }

        /** A second of January 2025, as ISO 8601 writes it. */
        private void timestamp(int second) throws IOException {
            if (!csv) {
                file.putByte('"');
            }
            file.putBytes(JANUARY);
            file.putDecimal(1 + second / SECONDS_A_DAY, 2);
            file.putByte('T');
            file.putDecimal(second / 3_600 % 24, 2);
            file.putByte(':');
            file.putDecimal(second / 60 % 60, 2);
            file.putByte(':');
            file.putDecimal(second % 60, 2);
            if (!csv) {
                file.putByte('"');
            }
        }

        private static final byte[] JANUARY = ascii("2025-01-");

        private String word(int length) {
            StringBuilder word = new StringBuilder();
            for (int i = 0; i < length; i++) {
                word.append((char) ('a' + random.nextInt(26)));
            }
            return word.toString();
        }
    }
}
