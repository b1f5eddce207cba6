package io.millrace.expression;

import io.millrace.type.Type;

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
