package io.millrace.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.column.CellStatus;
import io.millrace.kernel.Kernels;
import io.millrace.key.JsonText;
import io.millrace.port.DataError;
import io.millrace.type.Type;
import io.millrace.value.Tensor;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations by example: those that the random test leaves out, and the words of their errors. */
final class OperationsTest {
    private final Harness harness = new Harness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void jsonIsReadByNameAndPosition() {
        Expression json = json("{\"a\":{\"b\":[1,\"x,]}\",null]},\"\\u00e9\":2}");
        Expression a = call(Op.GET, json, text("a"));
        Expression b = call(Op.GET, a, text("b"));
        assertEquals(new JsonText("{\"b\":[1,\"x,]}\",null]}"), value(a));
        assertEquals(new JsonText("1"), value(call(Op.GET, b, number(0))));
        assertEquals(new JsonText("\"x,]}\""), value(call(Op.GET, b, number(1))));
        assertEquals(new JsonText("null"), value(call(Op.GET, b, number(3))));
        assertEquals(new JsonText("null"), value(call(Op.GET, b, number(-1))));
        assertEquals(new JsonText("null"), value(call(Op.GET, b, text("a"))));
        assertEquals(new JsonText("2"), value(call(Op.GET, json, text("é"))));
        assertEquals(new JsonText("7"), value(call(Op.GET_OR_DEFAULT, json, text("z"), json("7"))));
        assertNull(value(call(Op.GET_OR_DEFAULT, json, text("z"), new Expression.Literal(null, Type.NONE))));
        assertEquals(List.of(), harness.errors);
    }

    @Test
    void jsonConvertsToTheTypeThatItIs() {
        assertEquals(42L, value(call(Op.AS_INT, json("42"))));
        assertEquals(42.0, value(call(Op.AS_FLOAT, json("42"))));
        assertEquals("a\n\"é", value(call(Op.AS_STR, json("\"a\\n\\\"\\u00e9\""))));
        assertEquals(true, value(call(Op.AS_BOOL, json("true"))));
        assertNull(value(call(Op.AS_INT, json("null"))));
        assertEquals(List.of(), harness.errors);
        for (Expression wrong : List.of(
                call(Op.AS_INT, json("1.6")),
                call(Op.AS_INT, json("\"1\"")),
                call(Op.AS_FLOAT, json("true")),
                call(Op.AS_STR, json("1")),
                call(Op.AS_BOOL, json("0")))) {
            assertEquals(CellStatus.ERROR, value(wrong), wrong.toString());
        }
        assertEquals(DataError.Kind.CONVERSION, harness.errors.getFirst().kind());
        assertEquals("cannot convert Json 1.6 to int", harness.errors.getFirst().message());
    }

    @Test
    void boolsAreParsedByGivenWords() {
        Expression yes = new Expression.Literal(List.of("on", "yes"), Type.list(Type.STRING));
        Expression no = new Expression.Literal(List.of("off"), Type.list(Type.STRING));
        assertEquals(true, value(call(Op.PARSE_BOOL, text(" YES "), yes, no)));
        assertEquals(false, value(call(Op.PARSE_BOOL, text("Off"), yes, no)));
        assertNull(value(call(Op.PARSE_BOOL_OR_NONE, text("1"), yes, no)));
        assertEquals(CellStatus.ERROR, value(call(Op.PARSE_BOOL, text("1"), yes, no)));
        assertEquals("cannot parse \"1\" as bool", harness.errors.getFirst().message());
    }

