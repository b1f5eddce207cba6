package io.millrace.expression;

import io.millrace.type.Type;
import java.util.List;

/** Types of what is taken out of tuples, lists, arrays and Json. */
final class NestedSignatures {
    private NestedSignatures() {}

    static Typing of(Op op, List<Type> types) {
        return switch (op) {
            case GET, GET_OR_DEFAULT -> get(op, types);
            case LENGTH -> Typing.strict(op, types, hasLength(types.get(0)) ? Type.INT64 : null);
            case MATRIX_MULTIPLY -> Typing.strict(op, types, Arithmetics.matrixProduct(types.get(0), types.get(1)));
            default -> throw new AssertionError(op + " is no operation on nested values");
        };
    }

    /** The type of the element at a known index of a tuple. */
    static Typing tupleElement(Op op, Type.Tuple tuple, long index, List<Type> types) {
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

    static Typing flatten(Type type) {
        return switch (type) {
            case Type.ListOf list -> Typing.of(list.element());
            case Type.Tuple tuple ->
                Typing.of(tuple.elements().stream().reduce(Type::leastCommon).orElse(Type.ANY));
            case Type.Tensor tensor -> Typing.of(slice(tensor));
            case Type.Scalar scalar
            when scalar == Type.STRING || scalar == Type.JSON || scalar == Type.ANY -> Typing.of(type);
            default ->
                Typing.refused("cannot flatten a column of type " + type
                        + "; it must be a list, tuple, array, str or Json" + Typing.advice(List.of(type)));
        };
    }

    private static Typing get(Op op, List<Type> types) {
        Type value = types.get(0);
        Type index = types.get(1);
        if (value == Type.JSON) {
            return getOfJson(op, index, types);
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
            return Typing.refused("cannot get from " + value + "; it must be a tuple, list, array or Json"
                    + Typing.advice(List.of(value)));
        }
        if (index != Type.INT64) {
            return Typing.refused("the index into " + value + " is " + index + "; it must be int");
        }
        return op == Op.GET ? Typing.of(element) : Typing.of(Type.leastCommon(element, types.get(2)));
    }

    private static Typing getOfJson(Op op, Type index, List<Type> types) {
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

    private static Type slice(Type.Tensor tensor) {
        return switch (tensor.dimensions()) {
            case -1 -> Type.ANY;
            case 0, 1 -> tensor.element();
            default -> new Type.Tensor(tensor.element(), tensor.dimensions() - 1);
        };
    }

    private static boolean hasLength(Type type) {
        return type == Type.STRING
                || type == Type.BYTES
                || type instanceof Type.ListOf
                || type instanceof Type.Tuple
                || type instanceof Type.Tensor;
    }
}
