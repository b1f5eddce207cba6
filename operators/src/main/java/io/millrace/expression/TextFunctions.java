package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.kernel.Texts;
import io.millrace.key.KeyEncoder;
import io.millrace.port.DataError;
import io.millrace.value.EncodedValues;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Operations on texts, on their bytes where they lie; only letters outside ASCII go through Java's strings. */
final class TextFunctions {
    /** A text that is longer is taken for a mistake. */
    private static final long LONGEST_BYTES = 1 << 30;

    private TextFunctions() {}

    static RowFunction of(Op op, int operandCount) {
        return switch (op) {
            case ADD -> TextFunctions::concatenate;
            case LENGTH ->
                (out, in, row, failure) -> out.appendLong(Texts.codePoints(in[0].address(row), in[0].length(row)));
            case LOWER -> cased(Texts::lowerAscii, text -> text.toLowerCase(Locale.ROOT));
            case UPPER -> cased(Texts::upperAscii, text -> text.toUpperCase(Locale.ROOT));
            case SWAP_CASE -> cased(Texts::swapCaseAscii, TextFunctions::swapCase);
            case TITLE -> cased(Texts::titleAscii, TextFunctions::title);
            case REVERSED ->
                (out, in, row, failure) -> {
                    int length = in[0].length(row);
                    Texts.reverse(in[0].address(row), length, out.appendUnwritten(length));
                };
            case STRIP -> operandCount == 1 ? TextFunctions::stripSpace : TextFunctions::strip;
            case STARTS_WITH ->
                (out, in, row, failure) -> out.appendBool(
                        Texts.startsWith(in[0].address(row), in[0].length(row), in[1].address(row), in[1].length(row)));
            case ENDS_WITH ->
                (out, in, row, failure) -> out.appendBool(
                        Texts.endsWith(in[0].address(row), in[0].length(row), in[1].address(row), in[1].length(row)));
            case CONTAINS ->
                (out, in, row, failure) -> out.appendBool(
                        Texts.indexOf(in[0].address(row), in[0].length(row), in[1].address(row), in[1].length(row), 0)
                                >= 0);
            case REMOVE_PREFIX ->
                (out, in, row, failure) -> {
                    int cut = Texts.startsWith(
                                    in[0].address(row), in[0].length(row), in[1].address(row), in[1].length(row))
                            ? in[1].length(row)
                            : 0;
                    out.appendBytes(in[0].address(row) + cut, in[0].length(row) - cut);
                };
            case REMOVE_SUFFIX ->
                (out, in, row, failure) -> {
                    int cut =
                            Texts.endsWith(in[0].address(row), in[0].length(row), in[1].address(row), in[1].length(row))
                                    ? in[1].length(row)
                                    : 0;
                    out.appendBytes(in[0].address(row), in[0].length(row) - cut);
                };
            case COUNT, FIND, RFIND -> (out, in, row, failure) -> search(op, out, in, row);
            case SLICE -> TextFunctions::slice;
            case REPLACE -> new Replacement();
            case SPLIT -> new Split();
            default -> throw new AssertionError(op + " is no operation on texts");
        };
    }

    /** Text times int, in either order. */
    static RowFunction repeat(int textOperand) {
        int countOperand = 1 - textOperand;
        return (out, in, row, failure) -> {
            int length = in[textOperand].length(row);
            long count = length == 0 ? 0 : Math.max(0, in[countOperand].getLong(row));
            if (count > LONGEST_BYTES / Math.max(1, length)) {
                failure.set(DataError.Kind.VALUE, "a text of " + length + " bytes times " + count + " is too long");
                return;
            }
            long to = out.appendUnwritten((int) (length * count));
            for (long i = 0; i < count; i++) {
                Texts.copy(in[textOperand].address(row), length, to + i * length);
            }
        };
    }

    private static void concatenate(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        int first = in[0].length(row);
        int second = in[1].length(row);
        long to = out.appendUnwritten(first + second);
        Texts.copy(in[0].address(row), first, to);
        Texts.copy(in[1].address(row), second, to + first);
    }

