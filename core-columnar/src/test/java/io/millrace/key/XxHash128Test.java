package io.millrace.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import net.openhft.hashing.LongTupleHashFunction;
import org.junit.jupiter.api.Test;

final class XxHash128Test {
    @Test
    void agreesWithTheLibraryAtEveryShortLengthAndOffset() {
        long seed = 7;
        byte[] bytes = new byte[400];
        new Random(seed).nextBytes(bytes);
        XxHash128 xxHash = new XxHash128();
        long[] expected = new long[2];
        for (int length = 0; length <= 300; length++) {
            for (int from = 0; from < 9; from++) {
                xxHash.hash(bytes, from, length);
                LongTupleHashFunction.xx128().hashBytes(bytes, from, length, expected);
                String where = "seed " + seed + ", length " + length + ", from " + from;
                assertEquals(expected[0], xxHash.low, where);
                assertEquals(expected[1], xxHash.high, where);
            }
        }
    }

    /** The constant is the exclusive or of the digests that the reference implementation in C gives. */
    @Test
    void agreesWithTheReferenceImplementationAtEveryLength() {
        XxHash128 xxHash = new XxHash128();
        long high = 0;
        long low = 0;
        for (int length = 1; length <= 1300; length++) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (i * 31 + length);
            }
            xxHash.hash(bytes, 0, length);
            high ^= xxHash.high;
            low ^= xxHash.low;
        }
        assertEquals(0xA3678F87E6E8AAAFL, high);
        assertEquals(0x790C01B8324C448BL, low);
    }
}
