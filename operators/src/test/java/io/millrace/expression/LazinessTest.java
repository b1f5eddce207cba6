package io.millrace.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.batch.Batch;
import io.millrace.column.CellStatus;
import io.millrace.kernel.Kernels;
import io.millrace.port.DataError;
import io.millrace.port.OperatorContext;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which rows user code is called for, how often, and whose errors count. */
final class LazinessTest {
    private static final Expression N = new Expression.ColumnRef(0, Type.INT64);
    private static final Expression MAYBE = new Expression.ColumnRef(1, Type.optional(Type.INT64));
    private static final List<Type> TYPES = List.of(Type.INT64, Type.optional(Type.INT64));

    private final Harness harness = new Harness();
    private final List<Object> calls = new ArrayList<>();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void branchesAreEvaluatedInTheirRowsOnly() {
        Expression isPositive = Signatures.call(Op.GREATER, N, number(0));
        Expression chosen = new Expression.IfElse(isPositive, recorded(N), quotientByZero(), Type.INT64);
        assertEquals(Arrays.asList(1L, CellStatus.ERROR, 3L), column(chosen, rows(1, null, 0, null, 3, null), null));
        assertEquals(List.of(1L, 3L), calls);
        assertEquals(1, harness.errors.size());
    }

    @Test
    void andAndOrAskTheirSecondOperandWhereTheFirstLeavesItOpen() {
        Expression isPositive = Signatures.call(Op.GREATER, N, number(0));
        Expression second = Signatures.call(Op.GREATER, recorded(N), number(1));
        List<Object[]> rows = rows(-1, null, 1, null, 2, null);
        assertEquals(List.of(false, false, true), column(Signatures.call(Op.AND, isPositive, second), rows, null));
        assertEquals(List.of(1L, 2L), calls);
        calls.clear();
        assertEquals(List.of(false, true, true), column(Signatures.call(Op.OR, isPositive, second), rows, null));
        assertEquals(List.of(-1L), calls);
    }

    @Test
    void coalesceRequireAndFillErrorAskNoFurtherThanNeeded() {
        List<Object[]> rows = rows(1, 10, 2, null, 3, 30);
        Expression filled = new Expression.Coalesce(List.of(MAYBE, recorded(N)), Type.INT64);
        assertEquals(List.of(10L, 2L, 30L), column(filled, rows, null));
        assertEquals(List.of(2L), calls);
        calls.clear();
        Expression required = new Expression.Require(recorded(N), List.of(MAYBE), Type.optional(Type.INT64));
        assertEquals(Arrays.asList(1L, null, 3L), column(required, rows, null));
        assertEquals(List.of(1L, 3L), calls);
        calls.clear();
        Expression halves = Signatures.call(Op.FLOOR_DIVIDE, number(6), Signatures.call(Op.SUBTRACT, N, number(2)));
        Expression repaired = new Expression.FillError(halves, recorded(N), Type.INT64);
        assertEquals(List.of(-6L, 2L, 6L), column(repaired, rows, null));
        assertEquals(List.of(2L), calls);
    }

    @Test
    void rowsThatAreNotSelectedNeitherCallNorFail() {
        Expression quotient = Signatures.call(Op.FLOOR_DIVIDE, number(6), recorded(N));
        List<Object> values =
                column(quotient, rows(0, null, 2, null, 0, null, 3, null), new boolean[] {false, true, false, true});
        assertEquals(List.of(3L, 2L), values);
        assertEquals(List.of(2L, 3L), calls);
        assertEquals(List.of(), harness.errors);
    }

    @Test
    void aFunctionSharedByTwoBranchesAndARootRunsOnceARow() {
        Expression shared = recorded(N);
        Expression isPositive = Signatures.call(Op.GREATER, N, number(0));
        List<Expression> expressions = List.of(
                new Expression.IfElse(isPositive, shared, number(0), Type.INT64),
                new Expression.IfElse(isPositive, number(0), shared, Type.INT64),
                Signatures.call(Op.ADD, shared, shared));
        try (Batch batch = harness.batch(TYPES, rows(1, null, -2, null, 3, null), null)) {
            List<Object[]> values = harness.evaluate(expressions, batch, Kernels.active());
            assertEquals(List.of(1L, 0L, 2L), Arrays.asList(values.get(0)));
            assertEquals(List.of(0L, -2L, -4L), Arrays.asList(values.get(1)));
            assertEquals(List.of(3L, 0L, 6L), Arrays.asList(values.get(2)));
        }
        assertEquals(List.of(1L, 3L, -2L), calls);
    }

