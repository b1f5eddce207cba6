package io.millrace.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;

/**
 * What makes an epoch exist.
 *
 * @param previousEpoch the epoch before, or −1
 * @param entries the sources that had batches in it, by number
 */
record EpochRecord(long epoch, long previousEpoch, List<Entry> entries) {
    private static final int ENTRY_BYTES = 2 * Integer.BYTES + Long.BYTES;

    /**
     * A source's share.
     *
     * @param source its number
     * @param lastSequence of its last record in the epoch
     * @param position where it stood after that, or null
     */
    record Entry(int source, long lastSequence, byte[] position) {
        private long byteCount() {
            return ENTRY_BYTES + (position == null ? 0 : RecordLayout.padded(position.length));
        }
    }

    void append(RecordAppender log) throws IOException {
        long byteCount = Long.BYTES;
        for (Entry entry : entries) {
            byteCount += entry.byteCount();
        }
        long bodyBytes = byteCount;
        log.append(
                new RecordAppender.Head(RecordKind.EPOCH, entries.size(), epoch, -1, 0),
                bodyBytes,
                address -> write(RecordLayout.view(address, bodyBytes)));
    }

    private void write(ArrowBuf body) {
        body.setLong(0, previousEpoch);
        long at = Long.BYTES;
        for (Entry entry : entries) {
            body.setInt(at, entry.source());
            body.setInt(at + Integer.BYTES, entry.position() == null ? -1 : entry.position().length);
            body.setLong(at + 2 * Integer.BYTES, entry.lastSequence());
            if (entry.position() != null) {
                body.setBytes(at + ENTRY_BYTES, entry.position());
            }
            at += entry.byteCount();
        }
    }

    /** Reads the record that a reader stands on. */
    static EpochRecord read(RecordReader log) {
        ArrowBuf body = log.body();
        List<Entry> entries = new ArrayList<>(log.rows());
        try {
            long at = Long.BYTES;
            for (int i = 0; i < log.rows(); i++) {
                int positionBytes = body.getInt(at + Integer.BYTES);
                byte[] position = null;
                if (positionBytes >= 0) {
                    position = new byte[positionBytes];
                    body.getBytes(at + ENTRY_BYTES, position);
                }
                Entry entry = new Entry(body.getInt(at), body.getLong(at + 2 * Integer.BYTES), position);
                entries.add(entry);
                at += entry.byteCount();
            }
            return new EpochRecord(log.epoch(), body.getLong(0), entries);
        } catch (IndexOutOfBoundsException e) {
            throw log.damaged("its entries do not fit", e);
        }
    }
}
