package io.millrace.walls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What stands beside the code: names, the versions' list, the table of flags. */
final class HouseTest {
    private static final Reactor REACTOR = Reactor.here();
    private static final Set<String> EMPTY_WORDS =
            Set.of("util", "utils", "common", "commons", "impl", "helper", "helpers", "manager", "managers", "misc");
    private static final Pattern OWN_PROPERTY =
            Pattern.compile("(?:getProperty|getBoolean|getInteger|getLong)\\(\\s*\"(millrace\\.[\\w.-]+)\"");

    @Test
    void everyPackageNameSaysSomething() {
        for (Reactor.Module module : REACTOR.modules()) {
            module.javaFiles().forEach(file -> {
                for (Path segment : module.folder().relativize(file).getParent()) {
                    assertTrue(!EMPTY_WORDS.contains(segment.toString()), file + " is in a package that says nothing");
                }
            });
        }
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        for (Reactor.Module module : REACTOR.modules()) {
            for (String name : module.packages()) {
                Path info = module.mainSources().resolve(name.replace('.', '/')).resolve("package-info.java");
                assertTrue(Files.exists(info), "missing: " + info);
            }
        }
    }

    @Test
    void theBomPinsEveryArtifactThatAUserCanTake() {
        Element bom = Reactor.pom(REACTOR.module("api/bom").folder());
        Element dependencies = Reactor.children(
                        Reactor.children(bom, "dependencyManagement").getFirst(), "dependencies")
                .getFirst();
        Set<String> pinned = Reactor.children(dependencies, "dependency").stream()
                .map(dependency ->
                        Reactor.children(dependency, "artifactId").getFirst().getTextContent())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> built = REACTOR.modules().stream()
                .filter(module -> module.packaging().equals("jar") && !module.isBenchmark() && !module.holdsTestsOnly())
                .map(Reactor.Module::artifactId)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(built, pinned);
        assertEquals(
                Reactor.children(Reactor.pom(REACTOR.root()), "version")
                        .getFirst()
                        .getTextContent(),
                Reactor.children(bom, "version").getFirst().getTextContent());
    }

    @Test
    void theReadmeExplainsEveryFlag() throws IOException {
        String readme = Files.readString(REACTOR.root().resolve("README.md"));
        Path file =
                REACTOR.module("core-columnar").folder().resolve("src/main/resources/io/millrace/memory/java-flags");
        List<String> flags = Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        assertTrue(flags.size() > 5, "flags were not read: " + flags);
        for (String flag : flags) {
            assertTrue(readme.contains("\n| `" + flag + "` |"), "no row of the README's flag table explains " + flag);
        }
    }

    @Test
    void theReadmeExplainsEverySystemPropertyThatTheEngineReads() throws IOException {
        String readme = Files.readString(REACTOR.root().resolve("README.md"));
        for (Reactor.Module module : REACTOR.modules()) {
            for (Path file : module.javaFiles().toList()) {
                Matcher property = OWN_PROPERTY.matcher(Files.readString(file));
                while (property.find()) {
                    String row = "\n| `-D" + property.group(1);
                    assertTrue(readme.contains(row), "no row of the README's table explains " + property.group(1));
                }
            }
        }
    }
}
