package io.millrace.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** What an epoch log says: its last epoch, or the one before it; and whether it is whole to its end. */
    private record Log(long lastEpoch, boolean isWhole) {}

    /**
     * Reads a storage directory. Removes the last generation where it has no epoch and no damage; what is damaged stays.
     *
     * @throws DamagedJournalException when an epoch that existed cannot be found again
     */
    static Recovery of(Path storage, int sourceCount, BufferAllocator allocator) throws IOException {
        Directories.removeUnfinished(storage);
        List<Generation> generations = new ArrayList<>();
        byte[][] positions = new byte[sourceCount][];
        List<Long> numbers = Directories.generations(storage);
        for (long number : numbers) {
            Path directory = Directories.generation(storage, number);
            Generation before = generations.isEmpty() ? new Generation(0, storage, -1) : generations.getLast();
            Log log = readLog(directory, number, before, positions, allocator);
            if (log.lastEpoch() > before.lastEpoch()) {
                generations.add(new Generation(number, directory, log.lastEpoch()));
            } else if (log.isWhole() && number == numbers.getLast()) {
                Directories.remove(directory);
            } else {
                // If it had epochs, the generation that follows says so.
                LOGGER.warn("{} is left out: no epoch of it had ended", directory);
            }
        }
        return new Recovery(generations, positions, numbers.isEmpty() ? 0 : numbers.getLast());
    }

    private static Log readLog(
            Path directory, long number, Generation before, byte[][] positions, BufferAllocator allocator)
            throws IOException {
        Path epochs = Directories.epochs(directory);
        RecordReader reader;
        try {
            reader = new RecordReader(epochs, number, RecordLayout.EPOCH_LOG, allocator);
        } catch (DamagedJournalException e) {
            if (RecordReader.find(epochs).isEmpty()
                    || RecordScan.find(RecordReader.find(epochs).get(), 0, number, RecordLayout.EPOCH_LOG) < 0) {
                return new Log(before.lastEpoch(), false); // its process ended before the first record was written
            }
            throw e;
        }
        try (reader) {
            return readLog(reader, number, before, positions);
        }
    }

    private static Log readLog(RecordReader log, long number, Generation before, byte[][] positions)
            throws IOException {
        long lastEpoch = before.lastEpoch();
        End end = advance(log, number);
        if (end != End.NONE) {
            return new Log(lastEpoch, false);
        }
        requireFollows(log, before.number(), before.lastEpoch());
        while ((end = advance(log, number)) == End.NONE) {
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
        return new Log(lastEpoch, end == End.WHOLE);
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

    /** How a log ends where it has been read to. */
    private enum End {
        /** There is a record. */
        NONE,
        WHOLE,
        TORN
    }

    /** Goes to the next record; a torn one is the end, unless there are whole ones behind it. */
    private static End advance(RecordReader log, long number) throws IOException {
        DamagedJournalException damage = null;
        try {
            if (log.next()) {
                return End.NONE;
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
        if (damage == null) {
            return End.WHOLE;
        }
        LOGGER.warn("cut the torn end of an epoch log: {}", damage.getMessage());
        return End.TORN;
    }
}
