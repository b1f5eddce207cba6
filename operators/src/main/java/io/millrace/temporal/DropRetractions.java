package io.millrace.temporal;

import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.type.Type;
import java.util.List;

/**
 * The plan of what comes in even epochs only: results stay that odd ones would take back because rows were forgotten. Then a row may
 * come twice, or be taken back as it never was; where each id is to have one row, the current one is kept and is what is taken back.
 *
 * @param types of the columns
 * @param consistent whether each id has one row; takes batches with ids
 * @param needsKeys whether something downstream reads row ids
 */
public record DropRetractions(List<Type> types, boolean consistent, boolean needsKeys) implements OperatorFactory {
    public DropRetractions {
        types = List.copyOf(types);
    }

    @Override
    public Operator open(OperatorContext context, Output output) {
        return consistent ? new ConsistentOperator(this, context, output) : new DropOperator(output);
    }
}
