package io.millrace.expression;

import io.millrace.type.Type;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/** Which types can be compared with each other. */
final class ComparableTypes {
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

    private ComparableTypes() {}

    static boolean canEqual(Type left, Type right) {
        if (left == Type.NONE || right == Type.NONE || left == Type.ANY || right == Type.ANY) {
            return true;
        }
        Type a = left.required();
        Type b = right.required();
        if (a instanceof Type.Tuple || a instanceof Type.ListOf) {
            return elementsMatch(a, b, ComparableTypes::canEqualInside);
        }
        return a.equals(b)
                || Signatures.isNumber(a) && Signatures.isNumber(b)
                || a instanceof Type.Tensor && b instanceof Type.Tensor;
    }

    static boolean canOrder(Type left, Type right) {
        if (left instanceof Type.Tuple || left instanceof Type.ListOf) {
            return elementsMatch(left, right, ComparableTypes::canOrder);
        }
        return left.equals(right) && (ORDERED.contains(left) || left instanceof Type.Decimal)
                || Signatures.isNumber(left) && Signatures.isNumber(right);
    }

    /** The type of the least or greatest of values of these types; null where they have no order among each other. */
    static Type ofExtreme(List<Type> types) {
        Type first = types.getFirst();
        boolean areNumbers = types.stream().allMatch(Signatures::isNumber);
        if (areNumbers) {
            return types.contains(Type.FLOAT64) ? Type.FLOAT64 : Type.INT64;
        }
        return ORDERED.contains(first) && types.stream().allMatch(first::equals) ? first : null;
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