    @Test
    void anExceptionIsAnErrorCellWithItsCauseAndLine() {
        Expression failing = new Expression.Apply(
                arguments -> {
                    throw new IllegalStateException("no " + arguments[0], new RuntimeException("why"));
                },
                List.of(N),
                Type.INT64,
                false,
                true);
        Expression wrong = new Expression.Apply(arguments -> "text", List.of(N), Type.INT64, false, true);
        try (Batch batch = harness.batch(TYPES, rows(1, null), null);
                ExpressionProgram program = ExpressionProgram.compile(
                        List.of(failing, wrong), List.of("App.java:12", "App.java:13"), harness.context);
                Batch result = program.evaluate(batch)) {
            assertEquals(CellStatus.ERROR, result.column(0).status(0));
            assertEquals(CellStatus.ERROR, result.column(1).status(0));
        }
        DataError first = harness.errors.get(0);
        assertEquals(DataError.Kind.USER_FUNCTION, first.kind());
        assertEquals("App.java:12", first.userLine());
        assertEquals(
                "the function threw java.lang.IllegalStateException: no 1, caused by java.lang.RuntimeException: why",
                first.message());
        assertEquals(DataError.Kind.TYPE_MISMATCH, harness.errors.get(1).kind());
        assertEquals("App.java:13", harness.errors.get(1).userLine());
    }

    @Test
    void anErrorLogThatThrowsLeavesNothingBehind() {
        OperatorContext failFast = new OperatorContext(7, "test", 0, 1, harness.allocator, harness.pool, error -> {
            throw new IllegalStateException(error.message());
        });
        Expression quotient = Signatures.call(Op.FLOOR_DIVIDE, N, number(0));
        try (Batch batch = harness.batch(TYPES, rows(1, null, 2, null), null);
                ExpressionProgram program = ExpressionProgram.compile(List.of(quotient, recorded(N)), null, failFast)) {
            assertThrows(IllegalStateException.class, () -> program.evaluate(batch));
            assertThrows(IllegalStateException.class, () -> program.evaluate(batch));
        }
    }

    @Test
    void noneIsPassedToAFunctionUnlessItPropagates() {
        List<Object[]> rows = rows(1, null, 2, 5);
        Expression.RowFunction function = arguments -> String.valueOf(arguments[0]);
        Expression handing = new Expression.Apply(function, List.of(MAYBE), Type.STRING, false, true);
        Expression passing = new Expression.Apply(function, List.of(MAYBE), Type.optional(Type.STRING), true, true);
        assertEquals(List.of("null", "5"), column(handing, rows, null));
        assertEquals(Arrays.asList(null, "5"), column(passing, rows, null));
    }

    private List<Object> column(Expression expression, List<Object[]> rows, boolean[] selection) {
        try (Batch batch = harness.batch(TYPES, rows, selection)) {
            return harness.evaluate(List.of(expression), batch, Kernels.active()).stream()
                    .map(row -> row[0])
                    .toList();
        }
    }

    /** The operand, by way of a function that writes its calls down. */
    private Expression recorded(Expression operand) {
        return new Expression.Apply(
                arguments -> {
                    calls.add(arguments[0]);
                    return arguments[0];
                },
                List.of(operand),
                operand.type(),
                false,
                true);
    }

    private static Expression quotientByZero() {
        return Signatures.call(Op.FLOOR_DIVIDE, N, number(0));
    }

    private static Expression number(long value) {
        return new Expression.Literal(value, Type.INT64);
    }

    /** Rows of two cells each. */
    private static List<Object[]> rows(Object... cells) {
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < cells.length; i += 2) {
            rows.add(new Object[] {cells[i], cells[i + 1]});
        }
        return rows;
    }
}
