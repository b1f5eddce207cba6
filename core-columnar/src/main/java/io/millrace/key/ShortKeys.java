package io.millrace.key;

import static io.millrace.key.KeyEncoder.INT64;
import static io.millrace.key.KeyEncoder.NONE;
import static io.millrace.key.KeyEncoder.POINTER;
import static io.millrace.key.KeyEncoder.STRING;

import io.millrace.memory.OffHeap;

/**
 * Keys of the shapes that are computed a row at a time by the million: one int64, one string, and the ids that joins,
 * flatten and concat derive from other ids. Each call leaves its result in {@link #high} and {@link #low}.
 *
 * <p>The results are those of {@link KeyEncoder}, but the encoding exists in registers only. Through the buffer the
 * hash has to wait for bytes that were just stored at other offsets, which took two to three times as long in an ad-hoc
 * loop.
 *
 * <p>Allocates nothing (a string's length above 23 goes through an encoder of its own); one thread; holds no native
 * memory.
 */
public final class ShortKeys {
    private static final int LONGEST_STRING_IN_REGISTERS = 23;

    private final XxHash128 xxHash = new XxHash128();
    private final KeyEncoder encoder = new KeyEncoder();
    private long high;
    private long low;

    /** Computes the key of one int64. */
    public void int64Key(long value) {
        xxHash.hash9To16(INT64 | value << 8, value, 9);
        take();
    }

    /** Computes the key of one string given as UTF-8 in readable memory. */
    public void stringKey(long address, int byteCount) {
        if (byteCount > LONGEST_STRING_IN_REGISTERS) {
            encoder.reset().putString(address, byteCount).hash();
            high = encoder.high();
            low = encoder.low();
            return;
        }
        // Bytes 0 to 8 of the encoding are the kind and the length, of which only the lowest byte is not zero.
        long head = STRING | (long) byteCount << 8;
        if (byteCount < Long.BYTES) {
            // The last eight bytes: zeros of the length, then the string at the top.
            long last = byteCount == 0 ? 0 : upTo7Bytes(address, byteCount) << -8 * byteCount;
            xxHash.hash9To16(head, last, 9 + byteCount);
        } else {
            long first = OffHeap.getLong(address);
            long last = OffHeap.getLong(address + byteCount - 8);
            xxHash.begin17To128(9 + byteCount);
            xxHash.addPair0(head, first << 8, beforeLast8(address, first, byteCount), last);
            xxHash.finish17To128(9 + byteCount);
        }
        take();
    }

    /**
     * Computes the id of a joined row: the key of both sides' ids on the shard of the join key.
     *
     * @param joinKeyLow the lower 64 bits of the key of the join's key values, which for a join with an instance is a
     *     key with that instance
     */
    public void joinKey(long leftHigh, long leftLow, long rightHigh, long rightLow, long joinKeyLow) {
        // Byte 0 is the left kind, 1 to 16 the left key, 17 the right kind, 18 to 33 the right key.
        xxHash.begin17To128(34);
        xxHash.addPair1(
                leftHigh >>> 56 | POINTER << 8 | rightLow << 16,
                rightLow >>> 48 | rightHigh << 16,
                leftLow >>> 8 | leftHigh << 56,
                leftHigh >>> 8 | (long) POINTER << 56);
        xxHash.addPair0(POINTER | leftLow << 8, leftLow >>> 56 | leftHigh << 8, rightLow, rightHigh);
        xxHash.finish17To128(34);
        takeOnShardOf(joinKeyLow);
    }

    /** Computes the id of a left row without a match in an outer join; see {@link #joinKey}. */
    public void joinKeyOfLeft(long leftHigh, long leftLow, long joinKeyLow) {
        // Byte 0 is the left kind, 1 to 16 the left key, 17 the kind of None.
        xxHash.begin17To128(18);
        xxHash.addPair0(
                POINTER | leftLow << 8,
                leftLow >>> 56 | leftHigh << 8,
                leftLow >>> 8 | leftHigh << 56,
                leftHigh >>> 8 | (long) NONE << 56);
        xxHash.finish17To128(18);
        takeOnShardOf(joinKeyLow);
    }

    /** Computes the id of a right row without a match in an outer join; see {@link #joinKey}. */
    public void joinKeyOfRight(long rightHigh, long rightLow, long joinKeyLow) {
        // Byte 0 is the kind of None, 1 the right kind, 2 to 17 the right key.
        xxHash.begin17To128(18);
        xxHash.addPair0(NONE | POINTER << 8 | rightLow << 16, rightLow >>> 48 | rightHigh << 16, rightLow, rightHigh);
        xxHash.finish17To128(18);
        takeOnShardOf(joinKeyLow);
    }

    /** Computes the id of element {@code index} (from 0) of a flattened row, on the shard of that row. */
    public void flattenKey(long keyHigh, long keyLow, long index) {
        pointerAndInt64(keyHigh, keyLow, index);
        takeOnShardOf(keyLow);
    }

    /** Computes the id that a row of the {@code tableIndex}-th table (from 0) gets in a concatenation with new ids. */
    public void concatKey(long keyHigh, long keyLow, long tableIndex) {
        pointerAndInt64(keyHigh, keyLow, tableIndex);
        take();
    }

    /** The upper 64 bits of the key computed last. */
    public long high() {
        return high;
    }

    /** The lower 64 bits of the key computed last. */
    public long low() {
        return low;
    }

    /** The key computed last, as a value; allocates. */
    public Pointer key() {
        return new Pointer(high, low);
    }

    private void pointerAndInt64(long keyHigh, long keyLow, long number) {
        // Byte 0 is the kind of a pointer, 1 to 16 the key, 17 the kind of int64, 18 to 25 the number.
        xxHash.begin17To128(26);
        xxHash.addPair0(
                POINTER | keyLow << 8, keyLow >>> 56 | keyHigh << 8, keyHigh >>> 8 | (long) INT64 << 56, number);
        xxHash.finish17To128(26);
    }

    /** Bytes 16 to 9 from the end of the encoding of a string of 8 to 23 bytes that begins with {@code first}. */
    private static long beforeLast8(long address, long first, int byteCount) {
        if (byteCount >= 16) {
            return OffHeap.getLong(address + byteCount - 16);
        }
        // At 8 bytes this is the length itself; above, zeros of the length and then the string at the top.
        return byteCount == 8 ? byteCount : first << -8 * byteCount;
    }

    /** The 1 to 7 bytes at the address as a number; reads none behind them. */
    private static long upTo7Bytes(long address, int byteCount) {
        if (byteCount >= 4) {
            long front = OffHeap.getInt(address) & 0xFFFFFFFFL;
            long back = OffHeap.getInt(address + byteCount - 4) & 0xFFFFFFFFL;
            return front | back << 8 * (byteCount - 4);
        }
        long front = OffHeap.getByte(address) & 0xFF;
        long middle = OffHeap.getByte(address + (byteCount >>> 1)) & 0xFF;
        long back = OffHeap.getByte(address + byteCount - 1) & 0xFF;
        return front | middle << 8 * (byteCount >>> 1) | back << 8 * (byteCount - 1);
    }

    private void take() {
        high = xxHash.high;
        low = xxHash.low;
    }

    private void takeOnShardOf(long shardKeyLow) {
        high = xxHash.high;
        low = Pointer.lowWithShardOf(xxHash.low, shardKeyLow);
    }
}
