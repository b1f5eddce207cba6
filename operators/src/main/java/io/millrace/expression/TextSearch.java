package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.kernel.EditDistance;
import io.millrace.kernel.Texts;

/** Operations that look for one text in another, on their bytes where they lie. */
final class TextSearch {
    private TextSearch() {}

    static RowFunction of(Op op) {
        return switch (op) {
            case CONTAINS ->
                (out, in, row, failure) -> out.appendBool(
                        Texts.indexOf(in[0].address(row), in[0].length(row), in[1].address(row), in[1].length(row), 0)
                                >= 0);
            case COUNT, FIND, RFIND -> (out, in, row, failure) -> search(op, out, in, row);
            case REPLACE -> new Replacement();
            case SPLIT -> new TextLists.Split();
            case SPLIT_WORDS -> new TextLists.Words();
            case JOIN -> TextLists::join;
            case EDIT_DISTANCE -> {
                EditDistance distance = new EditDistance();
                yield (out, in, row, failure) -> out.appendLong(
                        distance.of(in[0].address(row), in[0].length(row), in[1].address(row), in[1].length(row)));
            }
            default -> throw new AssertionError(op + " is no search in texts");
        };
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

    /** How often a part is in a text, without overlap. */
    static long count(long address, int length, long part, int partLength, int from) {
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
}
