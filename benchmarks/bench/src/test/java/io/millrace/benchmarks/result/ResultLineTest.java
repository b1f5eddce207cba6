package io.millrace.benchmarks.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.benchmarks.measure.JoinFigures;
import io.millrace.benchmarks.measure.Report;
import io.millrace.benchmarks.measure.RunClock;
import io.millrace.benchmarks.measure.Task;
import io.millrace.benchmarks.measure.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResultLineTest {
    private static final Variant VARIANT = new Variant("w4", "1m-live");

    /** What the issue of the benchmarks asks of every line. */
    private static final List<String> ASKED_FOR = List.of(
            "peer",
            "version",
            "workload",
            "variant",
            "rows",
            "epochs",
            "updates_out",
            "epoch_ms_p99",
            "workers",
            "seconds",
            "cpu_seconds",
            "rows_per_s",
            "peak_rss_mb",
            "state_bytes",
            "check");

    @Test
    void aReportIsAResultLineWithEveryFieldAskedFor() throws IOException {
        ObjectNode json = read(ResultLine.of(report().toJson(), VARIANT));
        for (String field : ASKED_FOR) {
            assertTrue(json.has(field), "no " + field + " in " + json);
        }
        assertEquals("w4", json.get("workload").textValue());
        assertEquals("1m-live", json.get("variant").textValue());
        assertTrue(json.get("state_bytes").isNull());
        assertEquals(2, json.get("epochs").intValue());
        assertEquals(-4, json.get("check").get("xor_sum").longValue());
    }

    @Test
    void fieldsComeInOneOrderAndCheckComesLast() throws IOException {
        ObjectNode shuffled = new ObjectMapper().createObjectNode();
        ObjectNode json = read(ResultLine.of(report().toJson(), VARIANT));
        List<String> names = names(json);
        shuffled.put("batch", 7);
        names.reversed().forEach(name -> shuffled.set(name, json.get(name)));
        List<String> ordered = names(read(ResultLine.of(shuffled.toString(), VARIANT)));
        names.add(names.size() - 1, "batch");
        assertEquals(names, ordered);
    }

    @Test
    void theVariantIsTheOneThatWasRunWhateverThePeerCallsIt() throws IOException {
        ObjectNode json = read(ResultLine.of(report().toJson(), VARIANT));
        json.put("workload", "w4b");
        json.remove("variant");
        assertEquals(VARIANT, ResultLine.of(json.toString(), VARIANT).variant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"peer", "version", "rows", "epochs", "seconds", "cpu_seconds", "state_bytes", "check"})
    void aLineWithoutAFieldIsRefused(String field) throws IOException {
        ObjectNode json = read(ResultLine.of(report().toJson(), VARIANT));
        json.remove(field);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> ResultLine.of(json.toString(), VARIANT));
        assertTrue(refused.getMessage().contains("field " + field), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"peer\":1}",
                "{\"peer\":\"p\",\"version\":\"1\",\"input\":\"memory\",\"rows\":\"many\"}"
            })
    void whatIsNoResultLineIsRefused(String line) {
        assertThrows(IllegalArgumentException.class, () -> ResultLine.of(line, VARIANT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\":\"b\"}", "{\"a\":1.5}", "{\"a\":99999999999999999999}", "null"})
    void figuresThatAreNoIntegersAreRefused(String check) throws IOException {
        ObjectNode json = read(ResultLine.of(report().toJson(), VARIANT));
        json.set("check", new ObjectMapper().readTree(check));
        assertThrows(IllegalArgumentException.class, () -> ResultLine.of(json.toString(), VARIANT));
    }

    @Test
    void figuresKeepAll64Bits() throws IOException {
        ObjectNode json = read(ResultLine.of(report().toJson(), VARIANT));
        ObjectNode check = json.putObject("check");
        check.put("least", Long.MIN_VALUE).put("odd", Long.MAX_VALUE);
        assertEquals(
                Map.of("least", Long.MIN_VALUE, "odd", Long.MAX_VALUE),
                ResultLine.of(json.toString(), VARIANT).check());
    }

    static Report report() {
        Task task = new Task(VARIANT, Path.of("in"), 10, 1);
        JoinFigures figures = new JoinFigures();
        figures.addSums(3, -4);
        RunClock clock = RunClock.start();
        clock.epochEnded();
        clock.epochEnded();
        clock.stop();
        return new Report("somebody", "1.0", task, "memory", 20, 3, Report.UNKNOWN, clock, figures);
    }

    private static ObjectNode read(ResultLine line) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(line.toJson());
    }

    private static List<String> names(ObjectNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
