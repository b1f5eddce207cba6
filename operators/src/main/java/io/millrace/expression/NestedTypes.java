package io.millrace.expression;

import io.millrace.type.Type;

/** Which nested types hold the same values in other bytes. */
final class NestedTypes {
    private NestedTypes() {}

    /** Whether encoded values of {@code from} must be written anew to be values of {@code to}: where an int becomes a float. */
    static boolean needConversion(Type from, Type to) {
        Type source = from.required();
        Type target = to.required();
        return switch (target) {
            case Type.ListOf list -> elements(source, list);
            case Type.Tuple tuple -> source instanceof Type.Tuple it && elements(it, tuple);
            case Type.Tensor tensor -> source instanceof Type.Tensor it && it.element() != tensor.element();
            default -> false;
        };
    }

    private static boolean elements(Type source, Type.ListOf target) {
        return switch (source) {
            case Type.ListOf list -> differ(list.element(), target.element());
            case Type.Tuple tuple -> tuple.elements().stream().anyMatch(it -> differ(it, target.element()));
            default -> false;
        };
    }

    private static boolean elements(Type.Tuple source, Type.Tuple target) {
        for (int i = 0; i < Math.min(source.elements().size(), target.elements().size()); i++) {
            if (differ(source.elements().get(i), target.elements().get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean differ(Type from, Type to) {
        return from.required() == Type.INT64 && to.required() == Type.FLOAT64 || needConversion(from, to);
    }
}
