package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.kernel.NumberParser;
import io.millrace.port.DataError;
import io.millrace.value.JsonBytes;

/** Operations on Json, on its text where it lies. */
final class JsonFunctions {
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private JsonFunctions() {}

    /** A member by str or an element by int; the default, or Json null without one, where there is none. */
    static RowFunction get(boolean byName, boolean hasDefault) {
        return (out, in, row, failure) -> {
            long address = in[0].address(row);
            int length = in[0].length(row);
            long part = byName
                    ? JsonBytes.member(address, length, in[1].address(row), in[1].length(row))
                    : JsonBytes.element(address, length, in[1].getLong(row));
            if (part != JsonBytes.NOTHING) {
                out.appendBytes(address + JsonBytes.from(part), JsonBytes.to(part) - JsonBytes.from(part));
            } else if (hasDefault) {
                out.appendFrom(in[2].column(), in[2].index(row));
            } else {
                out.appendBytes(NULL, 0, NULL.length);
            }
        };
    }

    /** AS_INT and its like: Json null gives None. */
    static RowFunction as(Op op) {
        NumberParser parser = new NumberParser();
        return (out, in, row, failure) -> {
            long address = in[0].address(row);
            int length = in[0].length(row);
            if (JsonBytes.isNull(address, length)) {
                out.appendNone();
            } else if (!append(op, out, address, length, parser)) {
                failure.set(
                        DataError.Kind.CONVERSION,
                        "cannot convert Json " + in[0].column().getString(in[0].index(row)) + " to " + name(op));
            }
        };
    }

    private static boolean append(Op op, ColumnBuilder out, long address, int length, NumberParser parser) {
        switch (op) {
            case AS_INT -> {
                boolean isInt = JsonBytes.isNumber(address, length) && parser.parseLong(address, length);
                if (isInt) {
                    out.appendLong(parser.longValue());
                }
                return isInt;
            }
            case AS_FLOAT -> {
                boolean isNumber = JsonBytes.isNumber(address, length) && parser.parseDouble(address, length);
                if (isNumber) {
                    out.appendDouble(parser.doubleValue());
                }
                return isNumber;
            }
            case AS_STR -> {
                boolean isString = JsonBytes.isString(address, length);
                if (isString) {
                    out.appendString(JsonBytes.string(address, length));
                }
                return isString;
            }
            case AS_BOOL -> {
                boolean isTrue = JsonBytes.isTrue(address, length);
                boolean isBool = isTrue || JsonBytes.isFalse(address, length);
                if (isBool) {
                    out.appendBool(isTrue);
                }
                return isBool;
            }
            default -> throw new AssertionError(op + " is no conversion of Json");
        }
    }

    private static String name(Op op) {
        return op.symbol().substring("as_".length());
    }
}
