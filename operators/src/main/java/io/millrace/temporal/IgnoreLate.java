package io.millrace.temporal;

import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.type.Type;
import java.util.List;

/**
 * The plan of rows that must come in time: a row passes if the event time, as it was before its epoch, is below its threshold. Late
 * rows are left out, but their times count as well. A change of an old row is late too, so old rows stay as they are. Rows with an
 * error in one of the times are left out and reported.
 *
 * @param inputTypes types of the input's columns
 * @param columns the input's columns that are the output
 * @param times where the event time is
 * @param userLine where in the user's program this was made, or null
 */
public record IgnoreLate(List<Type> inputTypes, List<Integer> columns, TimeColumns times, String userLine)
        implements OperatorFactory {
    public IgnoreLate {
        inputTypes = List.copyOf(inputTypes);
        columns = List.copyOf(columns);
        times.check(inputTypes);
    }

    @Override
    public Operator open(OperatorContext context, Output output) {
        return new IgnoreLateOperator(this, context, output);
    }
}
