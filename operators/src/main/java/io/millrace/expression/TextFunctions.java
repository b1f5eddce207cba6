package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.kernel.Texts;
import io.millrace.port.DataError;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/** Operations on the letters of a text, on its bytes where they lie; only letters outside ASCII go through Java's strings. */
final class TextFunctions {
    /** A text that is longer is taken for a mistake. */
    private static final long LONGEST_BYTES = 1 << 30;

    private TextFunctions() {}

    static RowFunction of(Op op, int operandCount) {
        return switch (op) {
            case CONCAT -> operandCount == 2 ? TextFunctions::concatenate : TextFunctions::concatenateAll;
            case LOWER -> cased(Texts::lowerAscii, text -> text.toLowerCase(Locale.ROOT));
            case UPPER -> cased(Texts::upperAscii, text -> text.toUpperCase(Locale.ROOT));
            case SWAP_CASE -> cased(Texts::swapCaseAscii, LetterCase::swapped);
            case TITLE -> cased(Texts::titleAscii, LetterCase::title);
            case CAPITALIZE -> cased(TextFunctions::capitalizeAscii, LetterCase::capitalized);
            case REVERSED ->
                (out, in, row, failure) -> {
                    int length = in[0].length(row);
                    Texts.reverse(in[0].address(row), length, out.appendUnwritten(length));
                };
            case STRIP -> strip(true, true, operandCount == 1);
            case STRIP_START -> strip(true, false, operandCount == 1);
            case STRIP_END -> strip(false, true, operandCount == 1);
            case PAD_START -> new Padding(true);
            case PAD_END -> new Padding(false);
            case ZERO_FILL -> Padding::fillWithZeros;
            case STARTS_WITH ->
                (out, in, row, failure) -> out.appendBool(
                        Texts.startsWith(in[0].address(row), in[0].length(row), in[1].address(row), in[1].length(row)));
            case ENDS_WITH ->
                (out, in, row, failure) -> out.appendBool(
                        Texts.endsWith(in[0].address(row), in[0].length(row), in[1].address(row), in[1].length(row)));
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
            case SLICE -> TextFunctions::slice;
            case IS_DIGIT -> isAll(Character::isDigit);
            case IS_LETTER -> isAll(Character::isLetter);
            case IS_LETTER_OR_DIGIT -> isAll(Character::isLetterOrDigit);
            case IS_SPACE -> isAll(Texts::isSpace);
            case IS_LOWER -> isAllInCase(Character::isLowerCase);
            case IS_UPPER -> isAllInCase(Character::isUpperCase);
            default -> throw new AssertionError(op + " is no operation on texts");
        };
    }

    /** How many code points a text has. */
    static RowFunction codePoints() {
        return (out, in, row, failure) -> out.appendLong(Texts.codePoints(in[0].address(row), in[0].length(row)));
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
            Texts.repeat(in[textOperand].address(row), length, count, out.appendUnwritten((int) (length * count)));
        };
    }

    /** Whether a text of so many bytes may be made; sets the failure where not. */
    static boolean isShortEnough(long bytes, Failure failure) {
        if (bytes > LONGEST_BYTES) {
            failure.set(DataError.Kind.VALUE, "a text of " + bytes + " bytes is too long");
            return false;
        }
        return true;
    }

    private static void concatenate(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        int first = in[0].length(row);
        int second = in[1].length(row);
        long to = out.appendUnwritten(first + second);
        Texts.copy(in[0].address(row), first, to);
        Texts.copy(in[1].address(row), second, to + first);
    }

    private static void concatenateAll(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        long bytes = 0;
        for (Cells cells : in) {
            bytes += cells.length(row);
        }
        if (!isShortEnough(bytes, failure)) {
            return;
        }
        long to = out.appendUnwritten((int) bytes);
        for (Cells cells : in) {
            Texts.copy(cells.address(row), cells.length(row), to);
            to += cells.length(row);
        }
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

    private static void capitalizeAscii(long address, int length, long to) {
        Texts.upperAscii(address, Math.min(1, length), to);
        Texts.lowerAscii(address + 1, length - 1, to + 1);
    }

    private static RowFunction strip(boolean atStart, boolean atEnd, boolean isSpace) {
        return (out, in, row, failure) -> {
            long address = in[0].address(row);
            int end = in[0].length(row);
            int from = 0;
            while (atStart && from < end && isStripped(in, row, Texts.codePointAt(address, end, from), isSpace)) {
                from = Texts.next(address, end, from);
            }
            while (atEnd && end > from) {
                int last = Texts.previous(address, end);
                if (!isStripped(in, row, Texts.codePointAt(address, end, last), isSpace)) {
                    break;
                }
                end = last;
            }
            out.appendBytes(address + from, end - from);
        };
    }

    private static boolean isStripped(Cells[] in, int row, int codePoint, boolean isSpace) {
        return isSpace ? Texts.isSpace(codePoint) : isOneOf(codePoint, in[1], row);
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

    private static RowFunction isAll(IntPredicate kind) {
        return (out, in, row, failure) ->
                out.appendBool(in[0].length(row) > 0 && Texts.all(in[0].address(row), in[0].length(row), kind));
    }

    /** Whether there are letters with case, all of them of this one. */
    private static RowFunction isAllInCase(IntPredicate isOfCase) {
        IntPredicate hasNoCase = it -> !LetterCase.hasCase(it);
        IntPredicate fits = hasNoCase.or(isOfCase);
        return (out, in, row, failure) -> {
            long address = in[0].address(row);
            int length = in[0].length(row);
            out.appendBool(!Texts.all(address, length, hasNoCase) && Texts.all(address, length, fits));
        };
    }

    /** A text of ASCII into another of the same length. */
    @FunctionalInterface
    private interface AsciiForm {
        void write(long address, int length, long to);
    }
}
