package io.millrace.benchmarks.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TaskTest {
    @Test
    void aCommandLineIsRead() {
        Task task = Task.parse("w2", "1m-live-retract", "--dir", "in", "--batch", "7", "--workers", "2");
        assertEquals(new Task(new Variant("w2", "1m-live-retract"), Path.of("in"), 7, 2), task);
        assertTrue(task.variant().live());
        assertTrue(task.variant().retract());
        assertEquals("1m", task.variant().shape());
    }

    @Test
    void aStaticVariantIsOneEpochAndALiveOneHasEpochsOfABatch() {
        Task live = Task.parse("w2", "5k-live", "--dir", "in", "--batch", "10");
        Task whole = Task.parse("w2", "5k", "--dir", "in", "--batch", "10");
        assertEquals(10, live.epochRows(1_000));
        assertEquals(3, live.epochRows(3));
        assertEquals(1_000, whole.epochRows(1_000));
        assertFalse(whole.variant().live());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "w2",
                "w2 5k",
                "w2 5k --dir",
                "w2 5k --dir in --batch 0",
                "w2 5k --dir in --batch many",
                "w2 5k --dir in --speed 3"
            })
    void aCommandLineThatMakesNoSenseIsRefused(String line) {
        assertThrows(IllegalArgumentException.class, () -> Task.parse(line.split(" ", -1)));
    }
}
