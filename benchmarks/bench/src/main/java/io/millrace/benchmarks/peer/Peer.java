package io.millrace.benchmarks.peer;

import io.millrace.benchmarks.measure.Variant;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * An engine to measure. Its process prints one result line on standard output, the last line that begins with a brace, and
 * may say how far it is on standard error, as {@link io.millrace.benchmarks.measure.Progress} does.
 */
public interface Peer {
    /** What {@code --peers} and the result line call it. */
    String name();

    /** Why it does not run a variant on so many workers; empty where it does. */
    Optional<String> declines(Variant variant, int workers);

    /** Whether it reads text only, and so wants the CSV form of a variant's input. */
    default boolean readsTextOnly() {
        return false;
    }

    /** Whether it can be measured as it is; otherwise {@link #preparation} is run first. */
    default boolean isPrepared(Narrator narrator) throws IOException, InterruptedException, UnavailableException {
        return true;
    }

    /** The command line of a run, on little input, that is not measured. */
    default List<String> preparation(Run run, Narrator narrator)
            throws IOException, InterruptedException, UnavailableException {
        return command(run, narrator);
    }

    /**
     * The command line of its process. What it needs is built first where it is missing.
     *
     * @throws UnavailableException where it cannot be had on this machine
     */
    List<String> command(Run run, Narrator narrator) throws IOException, InterruptedException, UnavailableException;
}
