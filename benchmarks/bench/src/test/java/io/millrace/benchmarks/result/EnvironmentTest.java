package io.millrace.benchmarks.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.benchmarks.peer.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvironmentTest {
    @Test
    void theMachineIsDescribedInOneLine() throws IOException, InterruptedException {
        String line = Environment.toJson(Project.root(), List.of("--quick", "--only", "W1"));
        assertFalse(line.contains("\n"), line);
        JsonNode json = new ObjectMapper().readTree(line);
        for (String field : List.of("time", "cpu", "memory", "jdk", "os", "git_commit")) {
            assertFalse(json.path(field).asText().isBlank(), "no " + field + " in " + line);
        }
        assertEquals("environment", json.get("record").textValue());
        assertTrue(json.get("cores").intValue() > 0);
        assertTrue(json.get("load_average").isNumber());
        assertEquals(3, json.get("command").size());
    }

    @Test
    void outsideARepositoryTheCommitIsUnknown(@TempDir Path elsewhere) throws IOException, InterruptedException {
        JsonNode json = new ObjectMapper().readTree(Environment.toJson(elsewhere, List.of()));
        assertEquals("unknown", json.get("git_commit").textValue());
        assertFalse(json.get("git_clean").booleanValue());
    }
}
