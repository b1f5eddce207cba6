package io.millrace.walls;

import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.millrace.walls.Reactor.Module;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each room may know. All modules are on the class path but the benchmarks, which know all and are known by none. */
final class WallsTest {
    private static final Reactor REACTOR = Reactor.here();
    private static final JavaClasses CLASSES = importMillrace();

    private static final Set<String> CORE = REACTOR.module("core-columnar").packages();
    private static final Set<String> FORMAT = REACTOR.module("io/format").packages();
    private static final List<String> FOUNDATIONS =
            List.of("java.", "jdk.incubator.vector.", "org.apache.arrow.", "org.agrona.", "org.slf4j.");

    static Stream<Module> modulesWithClasses() {
        return REACTOR.modules().stream()
                .filter(module -> !module.isBenchmark())
                .filter(module -> !module.packages().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("modulesWithClasses")
    void everyPackageWithSourcesWasImported(Module module) {
        Set<String> missing = new TreeSet<>(module.packages());
        CLASSES.forEach(imported -> missing.remove(imported.getPackageName()));
        assertEquals(Set.of(), missing, "packages of " + module + " of which the tests below see no class");
    }

    @ParameterizedTest
    @MethodSource("modulesWithClasses")
    void aRoomKnowsOnlyWhatThePlanAllows(Module module) {
        classes()
                .that(are("in " + module, inside(module.packages())))
                .should(onlyDependOnClassesThat(are("in what " + module + " may know", allowedFor(module))))
                .because("the plan of the house gives each room its neighbours")
                .check(CLASSES);
    }

    /** Join, schedule and iterate read and write words of state records: chain links, weights, row lists. */
    @Test
    void onlyTheRoomsOfDataAndStateTouchRawAddresses() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.millrace.memory..",
                        "io.millrace.column..",
                        "io.millrace.batch..",
                        "io.millrace.kernel..",
                        "io.millrace.key..",
                        "io.millrace.value..",
                        "io.millrace.state..",
                        "io.millrace.join..",
                        "io.millrace.schedule..",
                        "io.millrace.iterate..",
                        "io.millrace.ipc..",
                        "io.millrace.format..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.millrace.memory.OffHeap")
                .check(CLASSES);
    }

    @Test
    void nobodyUsesTheInsidesOfTheJdk() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sun..", "com.sun..", "jdk.internal..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.millrace.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noPackageBelongsToTwoModules() {
        Set<String> seen = new TreeSet<>();
        for (Module module : REACTOR.modules()) {
            for (String name : module.packages()) {
                assertTrue(seen.add(name), name + " is in " + module + " and in another module");
            }
        }
    }

    private static JavaClasses importMillrace() {
        // The rules ask for names only: reading the classes of every library that is named would take most of the time.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.millrace");
    }

    private static DescribedPredicate<JavaClass> allowedFor(Module module) {
        DescribedPredicate<JavaClass> own = inside(module.packages());
        DescribedPredicate<JavaClass> engine = own.or(inside(CORE)).or(below(FOUNDATIONS));
        DescribedPredicate<JavaClass> ports = engine.or(below(List.of("io.millrace.port.")));
        return switch (module.name()) {
            case "core-columnar" -> own.or(below(FOUNDATIONS)).or(below(List.of("net.openhft.hashing.")));
            case "operators" -> engine;
            case "persistence" -> ports.or(below(List.of("net.openhft.")));
            // A connector family brings its own client library; of Millrace it sees the ports and the formats.
            case String name
            when name.startsWith("io/") -> ports.or(inside(FORMAT)).or(outsideMillrace());
            case String name when name.startsWith("api/") -> DescribedPredicate.alwaysTrue();
            default -> throw new IllegalStateException("no wall is planned for the module " + module);
        };
    }

    private static DescribedPredicate<JavaClass> inside(Set<String> packages) {
        return DescribedPredicate.describe(
                "in one of " + packages,
                type -> type.getBaseComponentType().isPrimitive()
                        || packages.contains(type.getBaseComponentType().getPackageName()));
    }

    private static DescribedPredicate<JavaClass> below(List<String> prefixes) {
        return DescribedPredicate.describe(
                "below one of " + prefixes,
                type -> prefixes.stream().anyMatch(type.getBaseComponentType().getName()::startsWith));
    }

    private static DescribedPredicate<JavaClass> outsideMillrace() {
        return DescribedPredicate.describe(
                "outside Millrace",
                type -> !type.getBaseComponentType().getName().startsWith("io.millrace."));
    }

    private static DescribedPredicate<JavaClass> are(String description, DescribedPredicate<JavaClass> predicate) {
        return predicate.as(description);
    }
}
