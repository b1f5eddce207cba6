package io.millrace.expression;

import io.millrace.type.Type;
import java.util.List;

/**
 * A typed expression over the columns of one input. Operand types fit: whoever builds one has checked them. Equal
 * trees are equal, so that common parts are found by comparing.
 */
public sealed interface Expression {
    Type type();

    /** Cells of input column {@code index}. */
    record ColumnRef(int index, Type type) implements Expression {}

    /** The row's id. */
    record RowId() implements Expression {
        @Override
        public Type type() {
            return Type.POINTER;
        }
    }

    /** The same value in every row: a Java value of the type (Long, Double, Boolean, String, byte[], Pointer, …) or null for None. */
    record Literal(Object value, Type type) implements Expression {}

    /** An operation on values; an operand that is None where the operation does not take None is an error, found by typing. */
    record Call(Op op, List<Expression> operands, Type type) implements Expression {
        public Call {
            operands = List.copyOf(operands);
        }
    }

    /** {@code then} where {@code condition} holds, else {@code otherwise}; errors of the branch not taken do not count. */
    record IfElse(Expression condition, Expression then, Expression otherwise, Type type) implements Expression {}

    /** The first operand that is not None; later operands are evaluated only where needed. */
    record Coalesce(List<Expression> operands, Type type) implements Expression {
        public Coalesce {
            operands = List.copyOf(operands);
        }
    }

    /** {@code value} where no dependency is None, else None. */
    record Require(Expression value, List<Expression> dependencies, Type type) implements Expression {
        public Require {
            dependencies = List.copyOf(dependencies);
        }
    }

    /** The operand without its optional type; None is an error. */
    record Unwrap(Expression operand, Type type) implements Expression {}

    /** {@code replacement} where {@code operand} is an error. */
    record FillError(Expression operand, Expression replacement, Type type) implements Expression {}

    /** Conversion of values to another type by the cast rules. */
    record Cast(Expression operand, Type type) implements Expression {}

    /** The operand's cells under another static type, unchecked. */
    record DeclareType(Expression operand, Type type) implements Expression {}

    /** Operands as one tuple value. */
    record MakeTuple(List<Expression> operands, Type type) implements Expression {
        public MakeTuple {
            operands = List.copyOf(operands);
        }
    }

    /**
     * The 128-bit key of the operands' values.
     *
     * @param optional whether it is None where an operand is None
     * @param hasInstance whether the last operand is the instance, whose shard the key is on
     */
    record PointerFrom(List<Expression> operands, boolean optional, boolean hasInstance, Type type)
            implements Expression {
        public PointerFrom {
            operands = List.copyOf(operands);
        }

        /** A key without an instance. */
        public PointerFrom(List<Expression> operands, boolean optional, Type type) {
            this(operands, optional, false, type);
        }
    }

    /**
     * A user's function of the operands, called for each row once.
     *
     * @param propagateNone whether a None operand gives None without a call
     * @param deterministic whether equal operands always give equal results
     */
    record Apply(
            UserFunction function, List<Expression> operands, Type type, boolean propagateNone, boolean deterministic)
            implements Expression {
        public Apply {
            operands = List.copyOf(operands);
        }

        /** A function of one row. */
        public Apply(
                RowFunction function,
                List<Expression> operands,
                Type type,
                boolean propagateNone,
                boolean deterministic) {
            this((UserFunction) function, operands, type, propagateNone, deterministic);
        }
    }

    /** A user's function on boxed values; null stands for None. */
    sealed interface UserFunction {}

    /** A function of one row. May throw: the cell is an error then. */
    @FunctionalInterface
    non-sealed interface RowFunction extends UserFunction {
        Object apply(Object[] arguments) throws Exception;
    }

    /** A function of many rows at once. */
    @FunctionalInterface
    non-sealed interface RowsFunction extends UserFunction {
        /**
         * Returns the results in the order of the rows, a {@link Failed} for each that has none.
         *
         * @throws InterruptedException when the run is being stopped
         */
        List<?> apply(List<Object[]> rows) throws InterruptedException;
    }

    /** A result that is not there, and why. */
    record Failed(Throwable cause) {
        /** What the error log says: the exception and its causes. */
        public String message() {
            StringBuilder text = new StringBuilder("the function threw ").append(cause);
            for (Throwable inner = cause.getCause(); inner != null; inner = inner.getCause()) {
                text.append(", caused by ").append(inner);
            }
            return text.toString();
        }
    }
}
