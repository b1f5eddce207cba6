package io.millrace.journal;

import io.millrace.ipc.Checksums;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.ReferenceManager;

/**
 * A record as it lies in a queue's excerpt, all numbers little-endian.
 *
 * <pre>
 *    0               4       6       8               12             16
 *   +---------------+-------+-------+---------------+---------------+
 *   | magic         |version| kind  | payload bytes | crc32c        |   crc32c: of the whole record but these four bytes
 *   +---------------+-------+-------+---------------+---------------+
 *   | generation                    | source        | rows          |   source: its number; −1 in the epoch log
 *   +-------------------------------+---------------+---------------+   rows: of the batch; entries in an EPOCH record
 *   | epoch                         | sequence                      |   sequence: from 0, +1 with every record of the queue
 *   +---------------+---------------+---------------+---------------+
 *   | frame         | frames        | position bytes| detail bytes  |   position bytes: −1 where the source gave none
 *   +---------------+---------------+---------------+---------------+
 *   | payload: position, detail, body; each padded to 8 bytes       |
 *   +---------------------------------------------------------------+
 *
 *   kind        detail                      body
 *   DATA        shape of the batch          one encapsulated Arrow record-batch message
 *   REFERENCE   the source's reference      –
 *   EPOCH       –                           number of the epoch before (−1: none), then the entries
 *   GENERATION  –                           number of the generation before (0: none); the header's epoch is the last before
 *
 *   an entry:   source (4), position bytes or −1 (4), sequence of the source's last record (8), position padded to 8
 * </pre>
 *
 * A payload over {@link #FRAME_BYTES} is cut into frames, each a record of its own with the same header but its own sequence,
 * frame, payload bytes and checksum.
 *
 * <p>Versions: 1, the first.
 */
final class RecordLayout {
    static final int VERSION = 1;
    static final int MAGIC = 0x4c4a524d; // "MRJL"

    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 4;
    static final int KIND_OFFSET = 6;
    static final int PAYLOAD_BYTES_OFFSET = 8;
    static final int CRC_OFFSET = 12;
    static final int GENERATION_OFFSET = 16;
    static final int SOURCE_OFFSET = 24;
    static final int ROWS_OFFSET = 28;
    static final int EPOCH_OFFSET = 32;
    static final int SEQUENCE_OFFSET = 40;
    static final int FRAME_OFFSET = 48;
    static final int FRAMES_OFFSET = 52;
    static final int POSITION_BYTES_OFFSET = 56;
    static final int DETAIL_BYTES_OFFSET = 60;
    static final int HEADER_BYTES = 64;

    /** A queue maps its file piecewise, and a record must lie in one piece. */
    static final int FRAME_BYTES = 2 << 20;

    static final int EPOCH_LOG = -1;

    private RecordLayout() {}

    static long padded(long byteCount) {
        return byteCount + 7 & -8;
    }

    /** A bounds-checked view of memory that it does not own. */
    static ArrowBuf view(long address, long byteCount) {
        return new ArrowBuf(ReferenceManager.NO_OP, null, byteCount, address);
    }

    static int checksum(long address, long recordBytes) {
        return Checksums.crc32cWithout(address, recordBytes, CRC_OFFSET);
    }

    /**
     * Returns what is wrong with the record in {@code byteCount} bytes at an address, or null when it is whole.
     *
     * @param generation where it must be from
     * @param source whose it must be
     */
    static String fault(long address, long byteCount, long generation, int source) {
        if (byteCount < HEADER_BYTES) {
            return "it has " + byteCount + " bytes";
        }
        ArrowBuf header = view(address, HEADER_BYTES);
        if (header.getInt(MAGIC_OFFSET) != MAGIC) {
            return "it does not begin as a record";
        }
        int version = Short.toUnsignedInt(header.getShort(VERSION_OFFSET));
        if (version != VERSION) {
            return "it has format version " + version + ", this program reads " + VERSION;
        }
        if (header.getInt(PAYLOAD_BYTES_OFFSET) != byteCount - HEADER_BYTES) {
            return "it says to have " + header.getInt(PAYLOAD_BYTES_OFFSET) + " bytes and has "
                    + (byteCount - HEADER_BYTES);
        }
        if (header.getInt(CRC_OFFSET) != checksum(address, byteCount)) {
            return "its checksum is wrong";
        }
        if (header.getLong(GENERATION_OFFSET) != generation || header.getInt(SOURCE_OFFSET) != source) {
            return "it is of generation " + header.getLong(GENERATION_OFFSET) + ", source "
                    + header.getInt(SOURCE_OFFSET) + ", not " + generation + ", " + source;
        }
        return RecordKind.of(header.getShort(KIND_OFFSET)) == null ? "it is of no known kind" : null;
    }
}
