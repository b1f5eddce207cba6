package io.millrace.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.agrona.UnsafeApi;

/**
 * Reads and writes raw off-heap addresses, unaligned, in the machine's order, which is little-endian wherever the engine runs. The
 * callers own the bounds: they check a whole range once at the entry of a kernel, not once a row. Stateless; any thread.
 *
 * <p>Through Agrona's door to the JDK's own accessor rather than {@link #ALL}: one call instead of a chain that the JVM must
 * inline at every access, which is a large part of a short run.
 */
public final class OffHeap {
    /** All of the address space, for {@code fromMemorySegment(species, ALL, address, ORDER)} in vector kernels. */
    @SuppressWarnings("restricted") // native access is one of the flags in java-flags
    public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    public static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private OffHeap() {}

    public static byte getByte(long address) {
        return UnsafeApi.getByte(address);
    }

    public static void putByte(long address, byte value) {
        UnsafeApi.putByte(address, value);
    }

    public static short getShort(long address) {
        return UnsafeApi.getShort(address);
    }

    public static void putShort(long address, short value) {
        UnsafeApi.putShort(address, value);
    }

    public static int getInt(long address) {
        return UnsafeApi.getInt(address);
    }

    public static void putInt(long address, int value) {
        UnsafeApi.putInt(address, value);
    }

    public static long getLong(long address) {
        return UnsafeApi.getLong(address);
    }

    public static void putLong(long address, long value) {
        UnsafeApi.putLong(address, value);
    }

    public static double getDouble(long address) {
        return UnsafeApi.getDouble(address);
    }

    public static void putDouble(long address, double value) {
        UnsafeApi.putDouble(address, value);
    }

    /** Copies {@code byteCount} bytes; the ranges may overlap. */
    public static void copy(long from, long to, long byteCount) {
        UnsafeApi.copyMemory(from, to, byteCount);
    }

    /** Copies heap bytes to an address. */
    public static void copy(byte[] from, int fromIndex, long to, int byteCount) {
        MemorySegment.copy(from, fromIndex, ALL, ValueLayout.JAVA_BYTE, to, byteCount);
    }

    /** Copies bytes at an address to the heap. */
    public static void copy(long from, byte[] to, int toIndex, int byteCount) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, from, to, toIndex, byteCount);
    }

    public static void fill(long address, long byteCount, byte value) {
        UnsafeApi.setMemory(address, byteCount, value);
    }

    /** Returns whether two byte ranges hold the same bytes. */
    public static boolean equal(long left, long right, long byteCount) {
        long at = 0;
        for (; at + Long.BYTES <= byteCount; at += Long.BYTES) {
            if (getLong(left + at) != getLong(right + at)) {
                return false;
            }
        }
        for (; at < byteCount; at++) {
            if (getByte(left + at) != getByte(right + at)) {
                return false;
            }
        }
        return true;
    }

    /** Compares byte ranges as unsigned bytes, the shorter first when one is the prefix of the other. */
    public static int compare(long left, long leftCount, long right, long rightCount) {
        long common = Math.min(leftCount, rightCount);
        long at = 0;
        for (; at + Long.BYTES <= common; at += Long.BYTES) {
            long a = getLong(left + at);
            long b = getLong(right + at);
            if (a != b) {
                return Long.compareUnsigned(Long.reverseBytes(a), Long.reverseBytes(b));
            }
        }
        for (; at < common; at++) {
            int difference = Byte.compareUnsigned(getByte(left + at), getByte(right + at));
            if (difference != 0) {
                return difference;
            }
        }
        return Long.compare(leftCount, rightCount);
    }

    public static boolean getBit(long bitmapAddress, int index) {
        return (getByte(bitmapAddress + (index >>> 3)) >>> (index & 7) & 1) != 0;
    }

    public static void setBit(long bitmapAddress, int index) {
        long at = bitmapAddress + (index >>> 3);
        putByte(at, (byte) (getByte(at) | 1 << (index & 7)));
    }

    public static void clearBit(long bitmapAddress, int index) {
        long at = bitmapAddress + (index >>> 3);
        putByte(at, (byte) (getByte(at) & ~(1 << (index & 7))));
    }
}
