package io.millrace.benchmarks.peer;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Tells the user, in plain lines, what is going on and how far it is: every two seconds at most, and every ten where there is
 * nothing new to tell. Used by one thread.
 */
public final class Narrator {
    private static final long PAUSE_NANOS = 2_000_000_000L;
    private static final long PAUSE_WITHOUT_NEWS_NANOS = 10_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;

    private final PrintStream out;
    private String doing = "";
    private long startNanos;
    private long lastNanos;
    private String lastNote = "";
    private long lastDone;
    private long firstDone;
    private long firstDoneNanos;

    public Narrator(PrintStream out) {
        this.out = out;
    }

    /** Says something. */
    public void say(String line) {
        out.println(line);
    }

    /** Names what begins now; it is said only if it takes a while. */
    public void begin(String what) {
        doing = what;
        startNanos = System.nanoTime();
        lastNanos = startNanos;
        lastNote = "";
        lastDone = 0;
        firstDone = 0;
    }

    /**
     * Says how far what began is, unless something was said just now.
     *
     * @param done rows, 0 where nothing is known
     * @param total rows, 0 where that is not known
     * @param note what else is known, or empty
     */
    public void progress(long done, long total, String note) {
        long now = System.nanoTime();
        boolean news = done != lastDone || !note.equals(lastNote);
        if (now - lastNanos < (news ? PAUSE_NANOS : PAUSE_WITHOUT_NEWS_NANOS)) {
            return;
        }
        lastNanos = now;
        lastNote = note;
        lastDone = done;
        if (firstDone == 0) {
            firstDone = done;
            firstDoneNanos = now;
        }
        if (done == 0 || total == 0) {
            double seconds = (now - startNanos) / NANOS_PER_SECOND;
            out.println(doing + String.format(Locale.ROOT, ": %.0f s", seconds) + (note.isEmpty() ? "" : ", " + note));
        } else {
            double seconds = (now - firstDoneNanos) / NANOS_PER_SECOND;
            out.println(doing + ": " + howFar(done, total, (done - firstDone) / seconds));
        }
    }

    /** "12.0 M of 20.0 M rows, 4.1 M rows/s, 2 s left"; a rate that is no positive number is left out. */
    static String howFar(long done, long total, double rowsPerSecond) {
        String rows = amount(done) + " of " + amount(total) + " rows";
        if (!(rowsPerSecond > 0) || Double.isInfinite(rowsPerSecond)) {
            return rows;
        }
        double secondsLeft = Math.max(0, total - done) / rowsPerSecond;
        return rows + String.format(Locale.ROOT, ", %s rows/s, %.0f s left", amount(rowsPerSecond), secondsLeft);
    }

    /** "12.3 M", "45 k" or "678". */
    static String amount(double value) {
        if (value >= 1e6) {
            return String.format(Locale.ROOT, "%.1f M", value / 1e6);
        }
        return String.format(Locale.ROOT, value >= 1e3 ? "%.0f k" : "%.0f", value >= 1e3 ? value / 1e3 : value);
    }
}
