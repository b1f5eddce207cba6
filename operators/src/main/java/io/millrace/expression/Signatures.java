package io.millrace.expression;

import io.millrace.type.Type;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Which operand types each operation takes and what type it gives, by Pathway's rules: int mixes with float, nothing else
 * mixes; optional operands are refused except where None has a meaning. Implicit conversions (int to float, a branch to the
 * common type) are the evaluator's business: trees hold operands as they are. Stateless; any thread.
 */
public final class Signatures {
    private static final Set<Type> ORDERED = Set.of(
            Type.BOOL,
            Type.INT64,
            Type.FLOAT64,
            Type.STRING,
            Type.BYTES,
            Type.POINTER,
            Type.DATE_TIME_NAIVE,
            Type.DATE_TIME_UTC,
            Type.DURATION,
            Type.DATE,
            Type.UUID);

    private Signatures() {}

    /**
     * Returns a call of {@code op}.
     *
     * @throws IllegalArgumentException with the reason when the operands' types do not fit
     */
    public static Expression call(Op op, Expression... operands) {
        List<Expression> all = List.of(operands);
        return new Expression.Call(op, all, of(op, all).orThrow());
    }

    /** Types {@code op} on these operands; a literal index of a tuple is taken into account. */
    public static Typing of(Op op, List<? extends Expression> operands) {
        List<Type> types = operands.stream().map(Expression::type).toList();
        if ((op == Op.GET || op == Op.GET_OR_DEFAULT)
                && operands.size() == op.maxOperands()
                && types.get(0) instanceof Type.Tuple tuple
                && operands.get(1) instanceof Expression.Literal(Long index, Type ignored)) {
            return tupleElement(op, tuple, index, types);
        }
        return ofTypes(op, types);
    }