    @Test
    void arraysMultiplyWhereTheirShapesFit() {
        Expression square = tensor(Tensor.of(new long[] {1, 2, 3, 4}, 2, 2));
        Expression vector = tensor(Tensor.of(new long[] {5, 6}));
        assertEquals(Tensor.of(new long[] {7, 10, 15, 22}, 2, 2), value(call(Op.MATRIX_MULTIPLY, square, square)));
        assertEquals(Tensor.of(new long[] {17, 39}), value(call(Op.MATRIX_MULTIPLY, square, vector)));
        assertEquals(Tensor.of(new long[] {23, 34}), value(call(Op.MATRIX_MULTIPLY, vector, square)));
        assertEquals(61L, value(call(Op.MATRIX_MULTIPLY, vector, vector)));
        assertEquals(Tensor.of(new long[] {3, 4}), value(call(Op.GET, square, number(-1))));
        assertEquals(6L, value(call(Op.GET, vector, number(1))));
        assertEquals(CellStatus.ERROR, value(call(Op.GET, vector, number(2))));
        Expression longer = tensor(Tensor.of(new long[] {1, 2, 3}));
        assertEquals(CellStatus.ERROR, value(call(Op.MATRIX_MULTIPLY, square, longer)));
        assertEquals(
                List.of(
                        "index out of bounds: 2 in a value of 2 elements",
                        "can't multiply arrays of shapes [2, 2] and [3]"),
                harness.errors.stream().map(DataError::message).toList());
    }

    @Test
    void timesGoBetweenUnitsAndZones() {
        Expression noon = new Expression.Literal(LocalDateTime.of(2023, 3, 26, 12, 0), Type.DATE_TIME_NAIVE);
        Expression gap = new Expression.Literal(LocalDateTime.of(2023, 3, 26, 2, 30), Type.DATE_TIME_NAIVE);
        Expression twice = new Expression.Literal(LocalDateTime.of(2023, 10, 29, 2, 30), Type.DATE_TIME_NAIVE);
        Expression warsaw = text("Europe/Warsaw");
        assertEquals(Instant.parse("2023-03-26T10:00:00Z"), value(call(Op.TO_UTC, noon, warsaw)));
        assertEquals(Instant.parse("2023-03-26T01:00:00Z"), value(call(Op.TO_UTC, gap, warsaw)));
        assertEquals(Instant.parse("2023-10-29T01:30:00Z"), value(call(Op.TO_UTC, twice, warsaw)));
        Expression utc = call(Op.TO_UTC, noon, warsaw);
        assertEquals(
                LocalDateTime.of(2023, 3, 26, 6, 0),
                value(call(Op.TO_NAIVE_IN_TIMEZONE, utc, text("America/New_York"))));
        assertEquals(1679832000.0, value(call(Op.TIMESTAMP, noon, text("s"))));
        assertEquals(
                LocalDateTime.of(1970, 1, 1, 0, 0, 1, 500_000_000),
                value(call(Op.FROM_TIMESTAMP, decimal(1.5), text("s"))));
        assertEquals(Instant.ofEpochMilli(-7), value(call(Op.UTC_FROM_TIMESTAMP, number(-7), text("ms"))));
        assertEquals(Duration.ofDays(14), value(call(Op.TO_DURATION, number(2), text("W"))));
        assertEquals(List.of(), harness.errors);
        assertEquals(CellStatus.ERROR, value(call(Op.TO_DURATION, number(2), text("year"))));
        assertEquals(CellStatus.ERROR, value(call(Op.TO_UTC, noon, text("Mars"))));
        assertEquals(CellStatus.ERROR, value(call(Op.TO_DURATION, number(Long.MAX_VALUE), text("D"))));
        assertEquals(
                List.of(DataError.Kind.VALUE, DataError.Kind.VALUE, DataError.Kind.OVERFLOW),
                harness.errors.stream().map(DataError::kind).toList());
    }

    @Test
    void everyTypeHasAText() {
        assertEquals("None", value(call(Op.TO_STRING, new Expression.Literal(null, Type.optional(Type.INT64)))));
        assertEquals("True", value(call(Op.TO_STRING, new Expression.Literal(true, Type.BOOL))));
        assertEquals("-1.5", value(call(Op.TO_STRING, decimal(-1.5))));
        assertEquals(
                "2019-12-31T23:49:59.000100000",
                value(call(
                        Op.TO_STRING,
                        new Expression.Literal(
                                LocalDateTime.of(2019, 12, 31, 23, 49, 59, 100_000), Type.DATE_TIME_NAIVE))));
        assertEquals(
                "1969-12-31T23:59:59.999999999+0000",
                value(call(Op.TO_STRING, new Expression.Literal(Instant.ofEpochSecond(0, -1), Type.DATE_TIME_UTC))));
        assertEquals(
                "(1, 'a', None)",
                value(call(
                        Op.TO_STRING,
                        new Expression.Literal(
                                Arrays.asList(1L, "a", null),
                                Type.tuple(Type.INT64, Type.STRING, Type.optional(Type.INT64))))));
        assertEquals(
                "2020-02-29", value(call(Op.TO_STRING, new Expression.Literal(LocalDate.of(2020, 2, 29), Type.DATE))));
        assertEquals("{\"a\":1}", value(call(Op.TO_STRING, json("{\"a\":1}"))));
    }

