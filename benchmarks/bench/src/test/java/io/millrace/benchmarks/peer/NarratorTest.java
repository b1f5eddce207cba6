package io.millrace.benchmarks.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class NarratorTest {
    @Test
    void howFarARunIsHasRowsRateAndTimeLeft() {
        assertEquals("5.0 M of 20.0 M rows, 2.5 M rows/s, 6 s left", Narrator.howFar(5_000_000, 20_000_000, 2_500_000));
        assertEquals("65 k of 2.0 M rows", Narrator.howFar(65_000, 2_000_000, Double.NaN));
        assertEquals("999", Narrator.amount(999));
    }

    @Test
    void whatEndsWithinMomentsIsNotTalkedAbout() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Narrator narrator = new Narrator(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        narrator.begin("something");
        narrator.progress(1, 2, "");
        assertEquals("", bytes.toString(StandardCharsets.UTF_8));
        narrator.say("done");
        assertEquals("done\n", bytes.toString(StandardCharsets.UTF_8));
    }
}
