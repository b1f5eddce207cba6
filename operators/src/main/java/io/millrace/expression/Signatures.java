package io.millrace.expression;

import io.millrace.type.Type;
import java.util.List;

/**
 * Which operand types each operation takes and what type it gives, by Pathway's rules: int mixes with float, nothing else
 * mixes; optional operands are refused except where None has a meaning. Implicit conversions (int to float, a branch to the
 * common type) are the evaluator's business: trees hold operands as they are. Stateless; any thread.
 */
public final class Signatures {
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
            return NestedSignatures.tupleElement(op, tuple, index, types);
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
        return switch (op.family()) {
            case ARITHMETIC -> Typing.strict(op, types, Arithmetics.type(op, types.get(0), types.get(1)));
            case COMPARISON -> Typing.strict(op, types, canCompare(op, types) ? Type.BOOL : null);
            case LOGIC ->
                Typing.strict(
                        op, types, both(types, Type.BOOL) ? Type.BOOL : both(types, Type.INT64) ? Type.INT64 : null);
            case UNARY -> Typing.strict(op, types, unary(op, types.get(0)));
            case VALUE -> value(op, types);
            case NESTED -> NestedSignatures.of(op, types);
            case JSON -> fromJson(op, types);
            case TEXT -> Typing.strict(op, types, TextSignatures.of(op, types));
            case TEXT_SEARCH -> Typing.strict(op, types, TextSignatures.ofSearch(op, types));
            case PATTERN -> Typing.strict(op, types, TextSignatures.ofPattern(op, types));
            case PARSE -> Typing.strict(op, types, TextSignatures.ofParse(op, types));
            case BYTES -> Typing.strict(op, types, TextSignatures.ofBytes(op, types));
            case NUMBER -> Typing.strict(op, types, number(op, types));
            case DATE_TIME_FIELD -> Typing.strict(op, types, TimeSignatures.ofField(op, types.get(0)));
            case DATE_TIME -> Typing.strict(op, types, TimeSignatures.of(op, types));
            case DURATION -> Typing.strict(op, types, types.get(0) == Type.DURATION ? Type.INT64 : null);
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
        return NestedSignatures.flatten(type);
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

    private static Typing refuseFutures(Op op, List<Type> types) {
        for (Type type : types) {
            if (type instanceof Type.Future) {
                return Typing.refused(
                        "operator " + op.symbol() + " does not take " + type + "; use await_futures first");
            }
        }
        return null;
    }

    /** Whether the index, the second operand, is known to be one of the tuple, the first. */
    static boolean isCertain(List<Expression> operands) {
        return operands.get(0).type() instanceof Type.Tuple tuple
                && operands.get(1) instanceof Expression.Literal(Long index, Type ignored)
                && index >= -tuple.elements().size()
                && index < tuple.elements().size();
    }

    private static boolean canCompare(Op op, List<Type> types) {
        return op == Op.EQUAL || op == Op.NOT_EQUAL
                ? ComparableTypes.canEqual(types.get(0), types.get(1))
                : ComparableTypes.canOrder(types.get(0), types.get(1));
    }

    private static Type unary(Op op, Type operand) {
        return switch (op) {
            case NOT -> operand == Type.BOOL ? operand : null;
            case NEGATE, ABS -> isNumber(operand) || operand == Type.DURATION ? operand : null;
            default -> throw new AssertionError(op + " has two operands");
        };
    }

    private static Typing value(Op op, List<Type> types) {
        return switch (op) {
            case IS_NONE, IS_NOT_NONE -> Typing.of(Type.BOOL);
            case TO_STRING -> Typing.of(Type.STRING);
            case LEAST, GREATEST -> Typing.strict(op, types, ComparableTypes.ofExtreme(types));
            default -> throw new AssertionError(op + " is not for every value");
        };
    }

    private static Type number(Op op, List<Type> types) {
        Type first = types.get(0);
        boolean areNumbers = types.stream().allMatch(Signatures::isNumber);
        return switch (op) {
            case FILL_NA ->
                isNumber(first.required()) && isNumber(types.get(1))
                        ? Type.leastCommon(first.required(), types.get(1))
                        : null;
            case ROUND -> isNumber(first) && (types.size() == 1 || types.get(1) == Type.INT64) ? first : null;
            case FLOOR, CEIL, TRUNCATE, SIGN -> areNumbers ? first : null;
            case IS_NAN, IS_FINITE -> areNumbers ? Type.BOOL : null;
            default -> areNumbers ? Type.FLOAT64 : null;
        };
    }

    private static Typing fromJson(Op op, List<Type> types) {
        if (types.get(0).required() != Type.JSON) {
            return Typing.refused(op.symbol() + " applies to Json, not to " + types.get(0));
        }
        return Typing.of(Type.optional(
                switch (op) {
                    case AS_INT -> Type.INT64;
                    case AS_FLOAT -> Type.FLOAT64;
                    case AS_STR -> Type.STRING;
                    case AS_BOOL -> Type.BOOL;
                    default -> throw new AssertionError(op + " is no conversion of Json");
                }));
    }

    private static boolean both(List<Type> types, Type type) {
        return types.get(0) == type && types.get(1) == type;
    }

    static boolean isNumber(Type type) {
        return type == Type.INT64 || type == Type.FLOAT64;
    }

    private static boolean isCastable(Type type) {
        return type == Type.BOOL || isNumber(type) || type == Type.STRING;
    }
}
