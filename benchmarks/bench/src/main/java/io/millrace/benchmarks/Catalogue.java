package io.millrace.benchmarks;

import io.millrace.benchmarks.generate.Dataset;
import io.millrace.benchmarks.generate.JoinSides;
import io.millrace.benchmarks.generate.MixedWordRows;
import io.millrace.benchmarks.generate.TableRows;
import io.millrace.benchmarks.generate.TextFormat;
import io.millrace.benchmarks.generate.WideRows;
import io.millrace.benchmarks.generate.WordRows;
import io.millrace.benchmarks.measure.Variant;
import java.util.ArrayList;
import java.util.List;

/** All variants, in the order in which they run, at full size or at the size of {@code --quick}. */
final class Catalogue {
    private static final long SEED = 7;
    private static final int MILLION = 1_000_000;
    private static final int SMALL_VOCABULARY = 5_000;

    private final boolean quick;
    private final List<Case> cases = new ArrayList<>();

    Catalogue(boolean quick) {
        this.quick = quick;
        int words = quick ? 2 * MILLION : 20 * MILLION;
        for (TextFormat format : TextFormat.values()) {
            withLive("w1", format.suffix() + "-5k", new WordRows(words, SMALL_VOCABULARY, format, SEED));
            withLive("w1", format.suffix() + "-1m", new WordRows(words, MILLION, format, SEED));
        }
        withLive("w1", "csv-mixed", new MixedWordRows(words, SMALL_VOCABULARY, SEED));
        for (TextFormat format : TextFormat.values()) {
            WideRows wide = new WideRows(quick ? MILLION / 2 : 4 * MILLION, format, SEED);
            cases.add(new Case(new Variant("w1", format.suffix() + "-wide"), wide, wide));
        }
        table("5k", SMALL_VOCABULARY);
        table("100k", 100_000);
        table("1m", MILLION);
        table("10m", 10 * MILLION);
        int left = quick ? MILLION : 10 * MILLION;
        Dataset sides = new JoinSides(left, left / 10, false, SEED);
        Dataset text = new JoinSides(left, left / 10, true, SEED);
        cases.add(new Case(new Variant("w4", "1m"), sides, text));
        cases.add(new Case(new Variant("w4", "1m-live"), sides, text));
    }

    List<Case> cases() {
        return List.copyOf(cases);
    }

    /** Rows of an epoch of a live variant where the user names no other number. */
    int batchRows() {
        return quick ? MILLION / 5 : MILLION;
    }

    private void withLive(String workload, String shape, Dataset input) {
        cases.add(new Case(new Variant(workload, shape), input, input));
        cases.add(new Case(new Variant(workload, shape + "-live"), input, input));
    }

    private void table(String shape, int keys) {
        int rows = quick ? 2 * MILLION : 20 * MILLION;
        Dataset plain = new TableRows(rows, keys, false, false, SEED);
        Dataset text = new TableRows(rows, keys, false, true, SEED);
        Dataset retracting = new TableRows(rows, keys, true, false, SEED);
        cases.add(new Case(new Variant("w2", shape), plain, text));
        cases.add(new Case(new Variant("w2", shape + "-retract"), retracting, null));
        cases.add(new Case(new Variant("w2", shape + "-live"), plain, text));
        cases.add(new Case(new Variant("w2", shape + "-live-retract"), retracting, null));
    }
}
