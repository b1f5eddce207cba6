package io.millrace.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.benchmarks.generate.DataStore;
import io.millrace.benchmarks.generate.JoinSides;
import io.millrace.benchmarks.measure.Variant;
import io.millrace.benchmarks.peer.JvmPeer;
import io.millrace.benchmarks.peer.Narrator;
import io.millrace.benchmarks.peer.Peer;
import io.millrace.benchmarks.result.ResultLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionTest {
    private static final JoinSides SIDES = new JoinSides(10, 2, false, 1);

    @TempDir
    Path root;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final List<ResultLine> lines = new ArrayList<>();

    @Test
    void enginesThatAgreeAreGood() throws IOException, InterruptedException {
        assertTrue(run("1m", FakePeer.behaving("right"), FakePeer.behaving("correct")));
        assertEquals(
                List.of("right", "correct"),
                lines.stream().map(ResultLine::peer).toList());
        assertEquals(77L, lines.getFirst().check().get("output_rows"));
    }

    @Test
    void unequalAnswersAreBadAndNamed() throws IOException, InterruptedException {
        assertFalse(run("1m", FakePeer.behaving("right"), FakePeer.behaving("wrong")));
        assertTold("unequal answers to w4 1m: xor_sum is {right=0, wrong=1}");
    }

    @Test
    void aPeerThatCannotBeHadOrDeclinesIsSkippedWithALine() throws IOException, InterruptedException {
        assertTrue(run("1m", FakePeer.behaving("unavailable"), FakePeer.behaving("right")));
        assertTold("skipped: unavailable w4 1m: no luck today");
        assertTrue(run("1m-live", FakePeer.behaving("right")));
        assertTold("skipped: right w4 1m-live: is too lazy");
        assertEquals(1, lines.size());
    }

    @Test
    void aPeerThatFailsIsBadButTheOthersStillRun() throws IOException, InterruptedException {
        assertFalse(run("1m", FakePeer.behaving("failing"), FakePeer.behaving("right")));
        assertTold("failed: failing w4 1m: exit status 1");
        assertTold("out of order");
        assertEquals(1, lines.size());
    }

    @Test
    void aPeerWithoutAProperResultLineIsBad() throws IOException, InterruptedException {
        assertFalse(run("1m", FakePeer.behaving("silent")));
        assertTold("failed: silent w4 1m: no result line\nnothing to say");
        assertFalse(run("1m", FakePeer.behaving("garbled")));
        assertTold("failed: garbled w4 1m: field version is null");
    }

    @Test
    void progressThatAnotherThreadTalkedIntoDoesNoHarm() throws IOException, InterruptedException {
        assertTrue(run("1m", FakePeer.behaving("babbling")));
        assertEquals(1, lines.size());
    }

    @Test
    void aPeerThatCannotBeBuiltFailsAndIsNotTriedAgain() throws IOException, InterruptedException {
        AtomicInteger tries = new AtomicInteger();
        Peer broken = new JvmPeer(
                "broken",
                FakePeer.class.getName(),
                narrator -> {
                    throw new IOException("try " + tries.incrementAndGet());
                },
                run -> List.of(),
                variant -> null,
                1);
        Case one = new Case(new Variant("w4", "1m"), SIDES, SIDES);
        assertFalse(session(List.of(broken), 1).run(List.of(one, one)));
        assertEquals(1, tries.get());
        assertTold("failed: broken w4 1m: try 1\nfailed: broken w4 1m: cannot be built, as above");
    }

    @Test
    void nothingIsLeftBehindButTheInput() throws IOException, InterruptedException {
        run("1m", FakePeer.behaving("right"), FakePeer.behaving("failing"));
        try (Stream<Path> left = Files.list(root)) {
            assertEquals(List.of(root.resolve(SIDES.folder())), left.toList());
        }
    }

    @Test
    void tooManyWorkersForAPeerIsASkip() throws IOException, InterruptedException {
        Session session = session(List.of(FakePeer.behaving("right")), 2);
        assertTrue(session.run(List.of(new Case(new Variant("w4", "1m"), SIDES, SIDES))));
        assertTold("skipped: right w4 1m: runs on at most 1 worker");
    }

    private boolean run(String variant, Peer... peers) throws IOException, InterruptedException {
        return session(List.of(peers), 1).run(List.of(new Case(new Variant("w4", variant), SIDES, SIDES)));
    }

    private Session session(List<Peer> peers, int workers) {
        Narrator narrator = new Narrator(new PrintStream(told, true, StandardCharsets.UTF_8));
        return new Session(new DataStore(root), narrator, peers, workers, 77, lines::add);
    }

    private void assertTold(String part) {
        String all = told.toString(StandardCharsets.UTF_8);
        assertTrue(all.contains(part), () -> "not told: " + part + "\nbut:\n" + all);
    }
}
