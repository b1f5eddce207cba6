package io.millrace.format;

import io.millrace.memory.OffHeap;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** {@link ByteScan} on the Vector API. */
final class VectorScan implements ByteScan {
    static final VectorScan INSTANCE = new VectorScan();

    private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private VectorScan() {}

    @Override
    public long index(long base, int from, int to, CsvBytes bytes, int[] positions, int count) {
        byte delimiter = bytes.delimiter();
        byte quote = bytes.quote();
        byte escape = bytes.escape();
        boolean hasEscape = bytes.hasEscape();
        ByteVector seen = ByteVector.zero(SPECIES);
        int found = count;
        for (int at = from; at < to; at += Long.SIZE) {
            long bits = 0;
            for (int part = 0; part < Long.SIZE; part += LANES) {
                ByteVector vector = load(base + at + part);
                VectorMask<Byte> mask = vector.eq((byte) '\n')
                        .or(vector.eq(delimiter))
                        .or(vector.eq(quote))
                        .or(vector.eq((byte) '\r'));
                if (hasEscape) {
                    mask = mask.or(vector.eq(escape));
                }
                bits |= mask.toLong() << part;
                seen = seen.or(vector);
            }
            if (to - at < Long.SIZE) {
                bits &= (1L << to - at) - 1;
            }
            found = ScalarScan.flatten(bits, at, positions, found);
        }
        return found | (seen.lt((byte) 0).anyTrue() ? NON_ASCII : 0);
    }

    private static ByteVector load(long address) {
        return ByteVector.fromMemorySegment(SPECIES, OffHeap.ALL, address, OffHeap.ORDER);
    }
}
