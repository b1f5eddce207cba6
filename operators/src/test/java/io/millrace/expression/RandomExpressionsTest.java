package io.millrace.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.column.CellStatus;
import io.millrace.kernel.Kernels;
import io.millrace.key.Pointer;
import io.millrace.type.Type;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random trees of all operations over random columns with None and errors, against the row-wise oracle. */
final class RandomExpressionsTest {
    private static final List<Type> COLUMNS = List.of(
            Type.INT64,
            Type.INT64,
            Type.FLOAT64,
            Type.FLOAT64,
            Type.BOOL,
            Type.STRING,
            Type.STRING,
            Type.BYTES,
            Type.POINTER,
            Type.DATE_TIME_NAIVE,
            Type.DATE_TIME_UTC,
            Type.DURATION,
            Type.DURATION,
            Type.DATE,
            Type.optional(Type.INT64),
            Type.optional(Type.FLOAT64),
            Type.optional(Type.BOOL),
            Type.optional(Type.STRING),
            Type.tuple(Type.INT64, Type.FLOAT64),
            Type.tuple(Type.FLOAT64, Type.INT64),
            Type.list(Type.STRING),
            Type.list(Type.INT64),
            Type.optional(Type.list(Type.FLOAT64)));

    /** Covered by examples of their own in {@link OperationsTest}. */
    private static final List<Op> BY_EXAMPLE = List.of(
            Op.MATRIX_MULTIPLY,
            Op.AS_INT,
            Op.AS_FLOAT,
            Op.AS_STR,
            Op.AS_BOOL,
            Op.PARSE_BOOL,
            Op.PARSE_BOOL_OR_NONE,
            Op.TIMESTAMP,
            Op.FROM_TIMESTAMP,
            Op.UTC_FROM_TIMESTAMP,
            Op.STRFTIME,
            Op.STRPTIME_NAIVE,
            Op.STRPTIME_UTC,
            Op.TRUNCATE_TO,
            Op.TO_UTC,
            Op.TO_NAIVE_IN_TIMEZONE,
            Op.TO_DURATION,
            Op.JOIN,
            Op.EXTRACT,
            Op.EXTRACT_ALL,
            Op.SPLIT_BY_MATCHES,
            Op.MD5,
            Op.SHA1,
            Op.SHA256,
            Op.SHA512,
            Op.CRC32,
            Op.ENCODE,
            Op.DECODE,
            Op.TO_HEX,
            Op.FROM_HEX,
            Op.TO_BASE64,
            Op.FROM_BASE64);

