package io.millrace.iterate;

import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * An ordinary operator with state, made fit for the inside of a loop.
 *
 * @param operator treats rows of different keys apart, does not mind their order within an epoch, and takes rows back exactly; it
 *     must not rely on inputs that only grow
 * @param inputs in the order of the operator's inputs; their keys have the same lanes
 */
public record Rewinding(OperatorFactory operator, List<Input> inputs) implements OperatorFactory {
    /**
     * One input.
     *
     * @param types types of its columns
     * @param hasIds whether its batches carry ids
     * @param key columns by which the operator keeps rows apart; {@link #ID} for the id; none where it does not
     */
    public record Input(List<Type> types, boolean hasIds, List<Integer> key) {
        /** In place of a key column, the row's id. */
        public static final int ID = -1;

        public Input {
            types = List.copyOf(types);
            key = List.copyOf(key);
            if (key.contains(ID) && !hasIds) {
                throw new IllegalArgumentException("rows without ids are kept apart by their ids");
            }
        }

        List<Type> keyTypes() {
            return key.stream()
                    .map(column -> column == ID ? Type.POINTER : types.get(column))
                    .toList();
        }

        /** Types of a row's cells: the columns, then the id. */
        List<Type> cellTypes() {
            List<Type> cells = new ArrayList<>(types);
            if (hasIds) {
                cells.add(Type.POINTER);
            }
            return cells;
        }
    }

    public Rewinding {
        inputs = List.copyOf(inputs);
        for (Input input : inputs) {
            List<?> lanes = input.keyTypes().stream().map(Type::lane).toList();
            List<?> first =
                    inputs.getFirst().keyTypes().stream().map(Type::lane).toList();
            if (!lanes.equals(first)) {
                throw new IllegalArgumentException("keys in lanes " + first + " and " + lanes);
            }
        }
    }

    @Override
    public Operator open(OperatorContext context, Output output) {
        return new RewindingOperator(this, context, output);
    }
}
