package io.millrace.kafka;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The messages behind a batch, so that they can be read again: runs of offsets in the order in which they were read, and a
 * checksum. In a journal:
 *
 * <pre>
 *  byte 0     format, 1
 *  varint     number of runs
 *  varint ×3  for each: partition, first offset, last offset − first offset
 *  varint     number of messages, which may be less than the runs' lengths together (transaction markers, compaction)
 *  4 bytes    CRC-32C, little-endian, over offset, key and value of each message
 * </pre>
 *
 * One thread.
 */
final class Reference {
    private static final byte FORMAT = 1;

    private final CRC32C checksum = new CRC32C();
    private final byte[] head = new byte[16];
    private final ByteBuffer headBuffer = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    private int[] partitions = new int[4];
    private long[] firsts = new long[4];
    private long[] lasts = new long[4];
    private int runCount;
    private long messageCount;
    private int expectedChecksum;

    void clear() {
        checksum.reset();
        runCount = 0;
        messageCount = 0;
    }

    int runCount() {
        return runCount;
    }

    int partition(int run) {
        return partitions[run];
    }

    long first(int run) {
        return firsts[run];
    }

    long last(int run) {
        return lasts[run];
    }

    void add(ConsumerRecord<ByteBuffer, ByteBuffer> message) {
        int run = runCount - 1;
        if (run < 0 || partitions[run] != message.partition() || lasts[run] >= message.offset()) {
            run = addRun(message.partition(), message.offset());
        }
        lasts[run] = message.offset();
        addToChecksum(message);
    }

    byte[] encode() {
        VarintBuffer out = new VarintBuffer();
        out.putByte(FORMAT).put(runCount);
        for (int run = 0; run < runCount; run++) {
            out.put(partitions[run]).put(firsts[run]).put(lasts[run] - firsts[run]);
        }
        out.put(messageCount);
        int sum = (int) checksum.getValue();
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.putByte(sum >>> shift);
        }
        return out.toBytes();
    }

    /** Reads what {@link #encode} wrote. */
    static Reference decode(byte[] bytes) {
        VarintBuffer in = new VarintBuffer(bytes);
        in.requireFormat(FORMAT, "a reference to Kafka messages");
        Reference reference = new Reference();
        for (long left = in.next(); left > 0; left--) {
            int partition = in.nextInt();
            long first = in.next();
            reference.lasts[reference.addRun(partition, first)] = first + in.next();
        }
        reference.messageCount = in.next();
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            reference.expectedChecksum |= (in.nextByte() & 0xFF) << shift;
        }
        in.requireEnd("a reference to Kafka messages");
        return reference;
    }

    /** Whether the messages added to {@code again} are those that this reference, decoded, was written for. */
    boolean isOf(Reference again) {
        return again.messageCount == messageCount && (int) again.checksum.getValue() == expectedChecksum;
    }

    private int addRun(int partition, long first) {
        if (runCount == partitions.length) {
            partitions = Arrays.copyOf(partitions, 2 * runCount);
            firsts = Arrays.copyOf(firsts, 2 * runCount);
            lasts = Arrays.copyOf(lasts, 2 * runCount);
        }
        partitions[runCount] = partition;
        firsts[runCount] = first;
        lasts[runCount] = first;
        return runCount++;
    }

    private void addToChecksum(ConsumerRecord<ByteBuffer, ByteBuffer> message) {
        messageCount++;
        ByteBuffer key = message.key();
        ByteBuffer value = message.value();
        headBuffer.putLong(0, message.offset());
        headBuffer.putInt(8, key == null ? -1 : key.remaining());
        headBuffer.putInt(12, value == null ? -1 : value.remaining());
        checksum.update(head, 0, head.length);
        if (key != null) {
            checksum.update(key.array(), key.arrayOffset() + key.position(), key.remaining());
        }
        if (value != null) {
            checksum.update(value.array(), value.arrayOffset() + value.position(), value.remaining());
        }
    }
}