    private static RowFunction cased(AsciiForm ascii, UnaryOperator<String> others) {
        return (out, in, row, failure) -> {
            long address = in[0].address(row);
            int length = in[0].length(row);
            if (Texts.isAscii(address, length)) {
                ascii.write(address, length, out.appendUnwritten(length));
            } else {
                out.appendString(others.apply(in[0].column().getString(in[0].index(row))));
            }
        };
    }

    private static String swapCase(String text) {
        StringBuilder swapped = new StringBuilder(text.length());
        text.codePoints()
                .forEach(it -> swapped.append(
                        Character.isUpperCase(it)
                                ? Character.toString(it).toLowerCase(Locale.ROOT)
                                : Character.toString(it).toUpperCase(Locale.ROOT)));
        return swapped.toString();
    }

    private static String title(String text) {
        StringBuilder titled = new StringBuilder(text.length());
        boolean inWord = false;
        for (int at = 0; at < text.length(); ) {
            int it = text.codePointAt(at);
            at += Character.charCount(it);
            boolean isCased = Character.isUpperCase(it) || Character.isLowerCase(it) || Character.isTitleCase(it);
            titled.appendCodePoint(inWord ? Character.toLowerCase(it) : Character.toTitleCase(it));
            inWord = isCased;
        }
        return titled.toString();
    }

    private static void stripSpace(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        long address = in[0].address(row);
        int from = Texts.skipSpace(address, in[0].length(row));
        out.appendBytes(address + from, Texts.trimSpace(address, in[0].length(row), from) - from);
    }

    private static void strip(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        long address = in[0].address(row);
        int end = in[0].length(row);
        int from = 0;
        while (from < end && isOneOf(Texts.codePointAt(address, end, from), in[1], row)) {
            from = Texts.next(address, end, from);
        }
        while (end > from) {
            int last = Texts.previous(address, end);
            if (!isOneOf(Texts.codePointAt(address, end, last), in[1], row)) {
                break;
            }
            end = last;
        }
        out.appendBytes(address + from, end - from);
    }

    private static boolean isOneOf(int codePoint, Cells characters, int row) {
        long address = characters.address(row);
        int length = characters.length(row);
        for (int at = 0; at < length; at = Texts.next(address, length, at)) {
            if (Texts.codePointAt(address, length, at) == codePoint) {
                return true;
            }
        }
        return false;
    }

    private static void search(Op op, ColumnBuilder out, Cells[] in, int row) {
        long address = in[0].address(row);
        int length = in[0].length(row);
        long part = in[1].address(row);
        int partLength = in[1].length(row);
        int points = Texts.codePoints(address, length);
        long start = bound(in, 2, row, points, 0);
        long end = bound(in, 3, row, points, points);
        if (start > end || start > points) {
            out.appendLong(op == Op.COUNT ? 0 : -1);
            return;
        }
        int from = Texts.offsetOf(address, length, start);
        int to = Texts.offsetOf(address, length, end);
        if (op == Op.COUNT) {
            out.appendLong(partLength == 0 ? end - start + 1 : count(address, to, part, partLength, from));
            return;
        }
        int found = op == Op.FIND
                ? Texts.indexOf(address, to, part, partLength, from)
                : Texts.lastIndexOf(address, to, part, partLength, from);
        out.appendLong(found < 0 ? -1 : Texts.codePoints(address, found));
    }

    private static long count(long address, int length, long part, int partLength, int from) {
        long count = 0;
        int at = Texts.indexOf(address, length, part, partLength, from);
        while (at >= 0) {
            count++;
            at = Texts.indexOf(address, length, part, partLength, at + partLength);
        }
        return count;
    }

