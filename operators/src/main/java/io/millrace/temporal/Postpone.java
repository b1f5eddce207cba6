package io.millrace.temporal;

import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.type.Type;
import java.util.List;

/**
 * The plan of rows that wait for their time: a buffer lets a row out, and forgetting takes a row back, when the event time has come
 * to the row's threshold. Rows with an error in one of the times are left out and reported.
 *
 * <p>Takes batches with ids.
 *
 * @param inputTypes types of the input's columns
 * @param columns the input's columns that are the output
 * @param times where the event time is
 * @param what becomes of rows
 * @param needsKeys whether something downstream reads row ids
 * @param userLine where in the user's program this was made, or null
 */
public record Postpone(
        List<Type> inputTypes, List<Integer> columns, TimeColumns times, What what, boolean needsKeys, String userLine)
        implements OperatorFactory {
    /** What becomes of rows. */
    public enum What {
        /**
         * Rows come out once the time, with that of the epoch's own rows, is at their threshold; those that wait when all input has
         * ended come out in the last epoch.
         */
        BUFFER,
        /** Rows come out at once, and are taken back in the first epoch with rows before which the time was at their threshold. */
        FORGET,
        /** The same, but they are taken back in the odd epoch behind that one. */
        FORGET_MARKED
    }

    public Postpone {
        inputTypes = List.copyOf(inputTypes);
        columns = List.copyOf(columns);
        times.check(inputTypes);
    }

    @Override
    public Operator open(OperatorContext context, Output output) {
        return new PostponeOperator(this, context, output);
    }
}
