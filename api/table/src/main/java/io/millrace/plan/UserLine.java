package io.millrace.plan;

import java.util.List;

/** A line of the user's program, as error messages and plans show it. */
public record UserLine(String className, String method, String file, int line) {
    /** Code that stands between the user and the plan, streams of the JDK included; the first frame outside is the user's. */
    private static final List<String> ENGINE = List.of(
            "java.",
            "jdk.",
            "io.millrace.table.",
            "io.millrace.plan.",
            "io.millrace.physical.",
            "io.millrace.debug.",
            "io.millrace.graphs.",
            "io.millrace.sql.",
            "io.millrace.stdlib.",
            "io.millrace.llm.");

    /** Where all callers are the engine's own. */
    private static final UserLine NOWHERE = new UserLine("io.millrace", "engine", "none", 0);

    private static final StackWalker WALKER = StackWalker.getInstance();

    /** Returns the line of the innermost caller that is not part of the engine. */
    public static UserLine ofCaller() {
        return WALKER.walk(frames -> frames.filter(frame -> !isEngine(frame.getClassName()))
                .findFirst()
                .map(frame -> new UserLine(
                        frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber()))
                .orElse(NOWHERE));
    }

    private static boolean isEngine(String className) {
        return ENGINE.stream().anyMatch(className::startsWith);
    }

    /** The line as a stack trace shows it, so that an IDE makes it a link. */
    @Override
    public String toString() {
        return className + "." + method + "(" + file + ":" + line + ")";
    }

    /** An error in the user's program that ends with this line. */
    public IllegalArgumentException error(String message) {
        return new IllegalArgumentException(message + "\n    at " + this);
    }
}
