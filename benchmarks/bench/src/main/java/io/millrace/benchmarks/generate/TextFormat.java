package io.millrace.benchmarks.generate;

/** How text input is written. */
public enum TextFormat {
    CSV("csv"),
    JSON_LINES("jsonl");

    private final String suffix;

    TextFormat(String suffix) {
        this.suffix = suffix;
    }

    /** What a file's name ends with, without a dot. */
    public String suffix() {
        return suffix;
    }
}
