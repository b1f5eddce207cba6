package io.millrace.benchmarks.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Compares what the engines answered to one variant. An engine need not tell every figure, but those that two of them tell
 * must be equal, and so must the rows that they were fed.
 */
public final class Answers {
    private final List<ResultLine> lines = new ArrayList<>();

    public void add(ResultLine line) {
        lines.add(line);
    }

    /** One sentence for each figure about which engines differ; empty where they agree. */
    public List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, SequencedMap<String, Long>> figure : byFigure().entrySet()) {
            SequencedMap<String, Long> byPeer = figure.getValue();
            if (byPeer.values().stream().distinct().count() > 1) {
                differences.add(
                        "unequal answers to " + lines.getFirst().variant() + ": " + figure.getKey() + " is " + byPeer);
            }
        }
        return differences;
    }

    /** Engines of which no figure could be compared with another engine's, where several answered. */
    public List<String> uncompared() {
        if (lines.size() < 2) {
            return List.of();
        }
        List<String> alone = new ArrayList<>();
        for (ResultLine line : lines) {
            boolean shared = line.check().keySet().stream()
                    .anyMatch(figure -> byFigure().get(figure).size() > 1);
            if (!shared) {
                alone.add(line.peer());
            }
        }
        return alone;
    }

    private SequencedMap<String, SequencedMap<String, Long>> byFigure() {
        SequencedMap<String, SequencedMap<String, Long>> byFigure = new LinkedHashMap<>();
        for (ResultLine line : lines) {
            byFigure.computeIfAbsent("rows fed", figure -> new LinkedHashMap<>())
                    .put(line.peer(), line.rows());
            line.check()
                    .forEach((figure, value) -> byFigure.computeIfAbsent(figure, name -> new LinkedHashMap<>())
                            .put(line.peer(), value));
        }
        return byFigure;
    }
}
