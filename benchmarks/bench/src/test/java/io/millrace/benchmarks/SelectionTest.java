package io.millrace.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.benchmarks.measure.Variant;
import io.millrace.benchmarks.peer.Peer;
import io.millrace.benchmarks.peer.Peers;
import io.millrace.benchmarks.peer.Project;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class SelectionTest {
    private final List<Case> all = new Catalogue(true).cases();

    @Test
    void everyVariantHasItsOwnNameAndTheOnesAskedForAreThere() {
        List<Variant> variants = all.stream().map(Case::variant).toList();
        assertEquals(variants.size(), new HashSet<>(variants).size(), variants.toString());
        for (String name : List.of("csv-5k", "csv-1m-live", "jsonl-1m-live", "csv-mixed", "csv-wide", "jsonl-wide")) {
            assertTrue(variants.contains(new Variant("w1", name)), name);
        }
        for (String keys : List.of("5k", "100k", "1m", "10m")) {
            for (String form : List.of("", "-live", "-retract", "-live-retract")) {
                assertTrue(variants.contains(new Variant("w2", keys + form)), keys + form);
            }
        }
        assertTrue(variants.containsAll(List.of(new Variant("w4", "1m"), new Variant("w4", "1m-live"))));
    }

    @Test
    void workloadsAndVariantsAreChosenByName() {
        assertEquals(18, Selection.cases(all, List.of("W2", "w4"), List.of()).size());
        assertEquals(
                List.of(new Variant("w2", "1m-live"), new Variant("w4", "1m-live")),
                Selection.cases(all, List.of(), List.of("1m-live")).stream()
                        .map(Case::variant)
                        .toList());
        assertEquals(all, Selection.cases(all, List.of(), List.of()));
    }

    @Test
    void aNameThatFitsNothingIsRefusedWithThoseThatThereAre() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Selection.cases(all, List.of("w9"), List.of()));
        assertEquals("unknown workload w9; there are w1, w2, w4", refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Selection.cases(all, List.of("w4"), List.of("5k")));
    }

    @Test
    void peersRunInTheOrderInWhichTheyAreNamed() throws IOException {
        List<Peer> peers = Peers.all(Project.root());
        assertEquals(
                List.of("flink", "duckdb"),
                Selection.peers(peers, List.of("flink", "duckdb", "flink")).stream()
                        .map(Peer::name)
                        .toList());
        assertThrows(IllegalArgumentException.class, () -> Selection.peers(peers, List.of("oracle")));
    }

    @Test
    void everyVariantHasAnEngineToRunIt() throws IOException {
        List<Peer> peers = Peers.all(Project.root());
        for (Case one : all) {
            assertTrue(
                    peers.stream()
                            .anyMatch(peer -> peer.declines(one.variant(), 1).isEmpty()),
                    one.toString());
            for (Peer peer : peers) {
                boolean runs = peer.declines(one.variant(), 1).isEmpty();
                assertTrue(
                        !runs || !peer.readsTextOnly() || one.text() != null, peer.name() + " has no input for " + one);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--workers 0", "--batch 0", "--only W9", "--variant none", "--peers nobody", "--speed"})
    void badUseOfTheCommandExitsWithTwo(String line) {
        CommandLine command = new CommandLine(new Bench());
        command.setErr(new PrintWriter(new StringWriter()));
        assertEquals(2, command.execute((line + " --list").split(" ", -1)));
    }
}
