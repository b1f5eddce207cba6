package io.millrace.conformance.core;

import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.id;
import static io.millrace.table.Expressions.pointerFrom;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.debug.Change;
import io.millrace.debug.Debug;
import io.millrace.key.Pointer;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Operators between scalars of each type. */
@GoldenFile("core/operators.txt")
final class OperatorTest {
    private static final ColumnExpression A = col("a");
    private static final ColumnExpression B = col("b");
    private static final long[] INTS = {-741012, -331399, -10, -9, -2, -1, 0, 1, 2, 3, 4, 5, 10, 11, 253173, 980333};
    private static final double[] FLOATS = {
        -10.0,
        -3.0,
        -2.0,
        -1.0,
        0.0,
        1.0,
        2.0,
        3.0,
        10.0,
        -227463.0,
        450927.0,
        -1.9758,
        -0.2261,
        0.0177,
        0.123406802,
        0.7423
    };

    /** The operation that Python's module of operators calls so. */
    static ColumnExpression operation(String name, Object left, Object right) {
        ColumnExpression x = (ColumnExpression) left;
        return switch (name) {
            case "eq" -> x.eq(right);
            case "ne" -> x.ne(right);
            case "lt" -> x.lt(right);
            case "le" -> x.le(right);
            case "gt" -> x.gt(right);
            case "ge" -> x.ge(right);
            case "add" -> x.plus(right);
            case "sub" -> x.minus(right);
            case "mul" -> x.times(right);
            case "floordiv" -> x.floorDividedBy(right);
            case "truediv" -> x.dividedBy(right);
            case "mod" -> x.mod(right);
            case "pow" -> x.pow(right);
            case "lshift" -> x.shiftLeft(right);
            case "rshift" -> x.shiftRight(right);
            case "and_" -> x.and(right);
            case "or_" -> x.or(right);
            case "xor" -> x.xor(right);
            default -> throw new AssertionError(name);
        };
    }

    private static String operator(GoldenRun run) {
        return run.parameter().split("-")[0];
    }

    private static Table computed(GoldenRun run, int input) {
        return run.input(input).select(A, B, operation(operator(run), A, B).as("c"));
    }

    @Golden("test_unary")
    void computesOfOneOperand(GoldenRun run) {
        ColumnExpression result = operator(run).equals("not_") ? A.not() : A.negate();
        run.check(1, run.input(1).select(result.as("c")));
    }

    @Golden({"test_bool", "test_int", "test_float", "test_string", "test_duration", "test_date_time"})
    void computesOfTwoOperands(GoldenRun run) {
        run.check(1, computed(run, 1));
    }

    /** The record holds a part of the input only: all pairs of some ints and floats. */
    @Golden("test_mixed_int_float")
    void computesOfIntsAndFloats(GoldenRun run) {
        boolean isReversed = run.parameter().endsWith("True");
        boolean divides = !List.of("add", "sub", "mul").contains(operator(run));
        List<Change> changes = new ArrayList<>();
        for (long number : INTS) {
            for (double fraction : FLOATS) {
                Object first = isReversed ? (Object) fraction : (Object) number;
                Object second = isReversed ? (Object) number : (Object) fraction;
                boolean isZero = ((Number) second).doubleValue() == 0;
                Object divisor = divides && isZero ? isReversed ? (Object) 1L : (Object) 1.0 : second;
                changes.add(new Change(Pointer.of(changes.size()), List.of(first, divisor), 0, 1));
            }
        }
        Schema schema = Schema.builder()
                .column("a", isReversed ? Type.FLOAT64 : Type.INT64)
                .column("b", isReversed ? Type.INT64 : Type.FLOAT64)
                .appendOnly()
                .build();
        run.check(
                1,
                Debug.tableFromChanges(schema, changes)
                        .select(A, B, operation(operator(run), A, B).as("c")));
    }

    @Golden("test_int_pow_shift")
    void raisesAndShiftsInts(GoldenRun run) {
        run.check(1, run.input(1).select(operation(operator(run), A, B).as("c")));
    }

    /** The last digit of a power is up to the mathematics library. */
    @Golden({"test_float_pow", "test_mixed_int_float_pow"})
    void raisesFloats(GoldenRun run) {
        run.withDigits(14).check(1, run.input(1).select(A, B, A.pow(B).as("c")));
    }

    @Golden("test_string_mul")
    void repeatsTexts(GoldenRun run) {
        run.check(1, run.input(1).select(A, B, A.times(B).as("c")));
    }

    @Golden({"test_int_div_zero", "test_float_div_zero", "test_duration_div_zero"})
    void refusesToDivideByZero(GoldenRun run) {
        for (int i = 1; run.hasInput(i); i++) {
            int input = i;
            run.refuses(
                            i,
                            () -> run.input(input)
                                    .select(operation(operator(run), A, B).as("c")))
                    .saying("division by zero");
        }
    }

    @Golden("test_duration_and_div_zero")
    void refusesToDivideDurationsByZero(GoldenRun run) {
        for (int i = 1; run.hasInput(i); i++) {
            int input = i;
            run.refuses(i, () -> run.input(input).select(A.floorDividedBy(B).as("c")))
                    .saying("division by zero");
        }
    }

