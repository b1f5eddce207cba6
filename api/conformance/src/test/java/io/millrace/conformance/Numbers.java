package io.millrace.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How many records have a program, are answered in another way by choice, or have none. A program that does not reproduce its record
 * fails the build, so in a green build the count of programs is the count of reproduced records.
 */
final class Numbers {
    private static final String BEGIN = "<!-- numbers, written by io.millrace.conformance.Numbers -->\n";
    private static final String END = "<!-- end of numbers -->\n";

    private final Map<String, Count> byFile = new TreeMap<>();
    private final List<GoldenRecord> missing = new ArrayList<>();

    /** Counts of an area or file. */
    record Count(int records, int reproduced, int different) {
        Count plus(Count other) {
            return new Count(records + other.records, reproduced + other.reproduced, different + other.different);
        }

        String row(String name) {
            return "| " + name + " | " + records + " | " + reproduced + " | " + different + " | "
                    + (records - reproduced - different) + " |\n";
        }
    }

    private Numbers() {}

    /** Counts the records of all files that are here. */
    static Numbers count() {
        Numbers numbers = new Numbers();
        Differences differences = Differences.read();
        Map<String, List<GoldenRecord>> records = new LinkedHashMap<>();
        files().forEach(file -> records.put(file, GoldenReader.read(file)));
        Set<GoldenRecord> programmed = new HashSet<>();
        for (Method program : Programs.all()) {
            programmed.addAll(Programs.recordsOf(program, records.get(Programs.fileOf(program))));
        }
        records.forEach((file, ofFile) -> {
            int different = 0;
            int reproduced = 0;
            for (GoldenRecord golden : ofFile) {
                if (differences.reasonOf(golden) != null) {
                    different++;
                } else if (programmed.contains(golden)) {
                    reproduced++;
                } else {
                    numbers.missing.add(golden);
                }
            }
            numbers.byFile.put(file, new Count(ofFile.size(), reproduced, different));
        });
        return numbers;
    }

    /** The files of records, such as {@code core/common.txt}. */
    static List<String> files() {
        try {
            Path golden = Path.of(Numbers.class.getResource("/golden").toURI());
            try (Stream<Path> walk = Files.walk(golden)) {
                return walk.filter(file -> file.toString().endsWith(".txt"))
                        .map(file -> golden.relativize(file).toString().replace('\\', '/'))
                        .sorted()
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    List<GoldenRecord> missing() {
        return List.copyOf(missing);
    }

    /** The table of the README, by area. */
    String table() {
        Map<String, Count> byArea = new TreeMap<>();
        byFile.forEach((file, count) -> byArea.merge(file.substring(0, file.indexOf('/')), count, Count::plus));
        return print("area", byArea);
    }

    private static String print(String name, Map<String, Count> counts) {
        StringBuilder table = new StringBuilder();
        table.append("| ").append(name).append(" | records | reproduced | different by choice | missing |\n");
        table.append("|---|---:|---:|---:|---:|\n");
        counts.forEach((key, count) -> table.append(count.row(key)));
        Count total = counts.values().stream().reduce(new Count(0, 0, 0), Count::plus);
        return table.append(total.row("total")).toString();
    }

    /** The README of this module. */
    static Path readme() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve(".mvn"))) {
            root = root.getParent();
        }
        return root.resolve("api/conformance/README.md");
    }

    /** The text with this table in the place of its own. */
    String replacedIn(String readme) {
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        return readme.substring(0, begin) + table() + readme.substring(readme.indexOf(END));
    }

    /** Writes the table into the README, prints the numbers by file and, with an argument, the missing records of such files. */
    public static void main(String[] arguments) throws IOException {
        Numbers numbers = count();
        Files.writeString(readme(), numbers.replacedIn(Files.readString(readme())));
        System.out.print(print("file", numbers.byFile));
        for (String prefix : arguments) {
            numbers.missing.stream()
                    .filter(golden -> golden.file().startsWith(prefix))
                    .forEach(golden -> System.out.println("missing " + golden));
        }
    }

    /** Records that have more than one program. */
    static Map<GoldenRecord, Integer> programCounts() {
        Map<GoldenRecord, Integer> counts = new HashMap<>();
        for (Method program : Programs.all()) {
            Programs.recordsOf(program).forEach(golden -> counts.merge(golden, 1, Integer::sum));
        }
        return counts;
    }
}
