package io.millrace.control.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes orders into a folder, a file of a fixed number at a time, each whole from the start. Goes on behind the files that are
 * there: the name of a file says which orders it has.
 */
final class FileFeed implements Runnable {
    static final int ORDERS_A_FILE = 20_000;
    /** Orders a second: fast enough to see the engine work, slow enough for any disk. */
    private static final long ORDERS_A_SECOND = 200_000;

    private final Orders orders;
    private final Path folder;
    private final long wantedRows;
    private volatile boolean stopped;
    private volatile Throwable failure;

    FileFeed(Orders orders, Path folder, long wantedRows) {
        this.orders = orders;
        this.folder = folder;
        this.wantedRows = wantedRows;
    }

    @Override
    public void run() {
        try {
            Files.createDirectories(folder);
            long pauseNanos = ORDERS_A_FILE * 1_000_000_000L / ORDERS_A_SECOND;
            long due = System.nanoTime();
            long first = 0;
            while (!stopped && (wantedRows < 0 || first < wantedRows)) {
                long count = wantedRows < 0 ? ORDERS_A_FILE : Math.min(ORDERS_A_FILE, wantedRows - first);
                if (write(first, count)) {
                    due += pauseNanos;
                    while (!stopped && due - System.nanoTime() > 0) {
                        LockSupport.parkNanos(due - System.nanoTime());
                    }
                }
                first += count;
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    /** Writes the file of some orders, unless it is there; returns whether it was written. */
    private boolean write(long first, long count) throws IOException {
        Path file = folder.resolve(String.format("orders-%012d.jsonl", first));
        if (Files.exists(file)) {
            return false;
        }
        StringBuilder lines = new StringBuilder();
        for (long number = first; number < first + count; number++) {
            orders.appendJson(number, lines);
            lines.append('\n');
        }
        Path next = folder.resolveSibling("next-file");
        Files.writeString(next, lines);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    void stop() {
        stopped = true;
    }

    /** What ended the feed, or null. */
    Throwable failure() {
        return failure;
    }
}
