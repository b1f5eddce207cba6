package io.millrace.benchmarks.peer;

import io.millrace.benchmarks.measure.Variant;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A peer that is a Java program with the command line of {@link io.millrace.benchmarks.measure.Task}. It runs on the Java
 * virtual machine that runs this command.
 *
 * @param flags of its virtual machine, for a run
 * @param refusal why it does not run a variant, or {@code null} where it does
 * @param mostWorkers how many workers it can use
 */
public record JvmPeer(
        String name,
        String mainClass,
        ClassPath classPath,
        Function<Run, List<String>> flags,
        Function<Variant, String> refusal,
        int mostWorkers)
        implements Peer {

    /** Where the classes of a peer are. */
    @FunctionalInterface
    public interface ClassPath {
        /** As the option {@code -cp} wants it; builds what is missing. */
        String get(Narrator narrator) throws IOException, InterruptedException, UnavailableException;

        /** The file that keeps the classes of a first run as the virtual machine uses them; empty where none is to. */
        default Optional<Path> archive() {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> declines(Variant variant, int workers) {
        if (workers > mostWorkers) {
            return Optional.of("runs on at most " + mostWorkers + (mostWorkers == 1 ? " worker" : " workers"));
        }
        return Optional.ofNullable(refusal.apply(variant));
    }

    @Override
    public List<String> command(Run run, Narrator narrator)
            throws IOException, InterruptedException, UnavailableException {
        return command(run, "-XX:SharedArchiveFile=", narrator);
    }

    /** Whether the archive of classes that a run starts from is there, and not older than the classes. */
    @Override
    public boolean isPrepared(Narrator narrator) throws IOException, InterruptedException, UnavailableException {
        String classes = classPath.get(narrator);
        if (classPath.archive().isEmpty()) {
            return true;
        }
        Path archive = classPath.archive().get();
        if (!Files.exists(archive)) {
            return false;
        }
        FileTime archivedAt = Files.getLastModifiedTime(archive);
        for (String jar : classes.split(File.pathSeparator, -1)) {
            if (Files.getLastModifiedTime(Path.of(jar)).compareTo(archivedAt) > 0) {
                Files.delete(archive);
                return false;
            }
        }
        return true;
    }

    /** The command line of a run that leaves an archive of its classes behind. */
    @Override
    public List<String> preparation(Run run, Narrator narrator)
            throws IOException, InterruptedException, UnavailableException {
        return command(run, "-XX:ArchiveClassesAtExit=", narrator);
    }

    private List<String> command(Run run, String archiving, Narrator narrator)
            throws IOException, InterruptedException, UnavailableException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags.apply(run));
        classPath.archive().ifPresent(archive -> {
            command.add(archiving + archive);
            command.add("-Xlog:disable");
        });
        command.add("-Djava.io.tmpdir=" + run.scratch());
        command.add("-cp");
        command.add(classPath.get(narrator));
        command.add(mainClass);
        command.add(run.variant().workload());
        command.add(run.variant().name());
        command.add("--dir");
        command.add(run.input().toString());
        command.add("--batch");
        command.add(Integer.toString(run.batchRows()));
        command.add("--workers");
        command.add(Integer.toString(run.workers()));
        return command;
    }
}
