package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.kernel.NumberParser;
import io.millrace.kernel.NumberPrinter;
import io.millrace.port.DataError;
import io.millrace.type.Type;
import io.millrace.value.ValueText;

/** Between texts and other values. */
final class Conversions {
    private static final byte[] TRUE = {'T', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'F', 'a', 'l', 's', 'e'};
    private static final byte[] NONE = {'N', 'o', 'n', 'e'};

    private Conversions() {}

    /** The value as Python's {@code str} prints it, None as {@code None}. */
    static RowFunction toText(Type type) {
        RowFunction print = printed(type.required());
        return (out, in, row, failure) -> {
            if (in[0].isValue(row)) {
                print.append(out, in, row, failure);
            } else {
                out.appendBytes(NONE, 0, NONE.length);
            }
        };
    }

    private static RowFunction printed(Type type) {
        NumberPrinter printer = new NumberPrinter();
        return switch (type) {
            case Type.Scalar scalar
            when scalar == Type.STRING || scalar == Type.JSON ->
                (out, in, row, failure) -> out.appendBytes(in[0].address(row), in[0].length(row));
            case Type.Scalar scalar
            when scalar == Type.INT64 || scalar == Type.DURATION ->
                (out, in, row, failure) -> out.appendBytes(printer.buffer(), 0, printer.printLong(in[0].getLong(row)));
            case Type.Scalar scalar
            when scalar == Type.FLOAT64 ->
                (out, in, row, failure) ->
                        out.appendBytes(printer.buffer(), 0, printer.printDouble(in[0].getDouble(row)));
            case Type.Scalar scalar
            when scalar == Type.BOOL ->
                (out, in, row, failure) -> {
                    byte[] text = in[0].getBool(row) ? TRUE : FALSE;
                    out.appendBytes(text, 0, text.length);
                };
            case Type.Scalar scalar when scalar == Type.DATE_TIME_NAIVE -> new DateTimes.Printer("");
            case Type.Scalar scalar when scalar == Type.DATE_TIME_UTC -> new DateTimes.Printer("+0000");
            default -> (out, in, row, failure) -> out.appendString(ValueText.of(in[0].column(), in[0].index(row)));
        };
    }

    /** The int that a text holds. */
    static RowFunction parseLong(boolean noneOtherwise) {
        NumberParser parser = new NumberParser();
        return (out, in, row, failure) -> {
            if (parser.parseLong(in[0].address(row), in[0].length(row))) {
                out.appendLong(parser.longValue());
            } else {
                refuse(out, in, row, failure, noneOtherwise, "int");
            }
        };
    }

    /** The float that a text holds. */
    static RowFunction parseDouble(boolean noneOtherwise) {
        NumberParser parser = new NumberParser();
        return (out, in, row, failure) -> {
            if (parser.parseDouble(in[0].address(row), in[0].length(row))) {
                out.appendDouble(parser.doubleValue());
            } else {
                refuse(out, in, row, failure, noneOtherwise, "float");
            }
        };
    }

    private static void refuse(
            ColumnBuilder out, Cells[] in, int row, Failure failure, boolean noneOtherwise, String type) {
        if (noneOtherwise) {
            out.appendNone();
        } else {
            failure.set(
                    DataError.Kind.PARSE,
                    "cannot parse \"" + in[0].column().getString(in[0].index(row)) + "\" as " + type);
        }
    }
}
