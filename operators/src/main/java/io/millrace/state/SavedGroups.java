package io.millrace.state;

import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * How what groups keep outside of their records is saved, version 1: one block a piece, by the ordinals that groups have in the
 * store they are saved with. Blocks are little-endian, begin with a magic number and the version, and end with a crc32c.
 *
 * <pre>
 *   order     words of a key, whether keys can be longer; then of each group with keys its ordinal, their number (64 bits), and of
 *             each key, in order, its length, bytes and weight (64 bits); at last −1
 *   bytes     of each group that has some its ordinal, their length and they; at last −1
 * </pre>
 *
 * An order is built again key by key, and so is as good for another number of workers.
 */
public final class SavedGroups {
    private static final int ORDER_MAGIC = 0x4D52474F;
    private static final int BYTES_MAGIC = 0x4D524742;
    private static final int VERSION = 1;
    private static final int END = -1;

    private SavedGroups() {}

    /** All groups of an operator. */
    @FunctionalInterface
    public interface Groups {
        void forEach(Visitor visitor) throws IOException;
    }

    /** Takes one group. */
    @FunctionalInterface
    public interface Visitor {
        void visit(int ordinal, long words) throws IOException;
    }

    /** Where groups of a saved state are now. */
    @FunctionalInterface
    public interface Target {
        /** Returns the address of a group's words, or 0 where it is not here. */
        long words(int savedOrdinal);
    }

    /** What a group keeps, as bytes. */
    @FunctionalInterface
    public interface ToBytes {
        /** Returns null where there is nothing to save. */
        byte[] bytes(long words) throws IOException;
    }

    /** Takes back what a group kept. */
    @FunctionalInterface
    public interface FromBytes {
        void take(long words, byte[] bytes) throws IOException;
    }

    /** @param byteOffset where the order's word is among a group's words */
    static void saveOrder(StateOutput output, String part, Groups groups, int byteOffset, OrderedIndex index)
            throws IOException {
        StateWriter out = new StateWriter(output.block(part, 0, StateOutput.ALWAYS), ORDER_MAGIC, VERSION);
        index.nodes().saveShapeTo(out);
        groups.forEach((ordinal, words) -> {
            if (!index.isEmpty(words + byteOffset)) {
                out.putInt(ordinal);
                index.saveTo(out, words + byteOffset);
            }
        });
        out.putInt(END);
        out.finish();
    }

    static void restoreOrder(
            StateInput input, String part, Target target, int byteOffset, OrderedIndex index, OrderedKey key)
            throws IOException {
        StateReader in = new StateReader(input.block(part, 0), ORDER_MAGIC, VERSION);
        index.nodes().requireShapeOf(in);
        for (int ordinal = in.getInt(); ordinal != END; ordinal = in.getInt()) {
            in.require(ordinal >= 0, "a group has no number");
            long words = target.words(ordinal);
            index.restoreFrom(in, words == 0 ? 0 : words + byteOffset, key);
        }
        in.finish();
    }

    /** Saves what groups keep as bytes. */
    public static void saveBytes(
            StateOutput output, String part, Groups groups, BufferAllocator allocator, ToBytes bytes)
            throws IOException {
        StateWriter out = new StateWriter(output.block(part, 0, StateOutput.ALWAYS), BYTES_MAGIC, VERSION);
        groups.forEach((ordinal, words) -> {
            byte[] saved = bytes.bytes(words);
            if (saved != null) {
                out.putInt(ordinal);
                out.putInt(saved.length);
                try (Chunk copy = Chunk.open(allocator, Math.max(1, saved.length))) {
                    OffHeap.copy(saved, 0, copy.address(), saved.length);
                    out.putBytes(copy.address(), saved.length);
                }
            }
        });
        out.putInt(END);
        out.finish();
    }

    /** Gives groups back what {@link #saveBytes} saved. */
    public static void restoreBytes(
            StateInput input, String part, Target target, BufferAllocator allocator, FromBytes taker)
            throws IOException {
        StateReader in = new StateReader(input.block(part, 0), BYTES_MAGIC, VERSION);
        // Nobody is to make sense of bytes whose checksum is not known to match.
        List<Long> groups = new ArrayList<>();
        List<byte[]> all = new ArrayList<>();
        for (int ordinal = in.getInt(); ordinal != END; ordinal = in.getInt()) {
            in.require(ordinal >= 0, "a group has no number");
            int length = in.getCount(Integer.MAX_VALUE);
            try (Chunk copy = Chunk.open(allocator, Math.max(1, length))) {
                in.getBytes(copy.address(), length);
                long words = target.words(ordinal);
                if (words != 0) {
                    byte[] bytes = new byte[length];
                    OffHeap.copy(copy.address(), bytes, 0, length);
                    groups.add(words);
                    all.add(bytes);
                }
            }
        }
        in.finish();
        for (int i = 0; i < all.size(); i++) {
            taker.take(groups.get(i), all.get(i));
        }
    }
}
