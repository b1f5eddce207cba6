package io.millrace.join;

import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * What an equi-join does. Input 0 is the left side, input 1 the right; a batch of the result has the left side's output columns,
 * then the right side's, optional where that side may be missing.
 *
 * @param ids the result's row ids; an input carries ids where they are made of them
 * @param hasInstance whether the last key is an instance, whose shard the ids derived from both rows are on
 * @param cellsMayFail whether cells of the inputs may be in error or pending
 * @param userLine where in the user's program the join was made, for the error log; may be null
 */
public record JoinPlan(
        JoinKind kind, Side left, Side right, RowIds ids, boolean hasInstance, boolean cellsMayFail, String userLine)
        implements OperatorFactory {
    /** What the result's row ids are. */
    public enum RowIds {
        /** Nothing reads them. */
        NONE,
        /** Derived from the ids of both rows, in the shard of the key. */
        OF_BOTH,
        /** The left row's. */
        OF_LEFT,
        /** The right row's. */
        OF_RIGHT
    }

    /**
     * One side.
     *
     * @param types types of the input's columns
     * @param keyColumns columns whose values must equal the other side's at the same place; of the same lanes
     * @param outputColumns columns that the result has
     * @param isKept whether its rows are kept to meet later rows of the other side. They need not be where the other side is
     *     complete before this side's first row
     */
    public record Side(List<Type> types, List<Integer> keyColumns, List<Integer> outputColumns, boolean isKept) {
        public Side(List<Type> types, List<Integer> keyColumns, List<Integer> outputColumns) {
            this(types, keyColumns, outputColumns, true);
        }

        public Side {
            types = List.copyOf(types);
            keyColumns = List.copyOf(keyColumns);
            outputColumns = List.copyOf(outputColumns);
        }
    }

    public JoinPlan {
        if (!kind.isInner() && !(left.isKept() && right.isKept())) {
            throw new IllegalArgumentException("a join of kind " + kind + " keeps the rows of both sides");
        }
        if (left.keyColumns().size() != right.keyColumns().size()) {
            throw new IllegalArgumentException(
                    "a join equates " + left.keyColumns().size() + " columns with "
                            + right.keyColumns().size());
        }
        for (int i = 0; i < left.keyColumns().size(); i++) {
            Type leftType = left.types().get(left.keyColumns().get(i));
            Type rightType = right.types().get(right.keyColumns().get(i));
            if (leftType instanceof Type.Future || rightType instanceof Type.Future) {
                throw new IllegalArgumentException(
                        "a join equates " + leftType + " with " + rightType + "; await the results first");
            }
            if (leftType.lane() != rightType.lane()) {
                throw new IllegalArgumentException("a join equates " + leftType + " with " + rightType
                        + ", whose cells differ in form; cast one side");
            }
        }
    }

    /** A join without an instance. */
    public JoinPlan(JoinKind kind, Side left, Side right, RowIds ids, boolean cellsMayFail, String userLine) {
        this(kind, left, right, ids, false, cellsMayFail, userLine);
    }

    /** Whether the result's ids are made of a side's. */
    boolean readsIds(int side) {
        return ids == RowIds.OF_BOTH || ids == (side == 0 ? RowIds.OF_LEFT : RowIds.OF_RIGHT);
    }

    Side side(int index) {
        return index == 0 ? left : right;
    }

    /** Types of the keys in the dictionary: optional where either side's column is. */
    List<Type> keyTypes() {
        List<Type> keyTypes = new ArrayList<>();
        for (int i = 0; i < left.keyColumns().size(); i++) {
            Type leftType = left.types().get(left.keyColumns().get(i));
            Type rightType = right.types().get(right.keyColumns().get(i));
            keyTypes.add(rightType.isOptional() ? rightType : leftType);
        }
        return keyTypes;
    }

    /** Types of the result's columns. */
    public List<Type> outputTypes() {
        List<Type> outputTypes = new ArrayList<>();
        for (int side = 0; side < 2; side++) {
            for (int column : side(side).outputColumns()) {
                Type type = side(side).types().get(column);
                outputTypes.add(kind.keeps(1 - side) ? Type.optional(type) : type);
            }
        }
        return outputTypes;
    }

    @Override
    public EquiJoin open(OperatorContext context, Output output) {
        return new EquiJoin(this, context, output);
    }
}
