package io.millrace.state;

import io.millrace.memory.OffHeap;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.util.List;

/**
 * Where the parts of a state row lie: a record of 64-bit little-endian words.
 *
 * <pre>
 *   header      bits 63..16 net weight (signed), bits 15..0 marks
 *   cells       BIT, I64, F64 one word; I128 low word, high word; BYTES a 16-byte view:
 *                 bits 31..0 of the first word   length
 *                 bits 63..32                    bytes 0..3
 *                 second word                    bytes 4..11 where length ≤ 12, else a reference into the row store's bytes
 *   status      2 bits a cell ({@code CellStatus} ordinal), 32 cells a word; only where some cell can be other than a value
 *   iteration   one word; only inside loops
 *   extra       what the operator asked for: accumulators, links
 * </pre>
 *
 * Unused bytes of a view are 0, and cells that are None, in error or pending have fixed contents, so equal cells have equal words
 * (long bytes apart).
 */
public final class RowLayout {
    public static final int WEIGHT_SHIFT = 16;
    /** Mark of a row that changed in the open epoch. */
    public static final long TOUCHED = 1;
    /** Mark of a row that is not in use; its weight bits hold the next free ordinal. */
    static final long FREE = 2;
    /** Bytes that a view holds itself. */
    static final int INLINE_BYTES = 12;

    private static final int CELLS_PER_STATUS_WORD = 32;

    private final Type[] types;
    private final int[] cellOffsets;
    private final int statusOffset;
    private final int iterationOffset;
    private final int extraOffset;
    private final int recordBytes;
    private final boolean hasBytes;

    private RowLayout(List<Type> types, boolean hasStatus, boolean hasIteration, int extraWords) {
        this.types = types.toArray(Type[]::new);
        this.cellOffsets = new int[types.size()];
        boolean bytes = false;
        int words = 1;
        for (int cell = 0; cell < cellOffsets.length; cell++) {
            cellOffsets[cell] = words * Long.BYTES;
            Lane lane = types.get(cell).lane();
            words += lane.stateWords();
            bytes |= lane == Lane.BYTES;
        }
        hasBytes = bytes;
        statusOffset = hasStatus ? words * Long.BYTES : -1;
        words += hasStatus ? (cellOffsets.length + CELLS_PER_STATUS_WORD - 1) / CELLS_PER_STATUS_WORD : 0;
        iterationOffset = hasIteration ? words * Long.BYTES : -1;
        words += hasIteration ? 1 : 0;
        extraOffset = words * Long.BYTES;
        recordBytes = (words + extraWords) * Long.BYTES;
    }

    /** Rows whose cells are values, or None in optional types. */
    public static RowLayout of(List<Type> types, int extraWords) {
        return new RowLayout(types, types.stream().anyMatch(RowLayout::mayBeEmpty), false, extraWords);
    }

    /** Rows whose cells may be in error or pending whatever their type. */
    public static RowLayout ofAnyStatus(List<Type> types, int extraWords) {
        return new RowLayout(types, !types.isEmpty(), false, extraWords);
    }

    /** The same with a word for the iteration of a loop. */
    public RowLayout withIteration() {
        return new RowLayout(List.of(types), hasStatus(), true, extraWords());
    }

    private static boolean mayBeEmpty(Type type) {
        return type.isOptional() || type instanceof Type.Future;
    }

    public int cellCount() {
        return types.length;
    }

    public Type type(int cell) {
        return types[cell];
    }

    public int recordBytes() {
        return recordBytes;
    }

    public int wordCount() {
        return recordBytes / Long.BYTES;
    }

    /** Byte offset of a cell's first word. */
    public int cellOffset(int cell) {
        return cellOffsets[cell];
    }

    /** Whether a cell can be other than a value. */
    public boolean hasStatus() {
        return statusOffset >= 0;
    }

    /** Byte offset of the word that holds a cell's status. */
    int statusOffset(int cell) {
        return statusOffset + cell / CELLS_PER_STATUS_WORD * Long.BYTES;
    }

    /** Position of a cell's two status bits in their word. */
    static int statusShift(int cell) {
        return 2 * (cell % CELLS_PER_STATUS_WORD);
    }

    /** The status of a cell of a record, as an ordinal. */
    int status(long record, int cell) {
        return hasStatus() ? (int) (OffHeap.getLong(record + statusOffset(cell)) >>> statusShift(cell)) & 3 : 0;
    }

    /** Byte offset of the iteration, or −1. */
    public int iterationOffset() {
        return iterationOffset;
    }

    /** Byte offset of the operator's own words. */
    public int extraOffset() {
        return extraOffset;
    }

    public int extraWords() {
        return (recordBytes - extraOffset) / Long.BYTES;
    }

    /** Whether a cell is in lane BYTES. */
    boolean hasBytes() {
        return hasBytes;
    }

    /** A number that is the same for equal layouts, for files. */
    int fingerprint() {
        int hash = statusOffset * 31 + iterationOffset;
        for (Type type : types) {
            hash = hash * 31 + type.lane().ordinal() + 1;
        }
        return hash * 31 + recordBytes;
    }

    /** The net weight in a header word. */
    public static long weight(long header) {
        return header >> WEIGHT_SHIFT;
    }
}
