package io.millrace.expression;

import io.millrace.type.Type;

/** Result types of the arithmetic operators; null where an operator does not take the operands. */
final class Arithmetics {
    private Arithmetics() {}

    static Type type(Op op, Type left, Type right) {
        if (Signatures.isNumber(left) && Signatures.isNumber(right)) {
            if (op == Op.SHIFT_LEFT || op == Op.SHIFT_RIGHT) {
                return left == Type.INT64 && right == Type.INT64 ? Type.INT64 : null;
            }
            return op == Op.DIVIDE || left == Type.FLOAT64 || right == Type.FLOAT64 ? Type.FLOAT64 : Type.INT64;
        }
        return switch (op) {
            case ADD -> sum(left, right);
            case SUBTRACT -> difference(left, right);
            case MULTIPLY -> product(left, right);
            case DIVIDE -> quotient(left, right);
            case FLOOR_DIVIDE ->
                left != Type.DURATION
                        ? null
                        : right == Type.DURATION ? Type.INT64 : right == Type.INT64 ? Type.DURATION : null;
            case MODULO -> left == Type.DURATION && right == Type.DURATION ? Type.DURATION : null;
            default -> null;
        };
    }

    static Type matrixProduct(Type left, Type right) {
        if (!(left instanceof Type.Tensor a) || !(right instanceof Type.Tensor b) || a.element() != b.element()) {
            return null;
        }
        if (a.dimensions() < 0 || b.dimensions() < 0) {
            return Type.ANY;
        }
        if (a.dimensions() == 0 || b.dimensions() == 0 || a.dimensions() > 2 || b.dimensions() > 2) {
            return null;
        }
        int dimensions = a.dimensions() + b.dimensions() - 2;
        return dimensions == 0 ? a.element() : new Type.Tensor(a.element(), dimensions);
    }

    private static Type sum(Type left, Type right) {
        if (left == Type.STRING && right == Type.STRING) {
            return Type.STRING;
        }
        if (right == Type.DURATION && (TimeSignatures.isDateTime(left) || left == Type.DURATION)) {
            return left;
        }
        return left == Type.DURATION && TimeSignatures.isDateTime(right) ? right : null;
    }

    private static Type difference(Type left, Type right) {
        if (TimeSignatures.isDateTime(left) && left == right) {
            return Type.DURATION;
        }
        return right == Type.DURATION && (TimeSignatures.isDateTime(left) || left == Type.DURATION) ? left : null;
    }

    private static Type product(Type left, Type right) {
        if (left == Type.STRING && right == Type.INT64 || left == Type.INT64 && right == Type.STRING) {
            return Type.STRING;
        }
        return left == Type.DURATION && Signatures.isNumber(right)
                        || Signatures.isNumber(left) && right == Type.DURATION
                ? Type.DURATION
                : null;
    }

    private static Type quotient(Type left, Type right) {
        if (left != Type.DURATION) {
            return null;
        }
        return right == Type.DURATION ? Type.FLOAT64 : Signatures.isNumber(right) ? Type.DURATION : null;
    }
}
