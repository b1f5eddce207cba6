package io.millrace.key;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The tab-separated fields of a test resource beside this class, without its comment lines. */
final class GoldenFile {
    private GoldenFile() {}

    static List<String[]> lines(String name) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(GoldenFile.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