    /** A column of ints that a text may be repeated by. */
    private static final int SMALL_INT = 1;

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "aa",
            "aba",
            "Hello World",
            "  pad ",
            "12",
            "-7",
            "1.5",
            "1e3",
            "nope",
            "žluťoučký kůň",
            "日本",
            "🙂b🙂",
            "A,b,,C",
            "x\u00a0");

    @Test
    void everyProgramAgreesWithTheOracle() {
        Map<Op, Integer> seen = new EnumMap<>(Op.class);
        try (Harness harness = new Harness()) {
            for (long seed = 0; seed < 400; seed++) {
                check(harness, seed, seen);
            }
        }
        for (Op op : Op.values()) {
            assertTrue(BY_EXAMPLE.contains(op) || seen.containsKey(op), "hardly tried: " + op + " in " + seen);
        }
    }

    private static void check(Harness harness, long seed, Map<Op, Integer> seen) {
        Random random = new Random(seed);
        int rowCount = List.of(1, 2, 63, 64, 65, 200).get(random.nextInt(6));
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < rowCount; i++) {
            Object[] row = COLUMNS.stream()
                    .map(type -> random.nextInt(15) == 0 ? CellStatus.ERROR : value(random, type))
                    .toArray();
            row[SMALL_INT] = random.nextInt(9) - 3L;
            rows.add(row);
        }
        boolean[] selection = random.nextInt(3) == 0 ? null : new boolean[rowCount];
        int density = 1 + random.nextInt(8);
        for (int i = 0; selection != null && i < rowCount; i++) {
            selection[i] = random.nextInt(density) == 0;
        }
        List<Expression> expressions = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            expressions.add(expression(random, 4, seen));
        }
        String where = "seed " + seed + ": " + expressions;
        for (Kernels kernels : List.of(Kernels.active(), Kernels.scalar())) {
            harness.errors.clear();
            RowOracle oracle = new RowOracle();
            try (Batch batch = harness.batch(COLUMNS, rows, selection)) {
                List<Object[]> actual = harness.evaluate(expressions, batch, kernels);
                int at = 0;
                for (int i = 0; i < rowCount; i++) {
                    if (selection != null && !selection[i]) {
                        continue;
                    }
                    Object[] got = actual.get(at++);
                    for (int e = 0; e < expressions.size(); e++) {
                        Object expected = e == 0
                                ? oracle.evaluate(expressions.get(e), rows.get(i))
                                : oracle.evaluateMore(expressions.get(e));
                        Harness.assertSame(
                                expected,
                                got[e],
                                where + "\nrow " + i + " expression " + e + " of " + Arrays.toString(rows.get(i)));
                    }
                }
                assertEquals(at, actual.size(), where);
                assertEquals(oracle.failures(), harness.errors.size(), where + "\n" + harness.errors);
            }
        }
    }

    private static Expression expression(Random random, int depth, Map<Op, Integer> seen) {
        for (int attempt = 0; attempt < 60; attempt++) {
            Expression made = depth == 0 || random.nextInt(6) == 0 ? leaf(random) : inner(random, depth, seen);
            if (made != null) {
                return made;
            }
        }
        return leaf(random);
    }

    private static Expression leaf(Random random) {
        int index = random.nextInt(COLUMNS.size());
        Type type = COLUMNS.get(index);
        if (random.nextInt(4) == 0) {
            return new Expression.Literal(value(random, type), type);
        }
        return random.nextInt(40) == 0
                ? new Expression.Literal(null, Type.NONE)
                : new Expression.ColumnRef(index, type);
    }

    private static Expression inner(Random random, int depth, Map<Op, Integer> seen) {
        return switch (random.nextInt(12)) {
            case 0 -> ifElse(random, depth, seen);
            case 1 -> coalesce(random, depth, seen);
            case 2 -> {
                Expression value = expression(random, depth - 1, seen);
                yield new Expression.Require(
                        value,
                        List.of(expression(random, depth - 1, seen), expression(random, depth - 1, seen)),
                        Type.optional(value.type()));
            }
            case 3 -> {
                Expression operand = expression(random, depth - 1, seen);
                Typing typing = Signatures.unwrap(operand.type());
                yield typing.isRefused() ? null : new Expression.Unwrap(operand, typing.type());
            }
            case 4 -> {
                Expression operand = expression(random, depth - 1, seen);
                Expression replacement = expression(random, depth - 1, seen);
                Typing typing = Signatures.fillError(operand.type(), replacement.type());
                yield typing.isRefused() || nestedNumbersDiffer(typing, operand, replacement)
                        ? null
                        : new Expression.FillError(operand, replacement, typing.type());
            }
            case 5 -> cast(random, depth, seen);
            case 6 -> pointerOrApply(random, depth, seen);
            default -> call(random, depth, seen);
        };
    }

    private static Expression ifElse(Random random, int depth, Map<Op, Integer> seen) {
        Expression condition = expression(random, depth - 1, seen);
        Expression then = expression(random, depth - 1, seen);
        Expression otherwise = expression(random, depth - 1, seen);
        Typing typing = Signatures.ifElse(condition.type(), then.type(), otherwise.type());
        return typing.isRefused() || nestedNumbersDiffer(typing, then, otherwise)
                ? null
                : new Expression.IfElse(condition, then, otherwise, typing.type());
    }

    private static Expression coalesce(Random random, int depth, Map<Op, Integer> seen) {
        List<Expression> operands = List.of(expression(random, depth - 1, seen), expression(random, depth - 1, seen));
        Typing typing =
                Signatures.coalesce(operands.stream().map(Expression::type).toList());
        return typing.isRefused() || nestedNumbersDiffer(typing, operands.get(0), operands.get(1))
                ? null
                : new Expression.Coalesce(operands, typing.type());
    }

    /** The oracle does not convert numbers inside of lists; a test of its own does. */
    private static boolean nestedNumbersDiffer(Typing typing, Expression... operands) {
        return Arrays.stream(operands).anyMatch(it -> NestedTypes.needConversion(it.type(), typing.type()));
    }

    private static Expression cast(Random random, int depth, Map<Op, Integer> seen) {
        Expression operand = expression(random, depth - 1, seen);
        List<Type> targets = List.of(Type.INT64, Type.FLOAT64, Type.BOOL, Type.STRING);
        Type target = targets.get(random.nextInt(targets.size()));
        Type to = operand.type().isOptional() ? Type.optional(target) : target;
        return Signatures.cast(operand.type(), to).isRefused() ? null : new Expression.Cast(operand, to);
    }

    private static Expression pointerOrApply(Random random, int depth, Map<Op, Integer> seen) {
        Expression first = expression(random, depth - 1, seen);
        Expression second = expression(random, depth - 1, seen);
        List<Expression> operands = List.of(first, second);
        if (random.nextBoolean()) {
            boolean optional = random.nextBoolean();
            return new Expression.PointerFrom(
                    operands, optional, depth % 2 == 1, optional ? Type.optional(Type.POINTER) : Type.POINTER);
        }
        if (random.nextBoolean()) {
            return new Expression.MakeTuple(operands, Type.tuple(first.type(), second.type()));
        }
        return new Expression.Apply(
                RandomExpressionsTest::describe, operands, Type.optional(Type.STRING), random.nextBoolean(), true);
    }

    private static Object describe(Object[] arguments) {
        int size = switch (arguments[0]) {
            case String text -> text.length();
            case Long number -> (int) Math.floorMod(number, 9L);
            case List<?> list -> list.size() + 3;
            case null -> 2;
            default -> 1;
        };
        if (size % 5 == 4) {
            throw new IllegalStateException("a size of " + size);
        }
        return size % 5 == 3 ? null : arguments[0] instanceof String text ? text + "!" : "no text";
    }

    private static Expression call(Random random, int depth, Map<Op, Integer> seen) {
        Op op = Op.values()[random.nextInt(Op.values().length)];
        if (BY_EXAMPLE.contains(op)) {
            return null;
        }
        for (int attempt = 0; attempt < 20; attempt++) {
            int count = op.minOperands() + random.nextInt(Math.min(3, op.maxOperands() - op.minOperands() + 1));
            List<Expression> operands = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                operands.add(expression(random, attempt < 3 ? depth - 1 : 0, seen));
            }
            Typing typing = Signatures.of(op, operands);
            if (!typing.isRefused() && isWithinReason(op, operands)) {
                seen.merge(op, 1, Integer::sum);
                return new Expression.Call(op, operands, typing.type());
            }
        }
        return null;
    }

    /** Texts grow with every repetition, and Any is what the oracle cannot read a number of. */
    private static boolean isWithinReason(Op op, List<Expression> operands) {
        boolean repeats = op == Op.MULTIPLY && operands.stream().anyMatch(it -> it.type() == Type.STRING);
        boolean grows = List.of(
                        Op.REPLACE, Op.REPLACE_MATCHES, Op.PAD_START, Op.PAD_END, Op.ZERO_FILL, Op.EDIT_DISTANCE)
                .contains(op);
        return (!repeats && !grows) || operands.stream().allMatch(it -> isSmall(it));
    }

    private static boolean isSmall(Expression operand) {
        return operand instanceof Expression.ColumnRef(int index, Type type)
                        && (type == Type.STRING || index == SMALL_INT)
                || operand instanceof Expression.Literal(Object value, Type ignored) && value instanceof String;
    }

    static Object value(Random random, Type type) {
        if (type.isOptional() && random.nextInt(3) == 0) {
            return null;
        }
        return switch (type.required()) {
            case Type.Scalar scalar ->
                switch (scalar) {
                    case BOOL -> random.nextBoolean();
                    case INT64 -> random.nextInt(12) == 0 ? random.nextLong() : random.nextInt(12) - 4L;
                    case FLOAT64 ->
                        List.of(0.0, 1.0, -1.5, 2.5, 1e300, 0.1, Double.NaN, Double.POSITIVE_INFINITY)
                                .get(random.nextInt(8));
                    case STRING -> TEXTS.get(random.nextInt(TEXTS.size()));
                    case BYTES -> Arrays.copyOf(new byte[] {1, -2, 3}, random.nextInt(4));
                    case POINTER -> Pointer.of(random.nextInt(3));
                    case DATE_TIME_NAIVE, DATE_TIME_UTC ->
                        RowOracle.ofNanos(random.nextInt(4) == 0 ? random.nextLong() : random.nextInt(5) - 2L, scalar);
                    case DATE -> LocalDate.ofEpochDay(random.nextInt(200_000) - 100_000);
                    case DURATION ->
                        Duration.ofNanos(
                                random.nextInt(8) == 0
                                        ? random.nextLong()
                                        : (random.nextInt(7) - 2) * 1_800_000_000_000L);
                    default -> throw new AssertionError(type);
                };
            case Type.Tuple tuple ->
                tuple.elements().stream().map(it -> value(random, it)).toList();
            case Type.ListOf list -> {
                List<Object> values = new ArrayList<>();
                for (int left = random.nextInt(3); left > 0; left--) {
                    values.add(value(random, list.element()));
                }
                yield values;
            }
            default -> throw new AssertionError(type);
        };
    }
}
