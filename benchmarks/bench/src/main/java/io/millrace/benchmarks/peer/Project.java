package io.millrace.benchmarks.peer;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that this program was built in: peers are built there on first use. */
public final class Project {
    private Project() {}

    /** The folder with the root {@code pom.xml}, found upwards from this class; throws where this is not a checkout. */
    public static Path root() throws IOException {
        try {
            Path classes = Path.of(Project.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path folder = classes; folder != null; folder = folder.getParent()) {
                if (Files.exists(folder.resolve("benchmarks/peers/run"))) {
                    return folder;
                }
            }
            throw new IOException("no checkout of Millrace above " + classes + ": benchmarks run in one");
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
