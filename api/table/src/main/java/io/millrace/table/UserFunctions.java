package io.millrace.table;

import io.millrace.expression.Expression.RowFunction;
import io.millrace.type.Type;

/** Holds what users' functions return to the types that they declared. */
final class UserFunctions {
    private UserFunctions() {}

    /** The function with results of exactly the declared type: int for float and for shorter ints; anything else is an error. */
    static RowFunction checked(RowFunction function, Type result) {
        return arguments -> converted(function.apply(arguments), result);
    }

    private static Object converted(Object value, Type result) {
        if (value == null) {
            if (!result.isOptional()) {
                throw new ClassCastException("the function returned null, but its result is declared " + result
                        + "; declare it optional");
            }
            return null;
        }
        Type type = result.required();
        if (type == Type.INT64) {
            return switch (value) {
                case Long number -> number;
                case Integer number -> (long) number;
                case Short number -> (long) number;
                case Byte number -> (long) number;
                case Boolean truth -> truth ? 1L : 0L;
                default -> throw mismatch(value, result);
            };
        }
        if (type == Type.FLOAT64) {
            return switch (value) {
                case Number number -> number.doubleValue();
                default -> throw mismatch(value, result);
            };
        }
        if (type == Type.BOOL && !(value instanceof Boolean) || type == Type.STRING && !(value instanceof String)) {
            throw mismatch(value, result);
        }
        return value;
    }

    private static ClassCastException mismatch(Object value, Type result) {
        return new ClassCastException("the function returned " + value + " of class "
                + value.getClass().getName() + ", but its result is declared " + result);
    }
}
