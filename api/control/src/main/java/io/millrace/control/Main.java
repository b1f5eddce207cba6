package io.millrace.control;

import io.millrace.control.demo.DemoCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code millrace} command. A new sub-command is one class with its own {@code @Command}, named in the list below. */
@Command(
        name = "millrace",
        description = "Keeps the answers of a dataflow program exactly up to date while its data changes.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = DemoCommand.class,
        footerHeading = "%nOf the launcher api/bin/millrace itself:%n",
        footer = {
            "  test   Build everything on JDK 25, check it and run all tests.",
            "         What follows \"test\" is passed to Maven.",
            "  bench  Run the benchmarks, peers included; \"bench --help\" tells how."
        })
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    /** Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** Runs one command, prints to the given writers and returns the exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine().setOut(out).setErr(err).execute(arguments);
    }

    private static CommandLine commandLine() {
        return new CommandLine(new Main());
    }

    /** Without a command there is nothing to do but to say which ones exist. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
