package io.millrace.table;

/** Shapes of functions that users give to {@code apply}; all may throw, which makes the row's cell an error. */
public final class Functions {
    private Functions() {}

    /** A function of one value. */
    @FunctionalInterface
    public interface Of1<A, R> {
        R apply(A a) throws Exception;
    }

    /** A function of two values. */
    @FunctionalInterface
    public interface Of2<A, B, R> {
        R apply(A a, B b) throws Exception;
    }

    /** A function of three values. */
    @FunctionalInterface
    public interface Of3<A, B, C, R> {
        R apply(A a, B b, C c) throws Exception;
    }

    /** A function of four values. */
    @FunctionalInterface
    public interface Of4<A, B, C, D, R> {
        R apply(A a, B b, C c, D d) throws Exception;
    }
}
