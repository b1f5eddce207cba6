package io.millrace.kafka;

import java.util.Arrays;

/**
 * The next offset of each partition, and their form in a journal:
 *
 * <pre>
 *  byte 0     format, 1
 *  varint     number of partitions
 *  varint ×2  for each: partition, next offset
 * </pre>
 *
 * Varints are unsigned LEB128. One thread.
 */
final class Positions {
    private static final byte FORMAT = 1;
    /** A partition that the source does not know. */
    static final long NONE = -1;

    private long[] offsets = new long[0];
    private int count;

    /** Returns the next offset of a partition, or {@link #NONE}. */
    long get(int partition) {
        return partition < offsets.length ? offsets[partition] : NONE;
    }

    void set(int partition, long nextOffset) {
        if (partition >= offsets.length) {
            int known = offsets.length;
            offsets = Arrays.copyOf(offsets, Math.max(partition + 1, 2 * known));
            Arrays.fill(offsets, known, offsets.length, NONE);
        }
        count += offsets[partition] == NONE ? 1 : 0;
        offsets[partition] = nextOffset;
    }

    /** Highest partition that is known, plus one. */
    int partitionLimit() {
        return offsets.length;
    }

    byte[] encode() {
        VarintBuffer out = new VarintBuffer();
        out.putByte(FORMAT).put(count);
        for (int partition = 0; partition < offsets.length; partition++) {
            if (offsets[partition] != NONE) {
                out.put(partition).put(offsets[partition]);
            }
        }
        return out.toBytes();
    }

    /** Reads what {@link #encode} wrote. */
    static Positions decode(byte[] bytes) {
        VarintBuffer in = new VarintBuffer(bytes);
        in.requireFormat(FORMAT, "a Kafka position");
        Positions positions = new Positions();
        for (long left = in.next(); left > 0; left--) {
            int partition = in.nextInt();
            positions.set(partition, in.next());
        }
        in.requireEnd("a Kafka position");
        return positions;
    }
}
