package io.millrace.temporal;

import io.millrace.state.GroupWords;

/**
 * What time it is for an instance, by the address of its words. Times are words whose unsigned order is theirs.
 *
 * <pre>
 *   0  what the epoch brings
 *   1  the rows that are held
 *   2  the time: the greatest so far
 *   3  the time up to which rows were released
 *   4  marks: which of the others say something
 *   5  the greatest time of the open epoch
 *   6  threshold, 7 id (high), 8 id (low) of the last row that was released
 * </pre>
 */
final class Clocks {
    static final int WORDS = 9;

    /** Where the word of the rows that are held is. */
    static final int HELD = Long.BYTES;

    private static final int TIME = 2 * Long.BYTES;
    private static final int RELEASED = 3 * Long.BYTES;
    private static final int MARKS = 4 * Long.BYTES;
    private static final int FUTURE = 5 * Long.BYTES;
    private static final int LAST_THRESHOLD = 6 * Long.BYTES;
    private static final int LAST_HIGH = 7 * Long.BYTES;
    private static final int LAST_LOW = 8 * Long.BYTES;

    private static final long HAS_TIME = 1;
    private static final long HAS_RELEASED = 2;
    private static final long HAS_FUTURE = 4;
    private static final long HAS_LAST = 8;

    private Clocks() {}

    /** Address of the word of the rows that are held. */
    static long held(long words) {
        return words + HELD;
    }

    /** A row of the open epoch has this time. */
    static void see(long words, long time) {
        raise(words, FUTURE, HAS_FUTURE, time);
    }

    /** The open epoch's times count from now on. */
    static void advance(long words) {
        if (has(words, HAS_FUTURE)) {
            raise(words, TIME, HAS_TIME, GroupWords.get(words + FUTURE));
            GroupWords.put(words + MARKS, GroupWords.get(words + MARKS) & ~HAS_FUTURE);
        }
    }

    /** Whether the time is at a threshold. */
    static boolean isDue(long words, long threshold) {
        return has(words, HAS_TIME) && Long.compareUnsigned(threshold, GroupWords.get(words + TIME)) <= 0;
    }

    /** All that is due was released. */
    static void noteReleased(long words) {
        if (has(words, HAS_TIME)) {
            raise(words, RELEASED, HAS_RELEASED, GroupWords.get(words + TIME));
        }
    }

    /** A row was released. */
    static void noteLast(long words, long threshold, long idHigh, long idLow) {
        if (!has(words, HAS_LAST) || compareWithLast(words, threshold, idHigh, idLow) > 0) {
            GroupWords.put(words + MARKS, GroupWords.get(words + MARKS) | HAS_LAST);
            GroupWords.put(words + LAST_THRESHOLD, threshold);
            GroupWords.put(words + LAST_HIGH, idHigh);
            GroupWords.put(words + LAST_LOW, idLow);
        }
    }

    /** Whether rows like this one, and those behind it in order, were released already. */
    static boolean hasPassed(long words, long threshold, long idHigh, long idLow) {
        return has(words, HAS_RELEASED)
                && has(words, HAS_LAST)
                && Long.compareUnsigned(threshold, GroupWords.get(words + RELEASED)) <= 0
                && compareWithLast(words, threshold, idHigh, idLow) <= 0;
    }

    private static int compareWithLast(long words, long threshold, long idHigh, long idLow) {
        int order = Long.compareUnsigned(threshold, GroupWords.get(words + LAST_THRESHOLD));
        if (order == 0) {
            order = Long.compareUnsigned(idHigh, GroupWords.get(words + LAST_HIGH));
        }
        return order != 0 ? order : Long.compareUnsigned(idLow, GroupWords.get(words + LAST_LOW));
    }

    private static boolean has(long words, long mark) {
        return (GroupWords.get(words + MARKS) & mark) != 0;
    }

    private static void raise(long words, int offset, long mark, long time) {
        if (!has(words, mark) || Long.compareUnsigned(time, GroupWords.get(words + offset)) > 0) {
            GroupWords.put(words + MARKS, GroupWords.get(words + MARKS) | mark);
            GroupWords.put(words + offset, time);
        }
    }
}