    /** Types {@code op} on operands of these types. */
    public static Typing ofTypes(Op op, List<Type> types) {
        if (types.size() < op.minOperands() || types.size() > op.maxOperands()) {
            return Typing.refused(op.symbol() + " takes "
                    + (op.minOperands() == op.maxOperands()
                            ? String.valueOf(op.minOperands())
                            : op.minOperands() + " to " + op.maxOperands())
                    + " operands, not " + types.size());
        }
        Typing future = refuseFutures(op, types);
        if (future != null) {
            return future;
        }
        return switch (op) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, FLOOR_DIVIDE, MODULO, POWER ->
                strict(op, types, Arithmetics.type(op, types.get(0), types.get(1)));
            case SHIFT_LEFT, SHIFT_RIGHT -> strict(op, types, both(types, Type.INT64) ? Type.INT64 : null);
            case MATRIX_MULTIPLY -> strict(op, types, Arithmetics.matrixProduct(types.get(0), types.get(1)));
            case EQUAL, NOT_EQUAL -> strict(op, types, canEqual(types.get(0), types.get(1)) ? Type.BOOL : null);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                strict(op, types, canOrder(types.get(0), types.get(1)) ? Type.BOOL : null);
            case AND, OR, XOR ->
                strict(op, types, both(types, Type.BOOL) ? Type.BOOL : both(types, Type.INT64) ? Type.INT64 : null);
            case NOT -> strict(op, types, types.get(0) == Type.BOOL ? Type.BOOL : null);
            case NEGATE ->
                strict(op, types, isNumber(types.get(0)) || types.get(0) == Type.DURATION ? types.get(0) : null);
            case ABS -> strict(op, types, isNumber(types.get(0)) ? types.get(0) : null);
            case IS_NONE, IS_NOT_NONE -> Typing.of(Type.BOOL);
            case TO_STRING -> Typing.of(Type.STRING);
            case GET, GET_OR_DEFAULT -> get(op, types);
            case AS_INT -> fromJson(op, types, Type.INT64);
            case AS_FLOAT -> fromJson(op, types, Type.FLOAT64);
            case AS_STR -> fromJson(op, types, Type.STRING);
            case AS_BOOL -> fromJson(op, types, Type.BOOL);
            case LENGTH -> strict(op, types, hasLength(types.get(0)) ? Type.INT64 : null);
            case LOWER, UPPER, SWAP_CASE, TITLE, REVERSED, STRIP, REMOVE_PREFIX, REMOVE_SUFFIX ->
                strict(op, types, areStrings(types, types.size()) ? Type.STRING : null);
            case STARTS_WITH, ENDS_WITH, CONTAINS -> strict(op, types, areStrings(types, 2) ? Type.BOOL : null);
            case COUNT, FIND, RFIND ->
                strict(op, types, areStrings(types, 2) && areBounds(types, 2) ? Type.INT64 : null);
            case REPLACE ->
                strict(
                        op,
                        types,
                        areStrings(types, 3) && (types.size() == 3 || types.get(3) == Type.INT64) ? Type.STRING : null);
            case SLICE -> strict(op, types, areStrings(types, 1) && areBounds(types, 1) ? Type.STRING : null);
            case SPLIT -> strict(op, types, areStrings(types, 2) ? Type.list(Type.STRING) : null);
            case PARSE_INT -> strict(op, types, areStrings(types, 1) ? Type.INT64 : null);
            case PARSE_FLOAT -> strict(op, types, areStrings(types, 1) ? Type.FLOAT64 : null);
            case PARSE_BOOL -> strict(op, types, canParseBool(types) ? Type.BOOL : null);
            case PARSE_INT_OR_NONE -> strict(op, types, areStrings(types, 1) ? Type.optional(Type.INT64) : null);
            case PARSE_FLOAT_OR_NONE -> strict(op, types, areStrings(types, 1) ? Type.optional(Type.FLOAT64) : null);
            case PARSE_BOOL_OR_NONE -> strict(op, types, canParseBool(types) ? Type.optional(Type.BOOL) : null);
            case ROUND ->
                strict(
                        op,
                        types,
                        isNumber(types.get(0)) && (types.size() == 1 || types.get(1) == Type.INT64)
                                ? types.get(0)
                                : null);
            case FLOOR, CEIL -> strict(op, types, isNumber(types.get(0)) ? types.get(0) : null);
            case SQRT, EXP, LOG -> strict(op, types, isNumber(types.get(0)) ? Type.FLOAT64 : null);
            case FILL_NA -> fillNa(op, types);
            case NANOSECOND, MICROSECOND, MILLISECOND, SECOND, MINUTE, HOUR, DAY, MONTH, YEAR, WEEKDAY, TIMESTAMP_NS ->
                strict(op, types, isDateTime(types.get(0)) ? Type.INT64 : null);
            case TIMESTAMP ->
                strict(op, types, isDateTime(types.get(0)) && types.get(1) == Type.STRING ? Type.FLOAT64 : null);
            case FROM_TIMESTAMP -> strict(op, types, isNumberAndUnit(types) ? Type.DATE_TIME_NAIVE : null);
            case UTC_FROM_TIMESTAMP -> strict(op, types, isNumberAndUnit(types) ? Type.DATE_TIME_UTC : null);
            case TO_UTC ->
                strict(op, types, types.equals(List.of(Type.DATE_TIME_NAIVE, Type.STRING)) ? Type.DATE_TIME_UTC : null);
            case TO_NAIVE_IN_TIMEZONE ->
                strict(op, types, types.equals(List.of(Type.DATE_TIME_UTC, Type.STRING)) ? Type.DATE_TIME_NAIVE : null);
            case ROUND_TO, FLOOR_TO ->
                strict(op, types, isDateTime(types.get(0)) && types.get(1) == Type.DURATION ? types.get(0) : null);
            case TO_DURATION ->
                strict(op, types, types.equals(List.of(Type.INT64, Type.STRING)) ? Type.DURATION : null);
            case NANOSECONDS, MICROSECONDS, MILLISECONDS, SECONDS, MINUTES, HOURS, DAYS, WEEKS ->
                strict(op, types, types.get(0) == Type.DURATION ? Type.INT64 : null);
        };
    }

    /** Types {@code cast(to, from)}: bool, int, float and str into each other, anything into Any; None stays None. */
    public static Typing cast(Type from, Type to) {
        if (from.equals(to) || to == Type.ANY || to.accepts(from)) {
            return Typing.of(to);
        }
        if (from.isOptional() && !to.isOptional()) {
            return Typing.refused("cannot cast " + from + " to " + to
                    + ": None has no such value; cast to an optional type, or unwrap or coalesce the value first");
        }
        if (isCastable(from.required()) && isCastable(to.required())) {
            return Typing.of(to);
        }
        return Typing.refused("cannot cast " + from + " to " + to
                + "; casts go between bool, int, float and str (for Json use as_int and its like, for texts parse_int"
                + " and its like, to_string for any value)");
    }

    /** Types {@code ifElse}: the condition is a bool, the result the least type of both branches. */
    public static Typing ifElse(Type condition, Type then, Type otherwise) {
        if (condition != Type.BOOL) {
            return Typing.refused("the condition of if_else is " + condition + "; it must be bool"
                    + (condition.required() == Type.BOOL ? ", so unwrap or coalesce it" : ""));
        }
        return common("if_else", List.of(then, otherwise));
    }

    /** Types {@code coalesce}: the least type of all operands, without None where one operand is never None. */
    public static Typing coalesce(List<Type> operands) {
        if (operands.isEmpty()) {
            return Typing.refused("coalesce needs an operand");
        }
        Typing common = common("coalesce", operands);
        if (common.isRefused() || operands.stream().allMatch(Type::isOptional)) {
            return common;
        }
        return Typing.of(common.type().required());
    }

    /** Types {@code require}: the value's type or None. */
    public static Typing require(Type value) {
        return Typing.of(Type.optional(value));
    }

    /** Types {@code unwrap}. */
    public static Typing unwrap(Type operand) {
        return operand == Type.NONE
                ? Typing.refused("unwrap of a value that is always None")
                : Typing.of(operand.required());
    }

    /** Types {@code fillError}: the least type of value and replacement. */
    public static Typing fillError(Type operand, Type replacement) {
        return common("fill_error", List.of(operand, replacement));
    }

    /** Types a column of rows that come from several tables. */
    public static Typing concat(List<Type> types) {
        return common("concat", types);
    }

    /** The type of the rows that flattening a value of this type gives. */
    public static Typing flatten(Type type) {
        return switch (type) {
            case Type.ListOf list -> Typing.of(list.element());
            case Type.Tuple tuple ->
                Typing.of(tuple.elements().stream().reduce(Type::leastCommon).orElse(Type.ANY));
            case Type.Tensor tensor -> Typing.of(slice(tensor));
            case Type.Scalar scalar
            when scalar == Type.STRING || scalar == Type.JSON || scalar == Type.ANY -> Typing.of(type);
            default ->
                Typing.refused("cannot flatten a column of type " + type
                        + "; it must be a list, tuple, array, str or Json" + advice(List.of(type)));
        };
    }

    private static Typing common(String what, List<Type> types) {
        Type least = types.getFirst();
        for (Type type : types) {
            Type before = least;
            least = Type.leastCommon(before, type);
            if (least == Type.ANY && before != Type.ANY && type != Type.ANY) {
                return Typing.refused(what + " mixes " + before + " and " + type
                        + ", which have no common type; cast them to one type first");
            }
        }
        return Typing.of(least);
    }

    private static Typing strict(Op op, List<Type> types, Type result) {
        if (result != null) {
            return Typing.of(result);
        }
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < types.size(); i++) {
            names.append(i == 0 ? "" : i == types.size() - 1 ? " and " : ", ").append(types.get(i));
        }
        return Typing.refused("operator " + op.symbol() + " does not take " + names + advice(types));
    }

    private static String advice(List<Type> types) {
        for (Type type : types) {
            if (type == Type.ANY) {
                return "; give the Any operand a type first, with declare_type or apply_with_type";
            }
            if (type.isOptional()) {
                return "; make the optional operand non-optional first, with unwrap or coalesce";
            }
            if (type == Type.JSON) {
                return "; convert the Json operand first, with as_int, as_float, as_str or as_bool";
            }
        }
        return "";
    }

    private static Typing refuseFutures(Op op, List<Type> types) {
        for (Type type : types) {
            if (type instanceof Type.Future) {
                return Typing.refused(
                        "operator " + op.symbol() + " does not take " + type + "; use await_futures first");
            }
        }
        return null;
    }

    private static Typing tupleElement(Op op, Type.Tuple tuple, long index, List<Type> types) {
        int size = tuple.elements().size();
        long from = index < 0 ? index + size : index;
        if (from >= 0 && from < size) {
            return Typing.of(tuple.elements().get((int) from));
        }
        if (op == Op.GET_OR_DEFAULT) {
            return Typing.of(types.get(2));
        }
        return Typing.refused("index " + index + " is out of range for " + tuple);
    }

    /** Whether the index, the second operand, is known to be one of the tuple, the first. */
    static boolean isCertain(List<Expression> operands) {
        return operands.get(0).type() instanceof Type.Tuple tuple
                && operands.get(1) instanceof Expression.Literal(Long index, Type ignored)
                && index >= -tuple.elements().size()
                && index < tuple.elements().size();
    }

    private static Typing get(Op op, List<Type> types) {
        Type value = types.get(0);
        Type index = types.get(1);
        if (value == Type.JSON) {
            if (index != Type.STRING && index != Type.INT64) {
                return Typing.refused("Json is indexed by str or int, not " + index);
            }
            if (op == Op.GET) {
                return Typing.of(Type.JSON);
            }
            Type fallback = types.get(2);
            return fallback.required() == Type.JSON || fallback == Type.NONE
                    ? Typing.of(fallback == Type.NONE ? Type.optional(Type.JSON) : fallback)
                    : Typing.refused("the default of get on Json is Json or None, not " + fallback);
        }
        Type element = switch (value) {
            case Type.ListOf list -> list.element();
            case Type.Tuple tuple
            when !tuple.elements().isEmpty() ->
                tuple.elements().stream().reduce(Type::leastCommon).orElseThrow();
            case Type.Tensor tensor -> slice(tensor);
            case Type.Scalar scalar when scalar == Type.ANY -> Type.ANY;
            default -> null;
        };
        if (element == null) {
            return Typing.refused(
                    "cannot get from " + value + "; it must be a tuple, list, array or Json" + advice(List.of(value)));
        }
        if (index != Type.INT64) {
            return Typing.refused("the index into " + value + " is " + index + "; it must be int");
        }
        return op == Op.GET ? Typing.of(element) : Typing.of(Type.leastCommon(element, types.get(2)));
    }

    private static Type slice(Type.Tensor tensor) {
        return switch (tensor.dimensions()) {
            case -1 -> Type.ANY;
            case 0, 1 -> tensor.element();
            default -> new Type.Tensor(tensor.element(), tensor.dimensions() - 1);
        };
    }

    private static Typing fromJson(Op op, List<Type> types, Type result) {
        return types.get(0).required() == Type.JSON
                ? Typing.of(Type.optional(result))
                : Typing.refused(op.symbol() + " applies to Json, not to " + types.get(0));
    }

    private static Typing fillNa(Op op, List<Type> types) {
        Type value = types.get(0);
        if (!isNumber(value.required()) || !isNumber(types.get(1))) {
            return strict(op, types, null);
        }
        return Typing.of(Type.leastCommon(value.required(), types.get(1)));
    }

    private static boolean both(List<Type> types, Type type) {
        return types.get(0) == type && types.get(1) == type;
    }

    static boolean isNumber(Type type) {
        return type == Type.INT64 || type == Type.FLOAT64;
    }

    static boolean isDateTime(Type type) {
        return type == Type.DATE_TIME_NAIVE || type == Type.DATE_TIME_UTC;
    }

    private static boolean isNumberAndUnit(List<Type> types) {
        return isNumber(types.get(0)) && types.get(1) == Type.STRING;
    }

    private static boolean isCastable(Type type) {
        return type == Type.BOOL || isNumber(type) || type == Type.STRING;
    }

    private static boolean hasLength(Type type) {
        return type == Type.STRING || type == Type.BYTES || type instanceof Type.ListOf || type instanceof Type.Tuple;
    }

    private static boolean areStrings(List<Type> types, int count) {
        return types.subList(0, count).stream().allMatch(type -> type == Type.STRING);
    }

    /** Whether the operands from {@code first} on are positions in a text, None for its end. */
    private static boolean areBounds(List<Type> types, int first) {
        return types.subList(first, types.size()).stream()
                .allMatch(type -> type.required() == Type.INT64 || type == Type.NONE);
    }

    private static boolean canParseBool(List<Type> types) {
        return types.get(0) == Type.STRING && isStrings(types.get(1)) && isStrings(types.get(2));
    }

    private static boolean isStrings(Type type) {
        return type instanceof Type.ListOf list && list.element() == Type.STRING
                || type instanceof Type.Tuple tuple && tuple.elements().stream().allMatch(it -> it == Type.STRING);
    }

    private static boolean canEqual(Type left, Type right) {
        if (left == Type.NONE || right == Type.NONE || left == Type.ANY || right == Type.ANY) {
            return true;
        }
        Type a = left.required();
        Type b = right.required();
        if (a instanceof Type.Tuple || a instanceof Type.ListOf) {
            return elementsMatch(a, b, Signatures::canEqualInside);
        }
        return a.equals(b) || isNumber(a) && isNumber(b) || a instanceof Type.Tensor && b instanceof Type.Tensor;
    }

    private static boolean canOrder(Type left, Type right) {
        if (left instanceof Type.Tuple || left instanceof Type.ListOf) {
            return elementsMatch(left, right, Signatures::canOrder);
        }
        return left.equals(right) && (ORDERED.contains(left) || left instanceof Type.Decimal)
                || isNumber(left) && isNumber(right);
    }

    /** Json and arrays inside tuples have no equality, as in Pathway. */
    private static boolean canEqualInside(Type left, Type right) {
        return left.required() != Type.JSON && !(left.required() instanceof Type.Tensor) && canEqual(left, right);
    }

    private static boolean elementsMatch(Type left, Type right, BiPredicate<Type, Type> matches) {
        return switch (left) {
            case Type.ListOf list ->
                right instanceof Type.ListOf it && matches.test(list.element(), it.element())
                        || right instanceof Type.Tuple tuple
                                && tuple.elements().stream().allMatch(element -> matches.test(list.element(), element));
            case Type.Tuple tuple ->
                right instanceof Type.ListOf it
                                && tuple.elements().stream().allMatch(element -> matches.test(element, it.element()))
                        || right instanceof Type.Tuple other && tuplesMatch(tuple, other, matches);
            default -> false;
        };
    }

    private static boolean tuplesMatch(Type.Tuple left, Type.Tuple right, BiPredicate<Type, Type> matches) {
        if (left.elements().size() != right.elements().size()) {
            return false;
        }
        for (int i = 0; i < left.elements().size(); i++) {
            if (!matches.test(left.elements().get(i), right.elements().get(i))) {
                return false;
            }
        }
        return true;
    }
}
