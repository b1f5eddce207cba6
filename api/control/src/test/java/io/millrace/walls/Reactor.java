package io.millrace.walls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The modules of this repository, as their poms and folders say. */
record Reactor(Path root, List<Module> modules) {
    /** One leaf of the reactor; {@code name} is its folder below the root, such as {@code io/files}. */
    record Module(String name, String artifactId, String packaging, Path folder) {
        boolean isBenchmark() {
            return name.startsWith("benchmarks");
        }

        boolean holdsTestsOnly() {
            return !Files.exists(mainSources()) && Files.exists(folder.resolve("src/test/java"));
        }

        Path mainSources() {
            return folder.resolve("src/main/java");
        }

        /** The packages of {@code src/main/java} that hold a class. */
        Set<String> packages() {
            return javaFiles(mainSources())
                    .filter(file -> !file.endsWith("package-info.java"))
                    .map(file -> mainSources()
                            .relativize(file.getParent())
                            .toString()
                            .replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        Stream<Path> javaFiles() {
            return Stream.concat(javaFiles(mainSources()), javaFiles(folder.resolve("src/test/java")));
        }

        private static Stream<Path> javaFiles(Path folder) {
            if (!Files.isDirectory(folder)) {
                return Stream.empty();
            }
            try (Stream<Path> walk = Files.walk(folder)) {
                return walk.filter(file -> file.toString().endsWith(".java")).toList().stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Reads the reactor around the working directory. */
    static Reactor here() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve(".mvn"))) {
            root = root.getParent();
            if (root == null) {
                throw new IllegalStateException("no folder above " + Path.of("").toAbsolutePath() + " holds .mvn");
            }
        }
        List<Module> modules = new ArrayList<>();
        collect(root, root, modules);
        return new Reactor(root, List.copyOf(modules));
    }

    Module module(String name) {
        return modules.stream()
                .filter(module -> module.name().equals(name))
                .findAny()
                .orElseThrow(() -> new IllegalStateException("no module " + name + " among " + modules));
    }

    /** The packages of all modules that match. */
    Set<String> packages(Predicate<Module> which) {
        return modules.stream()
                .filter(which)
                .flatMap(module -> module.packages().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void collect(Path root, Path folder, List<Module> modules) {
        Element project = pom(folder);
        List<Element> parents = children(project, "modules");
        if (parents.isEmpty()) {
            List<Element> packaging = children(project, "packaging");
            modules.add(new Module(
                    root.relativize(folder).toString(),
                    children(project, "artifactId").getFirst().getTextContent(),
                    packaging.isEmpty() ? "jar" : packaging.getFirst().getTextContent(),
                    folder));
        }
        for (Element parent : parents) {
            for (Element module : children(parent, "module")) {
                collect(root, folder.resolve(module.getTextContent().strip()), modules);
            }
        }
    }

    static Element pom(Path folder) {
        try {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(folder.resolve("pom.xml").toFile())
                    .getDocumentElement();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(folder + "/pom.xml", e);
        }
    }

    static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
