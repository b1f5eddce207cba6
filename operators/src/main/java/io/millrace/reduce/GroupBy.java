package io.millrace.reduce;

import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The plan of a group-by: its output is the key columns, then one column a reducer. Rows with an error in a key column are dropped
 * and reported.
 *
 * @param inputTypes types of the input's columns
 * @param keyColumns input columns that make a group; none for one group of everything
 * @param reducers the result columns; none gives the distinct keys
 * @param skipErrors whether a reducer leaves out the rows with an error in its columns; else its result is an error while there are any
 * @param needsKeys whether something downstream reads row ids, which are the keys of the group's values
 * @param userLine where in the user's program the group-by was made, or null
 */
public record GroupBy(
        List<Type> inputTypes,
        List<Integer> keyColumns,
        List<Reducer> reducers,
        boolean skipErrors,
        boolean needsKeys,
        String userLine)
        implements OperatorFactory {
    public GroupBy {
        inputTypes = List.copyOf(inputTypes);
        keyColumns = List.copyOf(keyColumns);
        reducers = List.copyOf(reducers);
        for (int column : keyColumns) {
            if (inputTypes.get(column) instanceof Type.Future) {
                throw new IllegalArgumentException("group by column " + column + " of type " + inputTypes.get(column)
                        + "; await its results first");
            }
        }
    }

    /** A group-by that skips errors. */
    public GroupBy(
            List<Type> inputTypes,
            List<Integer> keyColumns,
            List<Reducer> reducers,
            boolean needsKeys,
            String userLine) {
        this(inputTypes, keyColumns, reducers, true, needsKeys, userLine);
    }

    /** Types of the key columns. */
    public List<Type> keyTypes() {
        return keyColumns.stream().map(inputTypes::get).toList();
    }

    /** Types of the output's columns. */
    public List<Type> outputTypes() {
        List<Type> types = new ArrayList<>(keyTypes());
        reducers.forEach(reducer -> types.add(reducer.type()));
        return types;
    }

    @Override
    public Operator open(OperatorContext context, Output output) {
        return new GroupByOperator(this, context, output);
    }
}
