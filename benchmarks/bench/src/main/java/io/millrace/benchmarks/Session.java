package io.millrace.benchmarks;

import io.millrace.benchmarks.generate.DataStore;
import io.millrace.benchmarks.generate.Dataset;
import io.millrace.benchmarks.peer.Narrator;
import io.millrace.benchmarks.peer.Outcome;
import io.millrace.benchmarks.peer.Peer;
import io.millrace.benchmarks.peer.PeerProcess;
import io.millrace.benchmarks.peer.Run;
import io.millrace.benchmarks.peer.UnavailableException;
import io.millrace.benchmarks.result.Answers;
import io.millrace.benchmarks.result.ResultLine;
import io.millrace.benchmarks.result.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Runs peers on cases, one process after the other. */
final class Session {
    private final DataStore store;
    private final Narrator narrator;
    private final List<Peer> peers;
    private final int workers;
    private final int batchRows;
    private final Consumer<ResultLine> results;
    private final Set<Peer> unbuildable = new HashSet<>();
    private final Set<Peer> prepared = new HashSet<>();

    /**
     * A session that has run nothing yet.
     *
     * @param batchRows rows of an epoch of a live variant
     * @param results is handed each result line as soon as there is one
     */
    Session(
            DataStore store,
            Narrator narrator,
            List<Peer> peers,
            int workers,
            int batchRows,
            Consumer<ResultLine> results) {
        this.store = store;
        this.narrator = narrator;
        this.peers = peers;
        this.workers = workers;
        this.batchRows = batchRows;
        this.results = results;
    }

    /** Runs all peers on all cases; false where one failed or answers differ. */
    boolean run(List<Case> cases) throws IOException, InterruptedException {
        boolean good = true;
        for (Case one : cases) {
            good &= run(one);
        }
        return good;
    }

    private boolean run(Case one) throws IOException, InterruptedException {
        boolean good = true;
        Answers answers = new Answers();
        List<ResultLine> lines = new ArrayList<>();
        for (Peer peer : peers) {
            switch (measure(one, peer)) {
                case Outcome.Skipped skipped ->
                    narrator.say("skipped: " + peer.name() + " " + one.variant() + ": " + skipped.reason());
                case Outcome.Failed failed -> {
                    narrator.say("failed: " + peer.name() + " " + one.variant() + ": " + failed.reason());
                    good = false;
                }
                case Outcome.Printed(ResultLine line) -> {
                    answers.add(line);
                    lines.add(line);
                    results.accept(line);
                }
            }
        }
        if (!lines.isEmpty()) {
            narrator.say(one.variant() + "\n" + Summary.of(lines));
        }
        for (String peer : answers.uncompared()) {
            narrator.say("no other engine tells a figure that " + peer + " tells about " + one.variant());
        }
        answers.differences().forEach(narrator::say);
        return good && answers.differences().isEmpty();
    }

    private Outcome measure(Case one, Peer peer) throws IOException, InterruptedException {
        Optional<String> refusal = peer.declines(one.variant(), workers);
        if (refusal.isPresent()) {
            return new Outcome.Skipped(refusal.get());
        }
        if (unbuildable.contains(peer)) {
            return new Outcome.Failed("cannot be built, as above");
        }
        Path scratch = store.scratch();
        try {
            List<String> command;
            try {
                prepare(one, peer, scratch);
                command = peer.command(runOf(one, peer, scratch), narrator);
            } catch (IOException e) {
                unbuildable.add(peer);
                return new Outcome.Failed(e.getMessage());
            }
            narrator.begin(peer.name() + " " + one.variant());
            return PeerProcess.run(command, one.variant(), narrator);
        } catch (UnavailableException e) {
            return new Outcome.Skipped(e.getMessage());
        } finally {
            DataStore.delete(scratch);
        }
    }

    private Run runOf(Case one, Peer peer, Path scratch) throws IOException {
        Dataset dataset = peer.readsTextOnly() ? one.text() : one.input();
        return new Run(one.variant(), provide(dataset), dataset.rowCount(), batchRows, workers, scratch);
    }

    /** Lets a peer run once on little input where it wants that before it is measured. */
    private void prepare(Case one, Peer peer, Path scratch)
            throws IOException, InterruptedException, UnavailableException {
        if (!prepared.add(peer) || peer.isPrepared(narrator)) {
            return;
        }
        Case small = new Catalogue(true)
                .cases().stream()
                        .filter(it -> it.variant().equals(one.variant()))
                        .findFirst()
                        .orElse(one);
        List<String> command = peer.preparation(runOf(small, peer, scratch), narrator);
        narrator.begin("archiving the classes of " + peer.name());
        PeerProcess.run(command, one.variant(), narrator);
    }

    private Path provide(Dataset dataset) throws IOException {
        narrator.begin("writing " + dataset.folder());
        return store.provide(dataset, rows -> narrator.progress(rows, dataset.rowCount(), ""));
    }
}
