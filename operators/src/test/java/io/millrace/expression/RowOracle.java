package io.millrace.expression;

import io.millrace.column.CellStatus;
import io.millrace.key.Pointer;
import io.millrace.type.Type;
import io.millrace.value.ValueText;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Evaluates expressions for one row after the other on boxed values, as plainly as can be: the oracle. Equal expressions count
 * once a row, so {@link #failures} is how many errors a program must report.
 */
final class RowOracle {
    private static final Object ERROR = CellStatus.ERROR;
    private static final long NANOS = 1_000_000_000L;

    private final Map<Expression, Object> memo = new HashMap<>();
    private Object[] row;
    private int failures;

    int failures() {
        return failures;
    }

    Object evaluate(Expression expression, Object[] newRow) {
        memo.clear();
        row = newRow;
        return of(expression);
    }

    /** Another expression of the same row, which shares its parts with those before. */
    Object evaluateMore(Expression expression) {
        return of(expression);
    }

    private Object of(Expression expression) {
        if (memo.containsKey(expression)) {
            return memo.get(expression);
        }
        Object value = compute(expression);
        memo.put(expression, value);
        return value;
    }

    private Object as(Expression expression, Type type) {
        return convert(of(expression), type);
    }

    private static Object convert(Object value, Type type) {
        return value instanceof Long number && type.required() == Type.FLOAT64 ? (Object) (double) number : value;
    }

    private Object fail() {
        failures++;
        return ERROR;
    }

    private Object compute(Expression expression) {
        return switch (expression) {
            case Expression.ColumnRef it -> row[it.index()];
            case Expression.RowId it -> throw new AssertionError("no row ids here");
            case Expression.Literal it -> it.value();
            case Expression.Call it -> call(it);
            case Expression.IfElse it -> {
                Object condition = of(it.condition());
                yield condition == ERROR ? ERROR : as((Boolean) condition ? it.then() : it.otherwise(), it.type());
            }
            case Expression.Coalesce it -> {
                Object value = null;
                for (Expression operand : it.operands()) {
                    value = as(operand, it.type());
                    if (value != null) {
                        break;
                    }
                }
                yield value;
            }
            case Expression.Require it -> {
                for (Expression dependency : it.dependencies()) {
                    Object value = of(dependency);
                    if (value == null || value == ERROR) {
                        yield value;
                    }
                }
                yield as(it.value(), it.type());
            }
            case Expression.Unwrap it -> {
                Object value = of(it.operand());
                yield value == null ? fail() : value;
            }
            case Expression.FillError it -> {
                Object value = as(it.operand(), it.type());
                yield value == ERROR ? as(it.replacement(), it.type()) : value;
            }
            case Expression.Cast it -> cast(of(it.operand()), it.type());
            case Expression.DeclareType it -> of(it.operand());
            case Expression.MakeTuple it -> {
                List<Object> elements = new ArrayList<>();
                for (Expression operand : it.operands()) {
                    elements.add(of(operand));
                }
                yield elements.contains(ERROR) ? ERROR : elements;
            }
            case Expression.PointerFrom it -> {
                List<Object> values = new ArrayList<>();
                for (Expression operand : it.operands()) {
                    values.add(of(operand));
                }
                yield values.contains(ERROR)
                        ? ERROR
                        : it.optional() && values.contains(null)
                                ? null
                                : it.hasInstance()
                                        ? Pointer.withInstance(values.subList(0, values.size() - 1), values.getLast())
                                        : Pointer.of(values.toArray());
            }
            case Expression.Apply it -> {
                Object[] arguments = new Object[it.operands().size()];
                for (int i = 0; i < arguments.length; i++) {
                    arguments[i] = of(it.operands().get(i));
                }
                if (Arrays.asList(arguments).contains(ERROR)) {
                    yield ERROR;
                }
                if (it.propagateNone() && Arrays.asList(arguments).contains(null)) {
                    yield null;
                }
                try {
                    yield ((Expression.RowFunction) it.function()).apply(arguments);
                } catch (Exception e) {
                    yield fail();
                }
            }
        };
    }

    private Object call(Expression.Call call) {
        Op op = call.op();
        Object first = of(call.operands().getFirst());
        if ((op == Op.AND || op == Op.OR) && first instanceof Boolean decided && decided == (op == Op.OR)) {
            return decided;
        }
        Object[] in = new Object[call.operands().size()];
        in[0] = first;
        if (first == ERROR && (op == Op.AND || op == Op.OR) && call.type() == Type.BOOL) {
            return ERROR;
        }
        boolean needsDefault = op != Op.GET_OR_DEFAULT || !Signatures.isCertain(call.operands());
        for (int i = 1; i < in.length; i++) {
            in[i] = i == 2 && !needsDefault ? null : of(call.operands().get(i));
        }
        if (Arrays.asList(in).contains(ERROR)) {
            return ERROR;
        }
        return apply(call, in);
    }

    private Object apply(Expression.Call call, Object[] in) {
        return switch (call.op()) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, FLOOR_DIVIDE, MODULO, POWER, SHIFT_LEFT, SHIFT_RIGHT ->
                arithmetic(call, in);
            case AND, OR, XOR ->
                in[0] instanceof Boolean x
                        ? (Object) (call.op() == Op.XOR ? x ^ (Boolean) in[1] : (Boolean) in[1])
                        : (Object) bitwise(call.op(), (Long) in[0], (Long) in[1]);
            case NOT -> !(Boolean) in[0];
            case NEGATE, ABS -> unary(call.op(), in[0], call.type());
            case EQUAL -> equal(call, in);
            case NOT_EQUAL -> !equal(call, in);
            case LESS -> compare(in[0], in[1]) < 0;
            case LESS_OR_EQUAL -> compare(in[0], in[1]) <= 0;
            case GREATER -> compare(in[0], in[1]) > 0;
            case GREATER_OR_EQUAL -> compare(in[0], in[1]) >= 0;
            case IS_NONE -> in[0] == null;
            case IS_NOT_NONE -> in[0] != null;
            case TO_STRING -> in[0] instanceof Duration span ? TimeOracle.text(span) : ValueText.of(in[0]);
            case GET, GET_OR_DEFAULT -> get(call, in);
            case LENGTH ->
                in[0] instanceof String text
                        ? (Object) (long) text.codePointCount(0, text.length())
                        : in[0] instanceof byte[] bytes
                                ? (Object) (long) bytes.length
                                : (Object) (long) ((List<?>) in[0]).size();
            case FILL_NA ->
                in[0] == null || in[0] instanceof Double number && number.isNaN()
                        ? convert(in[1], call.type())
                        : convert(in[0], call.type());
            case LEAST, GREATEST -> extreme(call, in);
            case PARSE_INT, PARSE_INT_OR_NONE -> parseLong((String) in[0], call.op() == Op.PARSE_INT);
            case PARSE_FLOAT, PARSE_FLOAT_OR_NONE -> parseDouble((String) in[0], call.op() == Op.PARSE_FLOAT);
            default -> {
                Object value = switch (call.op().family()) {
                    case NUMBER -> NumberOracle.apply(call.op(), in);
                    case DATE_TIME, DATE_TIME_FIELD, DURATION -> TimeOracle.apply(call.op(), in, call.type());
                    default -> TextOracle.apply(call.op(), in);
                };
                yield value == TextOracle.FAILED ? fail() : value;
            }
        };
    }

    private static Object extreme(Expression.Call call, Object[] in) {
        Object best = convert(in[0], call.type());
        for (Object each : in) {
            Object value = convert(each, call.type());
            int order = compare(value, best);
            best = call.op() == Op.GREATEST ? (order > 0 ? value : best) : (order < 0 ? value : best);
        }
        return best;
    }

    private Object arithmetic(Expression.Call call, Object[] in) {
        Type type = call.type();
        Op op = call.op();
        if (in[0] instanceof String || in[1] instanceof String) {
            return op == Op.ADD
                    ? (String) in[0] + in[1]
                    : in[0] instanceof String text
                            ? text.repeat((int) Math.max(0, (Long) in[1]))
                            : ((String) in[1]).repeat((int) Math.max(0, (Long) in[0]));
        }
        boolean isSpanByInt = in[0] instanceof Duration && in[1] instanceof Long;
        boolean isFloat = in[0] instanceof Double || in[1] instanceof Double || op == Op.DIVIDE && !isSpanByInt;
        if (isFloat) {
            Object result = floats(op, asDouble(in[0]), asDouble(in[1]));
            if (type == Type.FLOAT64 || result == ERROR) {
                return result;
            }
            double nanos = (Double) result;
            return nanos >= -0x1p63 && nanos < 0x1p63 ? ofNanos((long) nanos, type) : fail();
        }
        return ints(op, nanos(in[0]), nanos(in[1]), type);
    }

    private Object floats(Op op, double x, double y) {
        return switch (op) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case POWER -> Math.pow(x, y);
            case DIVIDE -> y == 0 ? fail() : (Object) (x / y);
            case MODULO -> y == 0 ? fail() : (Object) remainder(x, y);
            case FLOOR_DIVIDE -> {
                if (y == 0) {
                    yield fail();
                }
                double rest = x % y;
                double quotient = (x - rest) / y - (rest != 0 && rest < 0 != y < 0 ? 1 : 0);
                double floor = Math.floor(quotient);
                yield quotient == 0 ? Math.copySign(0.0, x / y) : quotient - floor > 0.5 ? floor + 1 : floor;
            }
            default -> throw new AssertionError(op);
        };
    }

    private static double remainder(double x, double y) {
        double rest = x % y;
        return rest == 0 ? Math.copySign(0.0, y) : rest < 0 != y < 0 ? rest + y : rest;
    }

    private Object ints(Op op, long x, long y, Type type) {
        BigInteger a = BigInteger.valueOf(x);
        BigInteger b = BigInteger.valueOf(y);
        BigInteger result = switch (op) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.subtract(b);
            case MULTIPLY -> a.multiply(b);
            case DIVIDE -> y == 0 ? null : a.divide(b);
            case FLOOR_DIVIDE -> y == 0 ? null : floorDivide(a, b);
            case MODULO -> y == 0 ? null : a.subtract(floorDivide(a, b).multiply(b));
            case POWER ->
                y < 0 ? null : Math.abs(x) <= 1 && x != Long.MIN_VALUE ? small(x, y) : y > 64 ? null : a.pow((int) y);
            case SHIFT_LEFT -> y < 0 ? null : x == 0 ? a : y > 64 ? null : a.shiftLeft((int) y);
            case SHIFT_RIGHT -> y < 0 ? null : a.shiftRight((int) Math.min(y, 64));
            default -> throw new AssertionError(op);
        };
        return result == null || result.bitLength() > 63 ? fail() : ofNanos(result.longValue(), type);
    }

    private static BigInteger small(long x, long y) {
        return BigInteger.valueOf(y == 0 ? 1 : x == -1 ? (y % 2 == 0 ? 1 : -1) : x);
    }

    static BigInteger floorDivide(BigInteger a, BigInteger b) {
        BigInteger[] parts = a.divideAndRemainder(b);
        return parts[1].signum() * b.signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    private static long bitwise(Op op, long x, long y) {
        return op == Op.AND ? x & y : op == Op.OR ? x | y : x ^ y;
    }

    private Object unary(Op op, Object value, Type type) {
        if (value instanceof Double number) {
            return op == Op.NEGATE ? -number : Math.abs(number);
        }
        long number = nanos(value);
        return number == Long.MIN_VALUE ? fail() : ofNanos(op == Op.NEGATE ? -number : Math.abs(number), type);
    }

    private static boolean equal(Expression.Call call, Object[] in) {
        boolean isAny = call.operands().stream().anyMatch(it -> it.type() == Type.ANY);
        if (in[0] == null || in[1] == null) {
            return in[0] == null && in[1] == null;
        }
        return (!isAny || in[0].getClass() == in[1].getClass()) && compare(in[0], in[1]) == 0;
    }

    static int compare(Object left, Object right) {
        if (left == null || right == null) {
            return Boolean.compare(left != null, right != null);
        }
        return switch (left) {
            case Long x when right instanceof Long y -> x.compareTo(y);
            case Number x -> doubles(x.doubleValue(), ((Number) right).doubleValue());
            case Boolean x -> x.compareTo((Boolean) right);
            case String x ->
                Arrays.compareUnsigned(
                        x.getBytes(StandardCharsets.UTF_8), ((String) right).getBytes(StandardCharsets.UTF_8));
            case byte[] x -> Arrays.compareUnsigned(x, (byte[]) right);
            case Pointer x -> x.compareTo((Pointer) right);
            case LocalDateTime x -> x.compareTo((LocalDateTime) right);
            case LocalDate x -> x.compareTo((LocalDate) right);
            case Instant x -> x.compareTo((Instant) right);
            case Duration x -> x.compareTo((Duration) right);
            case List<?> x -> {
                List<?> y = (List<?>) right;
                for (int i = 0; i < Math.min(x.size(), y.size()); i++) {
                    int order = compare(x.get(i), y.get(i));
                    if (order != 0) {
                        yield order;
                    }
                }
                yield Integer.compare(x.size(), y.size());
            }
            default -> throw new AssertionError(left + " against " + right);
        };
    }

    private static int doubles(double x, double y) {
        return x == y ? 0 : Double.compare(x, y);
    }

    private Object get(Expression.Call call, Object[] in) {
        List<?> list = (List<?>) in[0];
        long index = (Long) in[1];
        long position = index < 0 ? index + list.size() : index;
        if (position >= 0 && position < list.size()) {
            return convert(list.get((int) position), call.type());
        }
        return call.op() == Op.GET ? fail() : convert(in[2], call.type());
    }

    private Object parseLong(String text, boolean strict) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return strict ? fail() : null;
        }
    }

    private Object parseDouble(String text, boolean strict) {
        String named = text.strip().toLowerCase(Locale.ROOT);
        if (named.equals("nan")) {
            return Double.NaN;
        }
        if (named.equals("inf") || named.equals("-inf")) {
            return named.equals("inf") ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
        }
        if (named.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?")) {
            return Double.parseDouble(text.strip());
        }
        return strict ? fail() : null;
    }

    private Object cast(Object value, Type to) {
        if (value == null || value == ERROR) {
            return value;
        }
        Type target = to.required();
        return switch (value) {
            case Boolean bool when target == Type.INT64 -> bool ? 1L : 0L;
            case Boolean bool when target == Type.FLOAT64 -> bool ? 1.0 : 0.0;
            case Long number when target == Type.FLOAT64 -> (double) number;
            case Long number when target == Type.BOOL -> number != 0;
            case Double number when target == Type.INT64 -> number.longValue();
            case Double number when target == Type.BOOL -> number != 0;
            case String text when target == Type.INT64 -> parseLong(text, true);
            case String text when target == Type.FLOAT64 -> parseDouble(text, true);
            case String text when target == Type.BOOL -> !text.isEmpty();
            case Double number when target == Type.STRING -> NumberOracle.text(number);
            case Object other when target == Type.STRING -> ValueText.of(other);
            default -> value;
        };
    }

    private static double asDouble(Object value) {
        return value instanceof Double number ? number : nanos(value);
    }

    static long nanos(Object value) {
        return switch (value) {
            case Long number -> number;
            case Duration duration -> duration.toNanos();
            case Instant utc ->
                Duration.ofSeconds(utc.getEpochSecond(), utc.getNano()).toNanos();
            case LocalDateTime naive -> nanos(naive.toInstant(ZoneOffset.UTC));
            default -> throw new AssertionError(value);
        };
    }

    static Object ofNanos(long nanos, Type type) {
        if (type == Type.DURATION) {
            return Duration.ofNanos(nanos);
        }
        Instant utc = Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
        return type == Type.DATE_TIME_UTC
                ? utc
                : type == Type.DATE_TIME_NAIVE ? LocalDateTime.ofInstant(utc, ZoneOffset.UTC) : (Object) nanos;
    }
}
