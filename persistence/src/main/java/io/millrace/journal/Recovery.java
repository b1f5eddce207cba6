package io.millrace.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What former processes left: reads every epoch log once and checks that the generations follow each other.
 *
 * @param generations those with epochs, ascending
 * @param positions where each source stood, by its number; null for none
 * @param highestNumber of all generations that were found, 0 for none
 */
record Recovery(List<Generation> generations, byte[][] positions, long highestNumber) {
    private static final Logger LOGGER = LoggerFactory.getLogger(Recovery.class);

    /** A generation with at least one epoch. */
    record Generation(long number, Path directory, long lastEpoch) {}

    /** The last epoch that exists, or −1. */
    long lastEpoch() {
        return generations.isEmpty() ? -1 : generations.getLast().lastEpoch();
    }

    /** The number of the last generation with an epoch, or 0. */
    long lastGeneration() {
        return generations.isEmpty() ? 0 : generations.getLast().number();
    }

    /**
     * Reads a storage directory and removes generations without an epoch.
     *
     * @throws DamagedJournalException when an epoch that existed cannot be found again
     */
    static Recovery of(Path storage, int sourceCount, BufferAllocator allocator) throws IOException {
        List<Generation> generations = new ArrayList<>();
        byte[][] positions = new byte[sourceCount][];
        long highest = 0;
        for (long number : Directories.generations(storage)) {
            highest = number;
            Path directory = Directories.generation(storage, number);
            long previousEpoch =
                    generations.isEmpty() ? -1 : generations.getLast().lastEpoch();
            long previousNumber =
                    generations.isEmpty() ? 0 : generations.getLast().number();
            long lastEpoch = previousEpoch;
            if (hasLog(directory)) {
                lastEpoch = readLog(directory, number, previousNumber, previousEpoch, positions, allocator);
            }
            if (lastEpoch == previousEpoch) {
                LOGGER.info("removing {}: none of its epochs had ended", directory);
                Directories.remove(directory);
            } else {
                generations.add(new Generation(number, directory, lastEpoch));
            }
        }
        return new Recovery(generations, positions, highest);
    }

    private static boolean hasLog(Path generation) throws IOException {
        Path epochs = Directories.epochs(generation);
        boolean hasLog = Files.isDirectory(epochs) && RecordReader.hasFile(epochs);
        // The log is there, with its first record, before the first source's queue is.
        if (!hasLog && Files.isDirectory(generation) && !isEmptyBut(generation, epochs)) {
            throw new DamagedJournalException(epochs, 0, "the epoch log is missing", null);
        }
        return hasLog;
    }

    private static boolean isEmptyBut(Path generation, Path epochs) throws IOException {
        try (Stream<Path> children = Files.list(generation)) {
            return children.allMatch(epochs::equals);
        }
    }

    /** Returns the last epoch of a generation's log; the one before it where it has none. */
    private static long readLog(
            Path directory,
            long number,
            long previousNumber,
            long previousEpoch,
            byte[][] positions,
            BufferAllocator allocator)
            throws IOException {
        try (RecordReader log =
                new RecordReader(Directories.epochs(directory), number, RecordLayout.EPOCH_LOG, allocator)) {
            if (!advance(log, number)) {
                return previousEpoch;
            }
            requireFollows(log, previousNumber, previousEpoch);
            long lastEpoch = previousEpoch;
            while (advance(log, number)) {
                EpochRecord record = log.kind() == RecordKind.EPOCH ? EpochRecord.read(log) : null;
                if (record == null || record.previousEpoch() != lastEpoch || record.epoch() <= lastEpoch) {
                    throw log.damaged("it is no epoch that follows epoch " + lastEpoch, null);
                }
                for (EpochRecord.Entry entry : record.entries()) {
                    if (entry.source() < 0 || entry.source() >= positions.length) {
                        throw log.damaged("it names source " + entry.source() + " of " + positions.length, null);
                    }
                    positions[entry.source()] = entry.position();
                }
                lastEpoch = record.epoch();
            }
            return lastEpoch;
        }
    }

    private static void requireFollows(RecordReader log, long previousNumber, long previousEpoch) {
        if (log.kind() != RecordKind.GENERATION || log.bodyBytes() < Long.BYTES) {
            throw log.damaged("it does not say which generation it follows", null);
        }
        long number = log.body().getLong(0);
        if (number != previousNumber || log.epoch() != previousEpoch) {
            throw log.damaged(
                    "it follows generation " + number + " and epoch " + log.epoch()
                            + "; found before it are generation " + previousNumber + " and epoch " + previousEpoch,
                    null);
        }
    }

    /** Goes to the next record; a torn one is the end, unless there are whole ones behind it. */
    private static boolean advance(RecordReader log, long number) throws IOException {
        DamagedJournalException damage = null;
        try {
            if (log.next()) {
                return true;
            }
        } catch (DamagedJournalException e) {
            damage = e;
        }
        long behind = RecordScan.find(log.file(), log.endOffset(), number, RecordLayout.EPOCH_LOG);
        if (behind >= 0) {
            throw damage != null
                    ? damage
                    : log.damaged("it cannot be read, but at byte " + behind + " there is a whole one", null);
        }
        if (damage != null) {
            LOGGER.warn("cut the torn end of an epoch log: {}", damage.getMessage());
        }
        return false;
    }
}
