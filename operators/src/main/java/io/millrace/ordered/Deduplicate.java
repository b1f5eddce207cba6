package io.millrace.ordered;

import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.type.Type;
import java.util.List;

/**
 * The plan of one row an instance: the first one, until the acceptor takes another. The rows of an epoch come by their value, then by
 * their id; rows that are taken back are not seen. The id is the key of the instance, of None where there is none. Rows with an error
 * in the instance are left out and reported, those with an error in the value left out.
 *
 * <p>Takes batches with ids.
 *
 * @param inputTypes types of the input's columns
 * @param columns the input's columns that are the output
 * @param value the column that the acceptor sees
 * @param instance columns of the instance; none for one instance of all rows
 * @param needsKeys whether something downstream reads row ids
 * @param userLine where in the user's program this was made, or null
 */
public record Deduplicate(
        List<Type> inputTypes,
        List<Integer> columns,
        int value,
        List<Integer> instance,
        Acceptor acceptor,
        boolean needsKeys,
        String userLine)
        implements OperatorFactory {
    public Deduplicate {
        inputTypes = List.copyOf(inputTypes);
        columns = List.copyOf(columns);
        instance = List.copyOf(instance);
    }

    @Override
    public Operator open(OperatorContext context, Output output) {
        return new DeduplicateOperator(this, context, output);
    }
}
