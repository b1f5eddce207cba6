package io.millrace.benchmarks.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.benchmarks.measure.Variant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AnswersTest {
    private Answers answers;

    @BeforeEach
    void nobodyHasAnswered() {
        answers = new Answers();
    }

    @Test
    void equalFiguresAreNoDifference() throws JsonProcessingException {
        add("one", 20, "{\"rows\":1,\"sum\":2}");
        add("two", 20, "{\"sum\":2,\"rows\":1}");
        assertEquals(List.of(), answers.differences());
        assertEquals(List.of(), answers.uncompared());
    }

    @Test
    void aFigureThatTwoTellDifferentlyIsNamedWithBothValues() throws JsonProcessingException {
        add("one", 20, "{\"rows\":1,\"sum\":2}");
        add("two", 20, "{\"rows\":1,\"sum\":3}");
        add("three", 20, "{\"rows\":1}");
        assertEquals(List.of("unequal answers to w4 1m-live: sum is {one=2, two=3}"), answers.differences());
        assertEquals(List.of(), answers.uncompared());
    }

    @Test
    void figuresThatOnlyOneTellsAreNotCompared() throws JsonProcessingException {
        add("one", 20, "{\"rows\":1}");
        add("two", 20, "{\"sum\":3}");
        assertEquals(List.of(), answers.differences());
        assertEquals(List.of("one", "two"), answers.uncompared());
    }

    @Test
    void unequalNumbersOfRowsFedAreADifference() throws JsonProcessingException {
        add("one", 20, "{\"sum\":3}");
        add("two", 21, "{\"sum\":3}");
        assertEquals(List.of("unequal answers to w4 1m-live: rows fed is {one=20, two=21}"), answers.differences());
    }

    @Test
    void oneEngineAloneHasNothingToCompare() throws JsonProcessingException {
        add("one", 20, "{\"sum\":3}");
        assertEquals(List.of(), answers.differences());
        assertEquals(List.of(), answers.uncompared());
    }

    @Test
    void theTableHasALineForEachEngine() throws JsonProcessingException {
        List<String> lines = Summary.of(List.of(line("one", 20, "{\"sum\":3}"), line("two", 20, "{\"sum\":3}")))
                .lines()
                .toList();
        assertEquals(3, lines.size());
        assertEquals("one", lines.get(1).strip().split(" ", 2)[0]);
        assertEquals(lines.get(0).length(), lines.get(2).length());
    }

    private void add(String peer, int rows, String check) throws JsonProcessingException {
        answers.add(line(peer, rows, check));
    }

    private static ResultLine line(String peer, int rows, String check) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(ResultLineTest.report().toJson());
        json.put("peer", peer).put("rows", rows);
        json.set("check", mapper.readTree(check));
        return ResultLine.of(json.toString(), new Variant("w4", "1m-live"));
    }
}
