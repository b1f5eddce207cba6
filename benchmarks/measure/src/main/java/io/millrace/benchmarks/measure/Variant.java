package io.millrace.benchmarks.measure;

/**
 * One form of one workload, by the names that the command line and the result line use: {@code w1} {@code csv-5k-live},
 * {@code w2} {@code 1m-live-retract}.
 *
 * @param workload {@code w1} (count words or read wide rows from text), {@code w2} (sum and count by key), or
 *     {@code w4} (join)
 * @param name the shape of the input, then {@code -live} and {@code -retract} where they hold
 */
public record Variant(String workload, String name) {
    private static final String LIVE = "-live";
    private static final String RETRACT = "-retract";

    /** Whether the input comes in epochs and every change is delivered; otherwise it is one epoch. */
    public boolean live() {
        return name.contains(LIVE);
    }

    /** Whether some rows take back earlier ones. */
    public boolean retract() {
        return name.endsWith(RETRACT);
    }

    /** The input alone, such as {@code csv-5k}: the name without {@code -live} and {@code -retract}. */
    public String shape() {
        return name.replace(LIVE, "").replace(RETRACT, "");
    }

    @Override
    public String toString() {
        return workload + " " + name;
    }
}
