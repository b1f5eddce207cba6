package io.millrace.conformance;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A program as text, in which {@code t} and {@code u} are tables, for what Java's compiler refuses where Pathway does later. */
record JavaSnippet(String expression) {
    private static final String FRAME = """
            import static io.millrace.table.Expressions.*;
            import static io.millrace.table.Reducers.*;
            import io.millrace.table.*;
            class Snippet {
                Object program(Table t, Table u) {
                    return %s;
                }
            }
            """;

    /** The compiler's errors, empty where it takes the program. */
    List<String> errors() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return FRAME.formatted(expression);
            }
        };
        List<String> options = List.of("-proc:none", "-implicit:none", "-classpath", System.getProperty("java.class.path"));
        JavaCompiler.CompilationTask task = compiler.getTask(null, null, found, options, null, List.of(source));
        task.call();
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                .toList();
    }
}