    @Golden("test_pointer_eq")
    void comparesIds(GoldenRun run) {
        Table t = run.input(1)
                .withColumns(
                        pointerFrom(col("true_id")).as("true_pointer"),
                        pointerFrom(col("false_id")).as("false_pointer"));
        run.check(
                1,
                t.select(
                        id().eq(col("true_pointer")).as("a"),
                        id().eq(col("false_pointer")).as("b"),
                        id().ne(col("true_pointer")).as("c"),
                        id().ne(col("false_pointer")).as("d")));
    }

    @Golden("test_pointer_order")
    void ordersIds(GoldenRun run) {
        ColumnExpression a = col("ptrA");
        ColumnExpression b = col("ptrB");
        ColumnExpression c = col("ptrC");
        Table t = run.input(1)
                .withColumns(
                        pointerFrom(a).as("ptrA"),
                        pointerFrom(b).as("ptrB"),
                        pointerFrom(c).as("ptrC"));
        run.check(
                1,
                t.select(
                        a.lt(b).eq(a.le(b)).as("a1"),
                        a.gt(b).eq(a.ge(b)).as("a2"),
                        b.lt(c).eq(b.le(c)).as("a3"),
                        b.gt(c).eq(b.ge(c)).as("a4"),
                        a.lt(c).eq(a.le(c)).as("a5"),
                        a.gt(c).eq(a.ge(c)).as("a6"),
                        a.lt(b).ne(a.gt(b)).as("b1"),
                        a.lt(c).ne(a.gt(c)).as("b2"),
                        b.lt(c).ne(b.gt(c)).as("b3"),
                        // Of bools, less or equal is an implication.
                        a.lt(b).and(b.lt(c)).le(a.lt(c)).as("c1"),
                        a.lt(c).and(c.lt(b)).le(a.lt(b)).as("c2"),
                        b.lt(a).and(a.lt(c)).le(b.lt(c)).as("c3"),
                        b.lt(c).and(c.lt(a)).le(b.lt(a)).as("c4"),
                        c.lt(a).and(a.lt(b)).le(c.lt(b)).as("c5"),
                        c.lt(b).and(b.lt(a)).le(c.lt(a)).as("c6")));
    }

    @Golden("test_date_time_and_duration")
    void movesDateTimes(GoldenRun run) {
        run.check(1, computed(run, 1));
        if (operator(run).equals("add")) {
            run.check(2, run.input(1).select(B.as("a"), A.as("b"), B.plus(A).as("c")));
        }
    }

    @Golden("test_duration_and_int")
    void scalesDurations(GoldenRun run) {
        Table t = run.input(2);
        run.check(1, t.select(operation(operator(run), A, B).as("c")));
        if (operator(run).equals("mul")) {
            run.check(2, t.select(B.times(A).as("c")));
        }
    }

    @Golden("test_datetime_naive_sub_const")
    void subtractsConstantsFromNaiveDateTimes(GoldenRun run) {
        List<Object> constants = List.of(
                LocalDateTime.of(2023, 5, 15, 10, 51),
                LocalDateTime.of(2023, 5, 15, 10, 51),
                Duration.ofDays(1),
                Duration.ofDays(1));
        subtracts(run, constants, "%Y-%m-%d %H:%M:%S.%f");
    }

    @Golden("test_datetime_utc_sub_const")
    void subtractsConstantsFromDateTimesInUtc(GoldenRun run) {
        LocalDateTime clock = LocalDateTime.of(2023, 5, 15, 10, 51);
        List<Object> constants = List.of(
                clock.atZone(ZoneId.of("UTC")),
                clock.atZone(ZoneId.of("America/New_York")),
                clock.atZone(ZoneId.of("Europe/Warsaw")),
                clock.atZone(ZoneId.of("UTC")).toOffsetDateTime(),
                clock.atZone(ZoneId.of("America/New_York")).toOffsetDateTime(),
                clock.atZone(ZoneId.of("Europe/Warsaw")).toOffsetDateTime(),
                Duration.ofDays(1),
                Duration.ofNanos(1_000),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                Duration.ofDays(7),
                Duration.ofDays(1),
                Duration.ofMillis(1));
        subtracts(run, constants, "%Y-%m-%d %H:%M:%S.%f%z");
    }

    private static void subtracts(GoldenRun run, List<Object> constants, String format) {
        Object constant = constants.get(Integer.parseInt(run.parameter().substring("const".length())));
        Table times = run.input(1).select(A.dt().strptime(format).as("a"));
        run.check(1, times.select(A.minus(constant).as("a")));
    }

    @Golden({"test_optional_int_vs_float", "test_int_vs_optional_float"})
    void comparesWhatMayBeNone(GoldenRun run) {
        run.check(1, run.input(1).select(A.eq(B).as("resA"), A.ne(B).as("resB")));
    }

    @Golden("test_optional_int_addition")
    void addsWhatIsFilteredNotToBeNone(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .filter(A.isNotNone())
                        .filter(B.isNotNone())
                        .select(A.plus(B).as("resA")));
    }

    @Golden("test_and_or_are_lazy")
    void dividesOnlyWhereItCounts(GoldenRun run) {
        ColumnExpression isGreat = A.floorDividedBy(B).gt(1);
        run.check(
                1,
                run.input(1)
                        .select(
                                B.ne(0).and(isGreat).as("x"),
                                B.eq(0).or(isGreat).as("y")));
    }
}
