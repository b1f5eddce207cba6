package io.millrace.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import net.openhft.hashing.LongTupleHashFunction;

/**
 * XXH3-128 with seed 0 and the default secret, into two fields instead of an array; one thread.
 *
 * <p>Inputs of 9 to 128 bytes, which is nearly every key (an int64 is 9, two pointers are 34), take the short forms of
 * the xxHash specification, written out here so that they inline: an int64 hashed from registers took a quarter of the
 * time of the library's general entry in an ad-hoc loop. All other lengths go to the library, which is also the oracle
 * of the tests.
 */
final class XxHash128 {
    private static final LongTupleHashFunction ANY_LENGTH = LongTupleHashFunction.xx128();
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long PRIME32_2 = 0x85EBCA77L;
    private static final long PRIME64_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME64_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME64_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_AVALANCHE = 0x165667919E3779F9L;

    // The first 128 of the 192 bytes of the default secret, as little-endian words.
    private static final long S0 = 0xBE4BA423396CFEB8L;
    private static final long S1 = 0x1CAD21F72C81017CL;
    private static final long S2 = 0xDB979083E96DD4DEL;
    private static final long S3 = 0x1F67B3B7A4A44072L;
    private static final long S4 = 0x78E5C0CC4EE679CBL;
    private static final long S5 = 0x2172FFCC7DD05A82L;
    private static final long S6 = 0x8E2443F7744608B8L;
    private static final long S7 = 0x4C263A81E69035E0L;
    private static final long S8 = 0xCB00C391BB52283CL;
    private static final long S9 = 0xA32E531B8B65D088L;
    private static final long S10 = 0x4EF90DA297486471L;
    private static final long S11 = 0xD8ACDEA946EF1938L;
    private static final long S12 = 0x3F349CE33F76FAA8L;
    private static final long S13 = 0x1D4F0BC7C7BBDCF9L;
    private static final long S14 = 0x3159B4CD4BE0518AL;
    private static final long S15 = 0x647378D9C97E9FC8L;

    private final long[] lowThenHigh = new long[2];
    private long a;
    private long b;

    /** The upper 64 bits of the last hash. */
    long high;
    /** The lower 64 bits of the last hash. */
    long low;

    /** Hashes {@code bytes[from, from + length)}; any length. */
    void hash(byte[] bytes, int from, int length) {
        if (length > 128 || length < 9) {
            ANY_LENGTH.hashBytes(bytes, from, length, lowThenHigh);
            low = lowThenHigh[0];
            high = lowThenHigh[1];
        } else if (length > 16) {
            hash17To128(bytes, from, length);
        } else {
            hash9To16(int64(bytes, from), int64(bytes, from + length - 8), length);
        }
    }

    /**
     * Hashes {@code length} bytes, 9 to 16, of which {@code first} are the first eight and {@code last} the last eight
     * (they overlap).
     */
    void hash9To16(long first, long last, int length) {
        long mixed = first ^ last ^ S4 ^ S5;
        long flippedLast = last ^ S6 ^ S7;
        long productLow = mixed * PRIME64_1 + ((long) (length - 1) << 54);
        long productHigh = Math.unsignedMultiplyHigh(mixed, PRIME64_1)
                + flippedLast
                + (flippedLast & 0xFFFFFFFFL) * (PRIME32_2 - 1);
        productLow ^= Long.reverseBytes(productHigh);
        low = avalanche(productLow * PRIME64_2);
        high = avalanche(Math.unsignedMultiplyHigh(productLow, PRIME64_2) + productHigh * PRIME64_2);
    }

    /** Starts a hash of 17 to 128 bytes; blocks of 16 bytes follow in pairs, the outermost pair last. */
    void begin17To128(int length) {
        a = length * PRIME64_1;
        b = 0;
    }

    /** Adds the outermost pair: the first 16 bytes as {@code x0, x1} and the last 16 as {@code y0, y1}. */
    void addPair0(long x0, long x1, long y0, long y1) {
        a = (a + fold(x0 ^ S0, x1 ^ S1)) ^ (y0 + y1);
        b = (b + fold(y0 ^ S2, y1 ^ S3)) ^ (x0 + x1);
    }

    /** Adds the second 16 bytes from the front and from the back; only above 32 bytes. */
    void addPair1(long x0, long x1, long y0, long y1) {
        a = (a + fold(x0 ^ S4, x1 ^ S5)) ^ (y0 + y1);
        b = (b + fold(y0 ^ S6, y1 ^ S7)) ^ (x0 + x1);
    }

    private void addPair2(long x0, long x1, long y0, long y1) {
        a = (a + fold(x0 ^ S8, x1 ^ S9)) ^ (y0 + y1);
        b = (b + fold(y0 ^ S10, y1 ^ S11)) ^ (x0 + x1);
    }

    private void addPair3(long x0, long x1, long y0, long y1) {
        a = (a + fold(x0 ^ S12, x1 ^ S13)) ^ (y0 + y1);
        b = (b + fold(y0 ^ S14, y1 ^ S15)) ^ (x0 + x1);
    }

    /** Ends what {@link #begin17To128} started. */
    void finish17To128(int length) {
        low = avalanche(a + b);
        high = -avalanche(a * PRIME64_1 + b * PRIME64_4 + length * PRIME64_2);
    }

    private void hash17To128(byte[] in, int from, int length) {
        int end = from + length;
        begin17To128(length);
        if (length > 96) {
            addPair3(int64(in, from + 48), int64(in, from + 56), int64(in, end - 64), int64(in, end - 56));
        }
        if (length > 64) {
            addPair2(int64(in, from + 32), int64(in, from + 40), int64(in, end - 48), int64(in, end - 40));
        }
        if (length > 32) {
            addPair1(int64(in, from + 16), int64(in, from + 24), int64(in, end - 32), int64(in, end - 24));
        }
        addPair0(int64(in, from), int64(in, from + 8), int64(in, end - 16), int64(in, end - 8));
        finish17To128(length);
    }

    private static long fold(long x, long y) {
        return x * y ^ Math.unsignedMultiplyHigh(x, y);
    }

    private static long avalanche(long bits) {
        long mixed = (bits ^ bits >>> 37) * PRIME_AVALANCHE;
        return mixed ^ mixed >>> 32;
    }

    private static long int64(byte[] bytes, int at) {
        return (long) INT64.get(bytes, at);
    }
}
