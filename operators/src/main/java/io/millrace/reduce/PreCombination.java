package io.millrace.reduce;

import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.util.List;

/**
 * The plan of what comes before the exchange of a group-by whose reducers count rows and sum integers: each worker adds up rows of
 * equal keys, so that a hot key or a global count crosses to its worker as a few rows. Rows stay rows of the input's columns: sums S of
 * a group of weight W are one row with the values S, and one of zeros with weight W − 1.
 *
 * @param inputTypes types of the input's columns; those that are neither keys nor summed must not be read
 * @param keyColumns what the group-by groups by
 * @param sumColumns what it sums, in lane I64
 */
public record PreCombination(List<Type> inputTypes, List<Integer> keyColumns, List<Integer> sumColumns)
        implements OperatorFactory {
    public PreCombination {
        inputTypes = List.copyOf(inputTypes);
        keyColumns = List.copyOf(keyColumns);
        sumColumns = List.copyOf(sumColumns);
        for (int column : sumColumns) {
            if (inputTypes.get(column).lane() != Lane.I64) {
                throw new IllegalArgumentException(
                        "column " + column + " of type " + inputTypes.get(column) + " cannot be summed in 64 bits");
            }
        }
    }

    /** Opens the operator; one worker exchanges nothing, so there it lets everything through. */
    @Override
    public Operator open(OperatorContext context, Output output) {
        return context.workerCount() == 1
                ? (input, batch) -> output.push(batch)
                : new PreCombineOperator(this, context, output);
    }
}
