package io.millrace.udf;

/** What a run tells the sources that bring back what it made itself, and what they tell it. Any thread. */
public interface Feedback {
    /** Whether nothing more can come: all input has ended and been through, and every call has been closed. */
    boolean isOver();

    /** Rows will be emitted; told before they are, and before the calls that they are of are closed. */
    void emitting(long rows);

    /** A call has begun. */
    void callOpened();

    /** Its result was emitted, or nobody wants it any more. */
    void callClosed();
}
