package io.millrace.table;

import io.millrace.expression.Expression.UserFunction;
import io.millrace.expression.Op;
import io.millrace.plan.Lookup;
import io.millrace.plan.Reducer;
import io.millrace.type.Type;
import io.millrace.udf.CallPolicy;
import java.util.List;

/** What a {@link ColumnExpression} says, before it is known which rows it is about. */
sealed interface Term {
    record Column(Side side, String name) implements Term {}

    record TableColumn(Table table, String name) implements Term {}

    record Id(Side side) implements Term {}

    record TableId(Table table) implements Term {}

    /** All columns of a side, where a list of columns is expected. */
    record Star(Side side, List<String> without) implements Term {}

    record Constant(Object value, Type type) implements Term {}

    record Operation(Op op, List<ColumnExpression> operands) implements Term {}

    /** Json as a value of another type, {@code otherwise} where it is null or missing. */
    record FromJson(Op op, ColumnExpression operand, ColumnExpression otherwise) implements Term {}

    record IfElse(ColumnExpression condition, ColumnExpression then, ColumnExpression otherwise) implements Term {}

    record Coalesce(List<ColumnExpression> operands) implements Term {}

    record Require(ColumnExpression value, List<ColumnExpression> dependencies) implements Term {}

    record Unwrap(ColumnExpression operand) implements Term {}

    record FillError(ColumnExpression operand, ColumnExpression replacement) implements Term {}

    record Cast(ColumnExpression operand, Type type) implements Term {}

    record DeclareType(ColumnExpression operand, Type type) implements Term {}

    record MakeTuple(List<ColumnExpression> operands) implements Term {}

    record PointerFrom(List<ColumnExpression> operands, boolean optional) implements Term {}

    /** The instance among the values of a key. */
    record Instance(ColumnExpression operand) implements Term {}

    /** A column of the row of {@code target} that a pointer points to. */
    record Found(Table target, ColumnExpression pointer, Lookup.Misses misses, boolean optional, String column)
            implements Term {}

    record Apply(
            UserFunction function,
            List<ColumnExpression> operands,
            Type type,
            boolean propagateNone,
            boolean deterministic)
            implements Term {}

    /** A function whose result comes later; replaced by a column of a table of results before anything is typed. */
    record Later(CallPolicy policy, List<ColumnExpression> operands, boolean propagateNone, boolean deterministic)
            implements Term {}

    /** @param condition which rows count, or null for all */
    record Reduce(Reducer reducer, List<ColumnExpression> arguments, ColumnExpression condition) implements Term {}
}
