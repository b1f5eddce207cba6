package io.millrace.benchmarks.peer;

import io.millrace.benchmarks.result.ResultLine;

/** How the process of a peer ended. */
public sealed interface Outcome {
    /** It printed this result line. */
    record Printed(ResultLine line) implements Outcome {}

    /** It cannot be had on this machine. */
    record Skipped(String reason) implements Outcome {}

    /** It failed; {@code reason} ends with what it said last. */
    record Failed(String reason) implements Outcome {}
}
