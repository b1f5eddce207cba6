package io.millrace.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The list of records that we answer in another way by choice, with the reasons. */
record Differences(Map<String, String> reasons) {
    private static final String FILE = "/differences.txt";

    Differences {
        reasons = Map.copyOf(reasons);
    }

    /** Reads the list: {@code FILE::NAME | reason}, one a line; lines that begin with # are comments. */
    static Differences read() {
        try (InputStream stream = Differences.class.getResourceAsStream(FILE)) {
            Map<String, String> reasons = new LinkedHashMap<>();
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        int bar = line.indexOf(" | ");
                        reasons.put(
                                line.substring(0, bar).strip(),
                                line.substring(bar + 3).strip());
                    });
            return new Differences(reasons);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why a record is answered in another way, or null. A name without brackets means all parametrisations. */
    String reasonOf(GoldenRecord golden) {
        return reasons.entrySet().stream()
                .filter(entry -> isNamed(entry.getKey(), golden))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Whether an entry means a record. */
    static boolean isNamed(String entry, GoldenRecord golden) {
        int colons = entry.indexOf("::");
        return golden.file().equals(entry.substring(0, colons)) && golden.isNamed(entry.substring(colons + 2));
    }
}