    /** A position as Python's slices take it: negative from the end, None and a missing operand for the default. */
    private static long bound(Cells[] in, int operand, int row, int points, int missing) {
        if (operand >= in.length || !in[operand].isValue(row)) {
            return missing;
        }
        long position = in[operand].getLong(row);
        if (position < 0) {
            return Math.max(0, position + points);
        }
        // The start may lie behind the end: then nothing is found there.
        return operand == 2 ? position : Math.min(position, points);
    }

    private static void slice(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        long address = in[0].address(row);
        int length = in[0].length(row);
        int points = Texts.codePoints(address, length);
        long start = in[1].isValue(row) ? in[1].getLong(row) : 0;
        long end = in[2].isValue(row) ? in[2].getLong(row) : points;
        start = Math.clamp(start < 0 ? start + points : start, 0, points);
        end = Math.clamp(end < 0 ? end + points : end, 0, points);
        int from = Texts.offsetOf(address, length, start);
        int to = start < end ? Texts.offsetOf(address, length, end) : from;
        out.appendBytes(address + from, to - from);
    }

    /** A text of ASCII into another of the same length. */
    @FunctionalInterface
    private interface AsciiForm {
        void write(long address, int length, long to);
    }

    /** REPLACE, with the parts counted first so that the result is written once. */
    private static final class Replacement implements RowFunction {
        @Override
        public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
            long most = in.length > 3 ? in[3].getLong(row) : -1;
            most = most < 0 ? Long.MAX_VALUE : most;
            if (in[1].length(row) == 0) {
                betweenAll(out, in, row, most);
                return;
            }
            long address = in[0].address(row);
            int length = in[0].length(row);
            int old = in[1].length(row);
            int fresh = in[2].length(row);
            long count = Math.min(most, count(address, length, in[1].address(row), old, 0));
            long to = out.appendUnwritten(Math.toIntExact(length + count * (fresh - old)));
            int from = 0;
            for (long i = 0; i < count; i++) {
                int found = Texts.indexOf(address, length, in[1].address(row), old, from);
                Texts.copy(address + from, found - from, to);
                Texts.copy(in[2].address(row), fresh, to + found - from);
                to += found - from + fresh;
                from = found + old;
            }
            Texts.copy(address + from, length - from, to);
        }

        /** An empty part lies before every code point and at the end. */
        private static void betweenAll(ColumnBuilder out, Cells[] in, int row, long most) {
            long address = in[0].address(row);
            int length = in[0].length(row);
            int fresh = in[2].length(row);
            long count = Math.min(most, Texts.codePoints(address, length) + 1L);
            long to = out.appendUnwritten(Math.toIntExact(length + count * fresh));
            int from = 0;
            for (long i = 0; i < count; i++) {
                Texts.copy(in[2].address(row), fresh, to);
                to += fresh;
                int next = from < length ? Texts.next(address, length, from) : from;
                Texts.copy(address + from, next - from, to);
                to += next - from;
                from = next;
            }
            Texts.copy(address + from, length - from, to);
        }
    }

    /** SPLIT: a list of texts, encoded. */
    private static final class Split implements RowFunction {
        private final KeyEncoder encoder = new KeyEncoder();

        @Override
        public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
            int separator = in[1].length(row);
            if (separator == 0) {
                failure.set(DataError.Kind.VALUE, "cannot split by an empty text");
                return;
            }
            long address = in[0].address(row);
            int length = in[0].length(row);
            long part = in[1].address(row);
            encoder.reset().putTupleHeader((int) count(address, length, part, separator, 0) + 1);
            int from = 0;
            int found = Texts.indexOf(address, length, part, separator, 0);
            while (found >= 0) {
                encoder.putString(address + from, found - from);
                from = found + separator;
                found = Texts.indexOf(address, length, part, separator, from);
            }
            encoder.putString(address + from, length - from);
            out.appendBytes(encoder.encoded(), 0, encoder.encodedBytes());
        }
    }

    /** PARSE_BOOL: whether the text is one of those that are true, or of those that are false. */
    static final class ParseBool implements RowFunction {
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
