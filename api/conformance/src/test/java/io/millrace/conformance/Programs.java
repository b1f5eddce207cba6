package io.millrace.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Which program belongs to which record. */
final class Programs {
    private static final String PACKAGE = Programs.class.getPackageName();

    private Programs() {}

    /** All methods marked with {@link Golden}. */
    static List<Method> all() {
        Path folder = Path.of(codeLocation());
        try (Stream<Path> walk = Files.walk(folder.resolve(PACKAGE.replace('.', '/')))) {
            return walk.map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(".class") && !file.contains("package-info"))
                    .sorted()
                    .map(Programs::load)
                    .filter(type -> type.isAnnotationPresent(GoldenFile.class))
                    .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                    .filter(method -> method.isAnnotationPresent(Golden.class))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI codeLocation() {
        try {
            return Programs.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> load(String classFile) {
        String name =
                classFile.substring(0, classFile.length() - ".class".length()).replace('/', '.');
        try {
            return Class.forName(name, false, Programs.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file of the records of a program. */
    static String fileOf(Method program) {
        return annotationOf(program).value();
    }

    private static GoldenFile annotationOf(Method program) {
        GoldenFile file = program.getDeclaringClass().getAnnotation(GoldenFile.class);
        if (file == null) {
            throw new IllegalStateException(program.getDeclaringClass() + " needs @GoldenFile");
        }
        return file;
    }

    /** The records of a program. */
    static List<GoldenRecord> recordsOf(Method program) {
        return recordsOf(program, GoldenReader.read(fileOf(program)));
    }

    /** The records of a program, out of those of its file. */
    static List<GoldenRecord> recordsOf(Method program, List<GoldenRecord> ofFile) {
        List<GoldenRecord> records = new ArrayList<>();
        for (String named : program.getAnnotation(Golden.class).value()) {
            String name = annotationOf(program).prefix() + named;
            List<GoldenRecord> found =
                    ofFile.stream().filter(golden -> golden.isNamed(name)).toList();
            if (found.isEmpty()) {
                throw new IllegalStateException(
                        program.getName() + ": no record of " + fileOf(program) + " is called " + name);
            }
            records.addAll(found);
        }
        return records;
    }
}
