package io.millrace.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpGoesToStandardOutputAndNamesTheCommands() {
        assertEquals(0, run("--help"));
        assertTrue(out.toString().startsWith("Usage: millrace"), out.toString());
        assertTrue(out.toString().contains("  test   Build everything"), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void versionIsTheOneThatMavenFilledIn() {
        assertEquals(0, run("--version"));
        String[] lines = out.toString().split("\\R", -1);
        assertTrue(lines[0].matches("millrace \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"), lines[0]);
        assertEquals("java " + Runtime.version(), lines[1]);
    }

    @Test
    void anUnknownCommandIsRefusedByName() {
        assertEquals(2, run("grind"));
        assertTrue(err.toString().contains("grind"), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void noCommandIsWrongUsageAndShowsTheHelp() {
        assertEquals(2, run());
        assertTrue(err.toString().contains("a command is missing"), err.toString());
        assertTrue(err.toString().contains("Usage: millrace"), err.toString());
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
