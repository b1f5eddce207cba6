package io.millrace.port;

/**
 * Kinds of epochs. Rows come in even ones; an odd one follows the even one before it and takes rows back without anything being
 * wrong with them; {@link #LAST} comes when all input has ended. Stateless.
 */
public final class Epochs {
    /** The greatest even epoch: what waited for time to go on comes out in it. */
    public static final long LAST = Long.MAX_VALUE - 1;

    private static final String LAST_TEXT = "18446744073709551614";

    private Epochs() {}

    /** Whether an epoch only takes rows back. */
    public static boolean isRetraction(long epoch) {
        return (epoch & 1) != 0;
    }

    /** The epoch that takes back what an even one marked. */
    public static long retractionOf(long epoch) {
        return epoch | 1;
    }

    /** An epoch as users see it; the last one is 2^64 − 2, as in Pathway. */
    public static String text(long epoch) {
        return epoch == LAST ? LAST_TEXT : Long.toString(epoch);
    }

    /** The opposite of {@link #text}. */
    public static long parse(String text) {
        return text.equals(LAST_TEXT) ? LAST : Long.parseLong(text);
    }
}