    @Test
    void overflowAndDivisionByZeroSayWhatWasCalculated() {
        assertEquals(CellStatus.ERROR, value(call(Op.ADD, number(Long.MAX_VALUE), number(1))));
        assertEquals(CellStatus.ERROR, value(call(Op.FLOOR_DIVIDE, number(5), number(0))));
        assertEquals(CellStatus.ERROR, value(call(Op.DIVIDE, number(5), number(0))));
        assertEquals(CellStatus.ERROR, value(call(Op.POWER, number(2), number(-1))));
        assertEquals(
                List.of(
                        "9223372036854775807 + 1 does not fit in 64 bits",
                        "division by zero: 5 // 0",
                        "division by zero: 5.0 / 0.0",
                        "2 ** -1: the second operand must not be negative; cast an operand to float for a fraction"),
                harness.errors.stream().map(DataError::message).toList());
        assertEquals(
                List.of(
                        DataError.Kind.OVERFLOW,
                        DataError.Kind.DIVISION_BY_ZERO,
                        DataError.Kind.DIVISION_BY_ZERO,
                        DataError.Kind.VALUE),
                harness.errors.stream().map(DataError::kind).toList());
        assertEquals(7, harness.errors.getFirst().operatorId());
    }

    @Test
    void anErrorIsReportedWhereItAroseAndNotAgain() {
        Expression quotient = call(Op.FLOOR_DIVIDE, number(1), number(0));
        Expression more = call(Op.TO_STRING, call(Op.ADD, quotient, quotient));
        assertEquals(CellStatus.ERROR, value(more));
        assertEquals(1, harness.errors.size(), harness.errors.toString());
    }

    @Test
    void valuesOfAnyTypeBecomeTypedByDeclarationOrAnError() {
        Expression any = new Expression.Literal(List.of(1L, 2L), Type.ANY);
        assertEquals(List.of(1L, 2L), value(new Expression.DeclareType(any, Type.list(Type.INT64))));
        assertEquals(1L, value(call(Op.GET, any, number(0))));
        assertEquals(CellStatus.ERROR, value(new Expression.DeclareType(any, Type.INT64)));
        assertEquals(DataError.Kind.TYPE_MISMATCH, harness.errors.getFirst().kind());
        assertEquals(true, value(call(Op.EQUAL, any, new Expression.Literal(List.of(1L, 2L), Type.list(Type.INT64)))));
        assertEquals(false, value(call(Op.EQUAL, new Expression.Literal(1L, Type.ANY), decimal(1))));
        assertEquals(5L, value(new Expression.Cast(number(5), Type.ANY)));
    }

    @Test
    void intsInsideOfTuplesBecomeFloatsWithTheirTuple() {
        Type floats = Type.list(Type.FLOAT64);
        Expression ints = new Expression.Literal(List.of(1L, 2L), Type.list(Type.INT64));
        Expression chosen = new Expression.IfElse(
                new Expression.Literal(true, Type.BOOL), ints, new Expression.Literal(List.of(0.5), floats), floats);
        assertEquals(List.of(1.0, 2.0), value(chosen));
        assertEquals(true, value(call(Op.EQUAL, ints, new Expression.Literal(List.of(1.0, 2.0), floats))));
    }

