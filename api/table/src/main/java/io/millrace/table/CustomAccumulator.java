package io.millrace.table;

import java.util.List;

/**
 * A reducer of the user's own: an accumulator a row, accumulators added up, and a result of one. Rows may be taken back: then the
 * accumulator is made anew of all rows of the group, which are kept for that, unless it is a {@link Retractable}. Called on worker
 * threads; an accumulator belongs to one group, and {@code update} may change and return its first argument.
 *
 * @param <A> accumulators
 * @param <R> the Java form of the result's type
 */
public interface CustomAccumulator<A, R> {
    A fromRow(List<Object> row) throws Exception;

    A update(A accumulator, A other) throws Exception;

    R result(A accumulator) throws Exception;

    /** What groups start with, or null where they start with their first row. */
    default A neutral() {
        return null;
    }

    /** What the rows of one epoch are sorted by; null where they come sorted by their values. */
    default Comparable<?> sortBy(List<Object> row) {
        return null;
    }

    /** Bytes of an accumulator, for pipelines that are persistent. */
    default byte[] serialize(A accumulator) {
        throw new UnsupportedOperationException(getClass().getName() + " does not say how it is saved: add serialize"
                + " and deserialize to use it in a persistent pipeline");
    }

    default A deserialize(byte[] bytes) {
        throw new UnsupportedOperationException(getClass().getName() + " does not say how it is read back");
    }

    /** One that can take a row back, so that no rows are kept. */
    interface Retractable<A, R> extends CustomAccumulator<A, R> {
        A retract(A accumulator, A other) throws Exception;
    }
}
