package io.millrace.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system counts for this process. Safe for use by several threads. */
public final class ProcessFigures {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private ProcessFigures() {}

    /**
     * Seconds of processor time, user and system, that all threads of this process have used since it started: the start
     * of the virtual machine, its compiler and its collector are in it.
     */
    public static double cpuSeconds() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return (double) system.getProcessCpuTime() / NANOS_PER_SECOND;
    }

    /** The most physical memory that this process ever held, in MiB; 0 where the system does not say. */
    public static long peakRssMb() {
        return statusKb("VmHWM:") / 1024;
    }

    /** Physical memory that this process holds now, in bytes; 0 where the system does not say. */
    public static long residentBytes() {
        return statusKb("VmRSS:") * 1024;
    }

    /** Bytes of live objects on the heap, after a full collection. */
    public static long liveHeapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long statusKb(String field) {
        if (!Files.exists(STATUS)) {
            return 0;
        }
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(field)) {
                    String number =
                            line.substring(field.length()).replace("kB", "").trim();
                    return Long.parseLong(number);
                }
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
