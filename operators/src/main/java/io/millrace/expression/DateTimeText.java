package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.kernel.DateTimeFormat;
import io.millrace.kernel.DateTimeParser;
import io.millrace.kernel.DateTimePrinter;
import io.millrace.port.DataError;

/** Between datetimes and their texts. */
final class DateTimeText {
    private DateTimeText() {}

    /** A datetime in a format that is known before. */
    static final class Print implements RowFunction {
        private final DateTimePrinter printer = new DateTimePrinter();
        private final DateTimeFormat format;
        private final boolean isUtc;

        Print(String format, boolean isUtc) {
            this.format = DateTimeFormat.of(format);
            this.isUtc = isUtc;
        }

        @Override
        public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
            int length = printer.print(format, in[0].getLong(row), isUtc);
            out.appendBytes(printer.buffer(), 0, length);
        }
    }

    /** STRFTIME. */
    static final class Strftime implements RowFunction {
        private final DateTimePrinter printer = new DateTimePrinter();
        private final Derived<DateTimeFormat> formats = new Derived<>(DataError.Kind.VALUE, DateTimeFormat::of);
        private final boolean isUtc;

        Strftime(boolean isUtc) {
            this.isUtc = isUtc;
        }

        @Override
        public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
            DateTimeFormat format = formats.of(in[1], row, failure);
            if (format == null) {
                return;
            }
            int length = printer.print(format, in[0].getLong(row), isUtc);
            if (length < 0) {
                failure.set(
                        DataError.Kind.VALUE,
                        "the format \"" + format + "\" asks for a time zone, which a naive datetime does not have");
            } else {
                out.appendBytes(printer.buffer(), 0, length);
            }
        }
    }

    /** STRPTIME_NAIVE and STRPTIME_UTC. */
    static final class Strptime implements RowFunction {
        private final DateTimeParser parser = new DateTimeParser();
        private final Derived<DateTimeFormat> formats = new Derived<>(DataError.Kind.PARSE, Strptime::format);
        private final boolean isUtc;

        Strptime(boolean isUtc) {
            this.isUtc = isUtc;
        }

        @Override
        public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
            DateTimeFormat format = formats.of(in[1], row, failure);
            if (format == null) {
                return;
            }
            long address = in[0].address(row);
            int length = in[0].length(row);
            boolean isParsed =
                    isUtc ? parser.parseUtc(format, address, length) : parser.parseNaive(format, address, length);
            if (isParsed) {
                out.appendLong(parser.nanos());
            } else {
                failure.set(
                        DataError.Kind.PARSE,
                        "cannot parse date \"" + in[0].column().getString(in[0].index(row)) + "\" using format \""
                                + format + "\"");
            }
        }

        private static DateTimeFormat format(String text) {
            try {
                return DateTimeFormat.forParsing(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("cannot use format \"" + text + "\": " + e.getMessage(), e);
            }
        }
    }
}
