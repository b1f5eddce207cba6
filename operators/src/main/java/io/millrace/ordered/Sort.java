package io.millrace.ordered;

import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.type.Type;
import java.util.List;

/**
 * The plan of an order: of each row the ids of those before and after it, by the value of a column, then by id, among the rows with
 * the same instance; None at the ends. Its output has these two columns and the ids of the rows. Rows with an error in the column or
 * the instance are left out and reported.
 *
 * <p>Takes batches with ids. A change costs O(log n) and changes the rows beside it.
 *
 * @param inputTypes types of the input's columns
 * @param column that rows are sorted by
 * @param instance columns of the instance; none for one order of all rows
 * @param needsKeys whether something downstream reads row ids
 * @param userLine where in the user's program the order was made, or null
 */
public record Sort(List<Type> inputTypes, int column, List<Integer> instance, boolean needsKeys, String userLine)
        implements OperatorFactory {
    public Sort {
        inputTypes = List.copyOf(inputTypes);
        instance = List.copyOf(instance);
    }

    @Override
    public Operator open(OperatorContext context, Output output) {
        return new SortOperator(this, context, output);
    }
}
