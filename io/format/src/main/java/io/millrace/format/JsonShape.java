package io.millrace.format;

import io.millrace.memory.OffHeap;
import java.util.Arrays;

/**
 * The text between the values of a record: records of one writer have all of it in common, so the next record is expected to be
 * the last one with other values in it. What stands before value {@code f} is compared as whole words, the last of them masked.
 */
final class JsonShape {
    static final int BRANCH = -2;

    private static final int MAX_FIELDS = 256;
    private static final int MAX_WORDS = 4096;

    /** Number of values; −1 where nothing is expected. */
    int fieldCount = -1;
    /** What reads each value, null where it is skipped. */
    JsonNode[] nodes = new JsonNode[8];
    /** Where each value's cells are in the table: −1 where it is skipped, {@link #BRANCH} where columns are inside it. */
    int[] targets = new int[8];
    /** Bytes before each value, and behind the last one. */
    int[] gapBytes = new int[9];
    /** Columns that such a record does not have, as offsets into the table of cells. */
    final int[] absent;

    int absentCount;

    /** The first word of each gap, and which of its bytes count. */
    long[] firstWords = new long[9];

    long[] firstMasks = new long[9];

    /** The words of the gaps one after the other, gap g from {@code wordStarts[g]} on. */
    private int[] wordStarts = new int[10];

    private long[] words = new long[32];
    private long[] masks = new long[32];
    private long gapStart;
    private boolean fits;

    JsonShape(int columnCount) {
        absent = new int[columnCount];
    }

    void start(long address) {
        fieldCount = 0;
        gapStart = address;
        fits = true;
    }

    void field(long valueStart, long valueEnd, JsonNode node) {
        if (fieldCount == MAX_FIELDS) {
            fits = false;
        }
        if (!fits) {
            return;
        }
        if (fieldCount == nodes.length) {
            nodes = Arrays.copyOf(nodes, fieldCount * 2);
            targets = Arrays.copyOf(targets, fieldCount * 2);
            gapBytes = Arrays.copyOf(gapBytes, fieldCount * 2 + 1);
            wordStarts = Arrays.copyOf(wordStarts, fieldCount * 2 + 2);
            firstWords = Arrays.copyOf(firstWords, fieldCount * 2 + 1);
            firstMasks = Arrays.copyOf(firstMasks, fieldCount * 2 + 1);
        }
        nodes[fieldCount] = node;
        targets[fieldCount] = node == null ? -1 : node.hasChildren() ? BRANCH : node.target;
        gap(valueStart);
        fieldCount++;
        gapStart = valueEnd;
    }

    /** The record's closing brace is before {@code address}. */
    void end(long address) {
        gap(address);
        if (!fits) {
            fieldCount = -1;
        }
    }

    void forget() {
        fieldCount = -1;
    }

    /** Whether a field of such a record is, or may hold, the value of a column. */
    boolean reads(int target) {
        for (int i = 0; i < fieldCount; i++) {
            if (nodes[i] != null && nodes[i].covers(target)) {
                return true;
            }
        }
        return false;
    }

    private void gap(long end) {
        int length = (int) (end - gapStart);
        int from = wordStarts[fieldCount];
        int to = from + (length + 7 >>> 3);
        if (!fits || to > MAX_WORDS) {
            fits = false;
            return;
        }
        if (to > words.length) {
            words = Arrays.copyOf(words, Math.max(to, words.length * 2));
            masks = Arrays.copyOf(masks, words.length);
        }
        for (int i = from; i < to; i++) {
            int left = length - (i - from << 3);
            masks[i] = left >= 8 ? -1L : (1L << (left << 3)) - 1;
            words[i] = OffHeap.getLong(gapStart + (i - from << 3)) & masks[i];
        }
        firstWords[fieldCount] = words[from];
        firstMasks[fieldCount] = masks[from];
        gapBytes[fieldCount] = length;
        wordStarts[fieldCount + 1] = to;
    }

    /** Whether a gap longer than a word, whose first word was seen at {@code address}, goes on as it should. */
    boolean restMatches(int gap, long address) {
        int to = wordStarts[gap + 1];
        long at = address + Long.BYTES;
        for (int i = wordStarts[gap] + 1; i < to; i++, at += Long.BYTES) {
            if (((OffHeap.getLong(at) ^ words[i]) & masks[i]) != 0) {
                return false;
            }
        }
        return true;
    }
}
