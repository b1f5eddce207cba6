package io.millrace.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The count of records is the one that the README tells. */
final class NumbersTest {
    @Test
    void theReadmeTellsTheNumbersOfThisRun() throws IOException {
        String readme = Files.readString(Numbers.readme());
        assertEquals(Numbers.count().replacedIn(readme), readme, "out of date; run the class Numbers");
    }

    @Test
    void everyRecordHasOneProgramAtMost() {
        List<String> twice = Numbers.programCounts().entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(entry -> entry.getKey().toString())
                .toList();
        assertEquals(List.of(), twice);
    }

    @Test
    void everyDifferenceNamesARecordAndAReason() {
        List<GoldenRecord> all = Numbers.files().stream()
                .flatMap(file -> GoldenReader.read(file).stream())
                .toList();
        Differences.read().reasons().forEach((entry, reason) -> {
            assertTrue(
                    all.stream().anyMatch(golden -> Differences.isNamed(entry, golden)),
                    "no record is called " + entry);
            assertTrue(reason.length() > 10, "no reason: " + entry);
        });
    }
}