    @Test
    void noneAgainstItsTypeIsAnErrorRatherThanAValue() {
        Expression lie =
                new Expression.DeclareType(new Expression.Literal(null, Type.optional(Type.INT64)), Type.INT64);
        assertEquals(CellStatus.ERROR, value(call(Op.ADD, lie, number(1))));
        assertEquals(CellStatus.ERROR, value(call(Op.TO_DURATION, lie, text("s"))));
        assertEquals(
                List.of(DataError.Kind.TYPE_MISMATCH, DataError.Kind.TYPE_MISMATCH),
                harness.errors.stream().map(DataError::kind).toList());
    }

    @Test
    void aPendingOperandMakesThePendingResultThatAnErrorOverrides() {
        Type future = Type.future(Type.INT64);
        Expression pending = new Expression.DeclareType(new Expression.ColumnRef(0, future), Type.INT64);
        Expression error = call(Op.FLOOR_DIVIDE, number(1), number(0));
        List<Expression> expressions = List.of(
                call(Op.ADD, pending, number(1)),
                call(Op.TO_STRING, pending),
                call(Op.ADD, pending, error),
                call(Op.ADD, error, pending));
        try (Batch batch = harness.batch(List.of(future), List.<Object[]>of(new Object[] {CellStatus.PENDING}), null)) {
            assertEquals(
                    List.of(CellStatus.PENDING, CellStatus.PENDING, CellStatus.ERROR, CellStatus.ERROR),
                    Arrays.asList(harness.evaluate(expressions, batch, Kernels.active())
                            .getFirst()));
        }
    }

    @Test
    void refusedOperandsAreNamedWithAdvice() {
        assertRefused(
                "operator + does not take int | None and int; make the optional operand non-optional first, with"
                        + " unwrap or coalesce",
                Op.ADD,
                Type.optional(Type.INT64),
                Type.INT64);
        assertRefused(
                "operator < does not take DateTimeNaive and DateTimeUtc",
                Op.LESS,
                Type.DATE_TIME_NAIVE,
                Type.DATE_TIME_UTC);
        assertRefused("operator == does not take int and str", Op.EQUAL, Type.INT64, Type.STRING);
        assertRefused("as_int applies to Json, not to int", Op.AS_INT, Type.INT64);
        assertRefused("replace takes 3 to 4 operands, not 1", Op.REPLACE, Type.STRING);
        Type json = Type.tuple(Type.JSON);
        assertTrue(Signatures.ofTypes(Op.EQUAL, List.of(json, json)).isRefused());
        Type optionals = Type.tuple(Type.optional(Type.INT64));
        assertTrue(Signatures.ofTypes(Op.LESS, List.of(optionals, optionals)).isRefused());
        assertEquals(
                Type.BOOL,
                Signatures.ofTypes(Op.EQUAL, List.of(optionals, optionals)).type());
        assertEquals(
                "if_else mixes int and str, which have no common type; cast them to one type first",
                Signatures.ifElse(Type.BOOL, Type.INT64, Type.STRING).reason());
        assertThrows(IllegalArgumentException.class, () -> call(Op.GET, tuple(), number(2)));
        assertEquals(Type.STRING, call(Op.GET, tuple(), number(-1)).type());
    }

    private static void assertRefused(String reason, Op op, Type... types) {
        assertEquals(reason, Signatures.ofTypes(op, List.of(types)).reason());
    }

    private Object value(Expression expression) {
        return harness.constant(expression);
    }

    private static Expression call(Op op, Expression... operands) {
        return Signatures.call(op, operands);
    }

    private static Expression number(long value) {
        return new Expression.Literal(value, Type.INT64);
    }

    private static Expression decimal(double value) {
        return new Expression.Literal(value, Type.FLOAT64);
    }

    private static Expression text(String value) {
        return new Expression.Literal(value, Type.STRING);
    }

    private static Expression json(String value) {
        return new Expression.Literal(new JsonText(value), Type.JSON);
    }

    private static Expression tuple() {
        return new Expression.Literal(List.of(1L, "a"), Type.tuple(Type.INT64, Type.STRING));
    }

    private static Expression tensor(Tensor value) {
        return new Expression.Literal(value, new Type.Tensor(Type.INT64, value.shape().length));
    }
}
