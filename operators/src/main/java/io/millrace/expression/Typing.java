package io.millrace.expression;

import io.millrace.type.Type;
import java.util.List;

/**
 * What {@link Signatures} says of an operation on operands of given types: the type of its result, or why there is none.
 *
 * @param type the result's type, null where the operation is refused
 * @param reason why it is refused, in words for the user who wrote it; null where it is not
 */
public record Typing(Type type, String reason) {
    public Typing {
        assert (type == null) != (reason == null);
    }

    static Typing of(Type type) {
        return new Typing(type, null);
    }

    static Typing refused(String reason) {
        return new Typing(null, reason);
    }

    /** The result's type, or the refusal of these operand types where it is null. */
    static Typing strict(Op op, List<Type> types, Type result) {
        if (result != null) {
            return of(result);
        }
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < types.size(); i++) {
            names.append(i == 0 ? "" : i == types.size() - 1 ? " and " : ", ").append(types.get(i));
        }
        return refused("operator " + op.symbol() + " does not take " + names + advice(types));
    }

    /** What to do with an operand that must get another type first. */
    static String advice(List<Type> types) {
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

    public boolean isRefused() {
        return type == null;
    }

    /**
     * Returns the type.
     *
     * @throws IllegalArgumentException with the reason where there is none
     */
    public Type orThrow() {
        if (type == null) {
            throw new IllegalArgumentException(reason);
        }
        return type;
    }
}
