package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.kernel.NumberParser;
import io.millrace.kernel.NumberPrinter;
import io.millrace.kernel.Texts;
import io.millrace.port.DataError;
import io.millrace.type.Type;
import io.millrace.value.EncodedValues;
import io.millrace.value.ValueText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Between texts and other values. */
final class Conversions {
    private static final byte[] TRUE = {'T', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'F', 'a', 'l', 's', 'e'};
    private static final byte[] NONE = {'N', 'o', 'n', 'e'};

    private static final long[] DURATION_UNITS = {
        86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1L
    };
    private static final String[] DURATION_NAMES = {"d", "h", "m", "s", "ns"};

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
            when scalar == Type.INT64 ->
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
            case Type.Scalar scalar
            when scalar == Type.DURATION ->
                (out, in, row, failure) -> out.appendString(durationText(in[0].getLong(row)));
            case Type.Scalar scalar
            when scalar == Type.DATE_TIME_NAIVE -> new DateTimeText.Print("%Y-%m-%dT%H:%M:%S%.9f", false);
            case Type.Scalar scalar
            when scalar == Type.DATE_TIME_UTC -> new DateTimeText.Print("%Y-%m-%dT%H:%M:%S%.9f%z", true);
            default -> (out, in, row, failure) -> out.appendString(ValueText.of(in[0].column(), in[0].index(row)));
        };
    }

    /** As Pathway prints it: days, hours, minutes, seconds and nanoseconds, those that are not zero, each with its sign. */
    private static String durationText(long nanos) {
        StringBuilder text = new StringBuilder();
        long left = nanos;
        for (int i = 0; i < DURATION_UNITS.length; i++) {
            long count = left / DURATION_UNITS[i];
            left %= DURATION_UNITS[i];
            if (count != 0) {
                text.append(text.isEmpty() ? "" : " ").append(count).append(DURATION_NAMES[i]);
            }
        }
        return text.toString();
    }

    /** The value as Rust prints it, which is what Pathway's casts do: floats without exponent and without an empty fraction. */
    static RowFunction castToText(Type type) {
        if (type != Type.FLOAT64) {
            return toText(type);
        }
        NumberPrinter printer = new NumberPrinter();
        return (out, in, row, failure) -> {
            double value = in[0].getDouble(row);
            int length = printer.printDouble(value);
            byte[] text = printer.buffer();
            if (Double.isNaN(value)) {
                out.appendString("NaN");
            } else if (Double.isInfinite(value) || Math.abs(value) < 1e16 && Math.abs(value) >= 1e-4) {
                boolean isWhole = length > 2 && text[length - 2] == '.' && text[length - 1] == '0';
                out.appendBytes(text, 0, isWhole ? length - 2 : length);
            } else if (value == 0) {
                out.appendBytes(text, 0, length - 2);
            } else {
                out.appendString(
                        new BigDecimal(new String(text, 0, length, StandardCharsets.US_ASCII)).toPlainString());
            }
        };
    }

    /** PARSE_INT and its like. */
    static RowFunction parse(Op op) {
        return switch (op) {
            case PARSE_INT -> parseLong(false);
            case PARSE_INT_OR_NONE -> parseLong(true);
            case PARSE_FLOAT -> parseDouble(false);
            case PARSE_FLOAT_OR_NONE -> parseDouble(true);
            case PARSE_BOOL -> new ParseBool(false);
            case PARSE_BOOL_OR_NONE -> new ParseBool(true);
            default -> throw new AssertionError(op + " parses nothing");
        };
    }

    /** The int that a text holds. */
    private static RowFunction parseLong(boolean noneOtherwise) {
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
    private static RowFunction parseDouble(boolean noneOtherwise) {
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

    /** PARSE_BOOL: whether the text is one of those that are true, or of those that are false. */
    private static final class ParseBool implements RowFunction {
        private final boolean noneOtherwise;

        ParseBool(boolean noneOtherwise) {
            this.noneOtherwise = noneOtherwise;
        }

        @Override
        public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
            if (isIn(in[0], in[1], row)) {
                out.appendBool(true);
            } else if (isIn(in[0], in[2], row)) {
                out.appendBool(false);
            } else if (noneOtherwise) {
                out.appendNone();
            } else {
                failure.set(
                        DataError.Kind.PARSE,
                        "cannot parse \"" + in[0].column().getString(in[0].index(row)) + "\" as bool");
            }
        }

        private static boolean isIn(Cells text, Cells texts, int row) {
            long address = text.address(row);
            int from = Texts.skipSpace(address, text.length(row));
            int length = Texts.trimSpace(address, text.length(row), from) - from;
            long element = EncodedValues.firstElement(texts.address(row));
            for (long left = EncodedValues.tupleSize(texts.address(row)); left > 0; left--) {
                if (Texts.equalIgnoringCase(
                        address + from,
                        length,
                        EncodedValues.textAddress(element),
                        EncodedValues.textLength(element))) {
                    return true;
                }
                element += EncodedValues.byteCount(element);
            }
            return false;
        }
    }
}
