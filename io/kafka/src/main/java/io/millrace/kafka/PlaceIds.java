package io.millrace.kafka;

import io.millrace.column.ColumnBuilder;
import io.millrace.key.KeyEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Ids of rows that have no key of their own, as Pathway makes them: the hash of the topic's name, the partition in four bytes
 * and the offset in eight, one behind the other. One thread.
 */
final class PlaceIds {
    private final byte[] place;
    private final ByteBuffer numbers;
    private final int partitionAt;

    PlaceIds(String topic) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        partitionAt = name.length;
        place = new byte[name.length + Integer.BYTES + Long.BYTES];
        System.arraycopy(name, 0, place, 0, name.length);
        numbers = ByteBuffer.wrap(place).order(ByteOrder.LITTLE_ENDIAN);
    }

    void append(KeyEncoder encoder, int partition, long offset, ColumnBuilder keys) {
        numbers.putInt(partitionAt, partition);
        numbers.putLong(partitionAt + Integer.BYTES, offset);
        encoder.reset().putEncoded(place, 0, place.length).hash();
        keys.append128(encoder.high(), encoder.low());
    }
}
