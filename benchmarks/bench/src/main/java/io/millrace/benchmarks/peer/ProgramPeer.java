package io.millrace.benchmarks.peer;

import io.millrace.benchmarks.measure.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A peer in {@code benchmarks/peers} that is not Java. The script {@code run} there installs or builds it on first use, and
 * says so where it cannot.
 *
 * @param arguments what the peer's program is given for a run
 * @param refusal why it does not run a variant, or {@code null} where it does
 */
record ProgramPeer(
        String name,
        Path script,
        boolean readsTextOnly,
        Function<Run, List<String>> arguments,
        Function<Variant, String> refusal)
        implements Peer {

    @Override
    public Optional<String> declines(Variant variant, int workers) {
        return Optional.ofNullable(refusal.apply(variant));
    }

    @Override
    public List<String> command(Run run, Narrator narrator) {
        List<String> command = new ArrayList<>(List.of(script.toString(), name));
        command.addAll(arguments.apply(run));
        command.addAll(List.of("--dir", run.input().toString(), "--workers", Integer.toString(run.workers())));
        return command;
    }
}
