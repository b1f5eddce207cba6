package io.millrace.connector;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where a subject stands: the rows given so far, and the state that it reported for them, or null. In a journal: a byte of format,
 * 1; the count in eight bytes, little-endian; the state, where there is one, behind a byte of 1, else a byte of 0.
 */
record SubjectPosition(long rowCount, byte[] state) {
    private static final byte FORMAT = 1;
    private static final int HEAD_BYTES = 10;

    byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + (state == null ? 0 : state.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(FORMAT).putLong(rowCount).put((byte) (state == null ? 0 : 1));
        if (state != null) {
            bytes.put(state);
        }
        return bytes.array();
    }

    /** Reads what {@link #encode} wrote; null is the beginning. */
    static SubjectPosition decode(byte[] bytes) {
        if (bytes == null) {
            return new SubjectPosition(0, null);
        }
        if (bytes.length < HEAD_BYTES || bytes[0] != FORMAT) {
            throw new IllegalStateException("the journal holds no position of a subject of format " + FORMAT);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long rowCount = in.position(1).getLong();
        byte[] state = null;
        if (in.get() == 1) {
            state = new byte[in.remaining()];
            in.get(state);
        }
        return new SubjectPosition(rowCount, state);
    }
}
