package io.millrace.kafka;

import java.util.Arrays;

/** Bytes of unsigned LEB128 numbers, to write or to read. */
final class VarintBuffer {
    private byte[] bytes;
    private int at;

    VarintBuffer() {
        bytes = new byte[64];
    }

    /** Reads bytes that somebody else keeps. */
    VarintBuffer(byte[] bytes) {
        this.bytes = bytes;
    }

    void clear() {
        at = 0;
    }

    VarintBuffer putByte(int value) {
        if (at == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        bytes[at++] = (byte) value;
        return this;
    }

    VarintBuffer put(long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            putByte((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        return putByte((int) left);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, at);
    }

    int nextByte() {
        if (at == bytes.length) {
            throw new IllegalStateException("a Kafka source's journal entry ends too early");
        }
        return bytes[at++];
    }

    long next() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = nextByte();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("a number in a Kafka source's journal entry does not end");
    }

    int nextInt() {
        return Math.toIntExact(next());
    }

    void requireFormat(int format, String what) {
        int found = nextByte();
        if (found != format) {
            throw new IllegalStateException(what + " of format " + found + "; this version reads format " + format);
        }
    }

    void requireEnd(String what) {
        if (at != bytes.length) {
            throw new IllegalStateException(what + " has " + (bytes.length - at) + " bytes too many");
        }
    }
}
