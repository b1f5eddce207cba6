package io.millrace.table;

import java.io.Serializable;
import java.util.List;

/**
 * Shapes of functions that users give to {@code apply} and {@link Udf}; all may throw, which makes the row's cell an error. They are
 * serializable so that the classes of a lambda's parameters and result are known; nothing is ever serialized.
 */
public final class Functions {
    private Functions() {}

    /** A function of one value. */
    @FunctionalInterface
    public interface Of1<A, R> extends Serializable {
        R apply(A a) throws Exception;
    }

    /** A function of two values. */
    @FunctionalInterface
    public interface Of2<A, B, R> extends Serializable {
        R apply(A a, B b) throws Exception;
    }

    /** A function of three values. */
    @FunctionalInterface
    public interface Of3<A, B, C, R> extends Serializable {
        R apply(A a, B b, C c) throws Exception;
    }

    /** A function of four values. */
    @FunctionalInterface
    public interface Of4<A, B, C, D, R> extends Serializable {
        R apply(A a, B b, C c, D d) throws Exception;
    }

    /** A function of a column: as many results as values, in their order. */
    @FunctionalInterface
    public interface Batch1<A, R> {
        List<R> apply(List<A> a) throws Exception;
    }

    /** A function of two columns of the same length. */
    @FunctionalInterface
    public interface Batch2<A, B, R> {
        List<R> apply(List<A> a, List<B> b) throws Exception;
    }

    /** A function of three columns of the same length. */
    @FunctionalInterface
    public interface Batch3<A, B, C, R> {
        List<R> apply(List<A> a, List<B> b, List<C> c) throws Exception;
    }
}
