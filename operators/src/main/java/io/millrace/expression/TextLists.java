package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.kernel.Texts;
import io.millrace.key.KeyEncoder;
import io.millrace.port.DataError;
import io.millrace.value.EncodedValues;

/** Between a text and the list of its parts, which is encoded. */
final class TextLists {
    private TextLists() {}

    /** JOIN: the texts of a list with another between them. */
    static void join(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        long list = in[0].address(row);
        long size = EncodedValues.tupleSize(list);
        int separator = in[1].length(row);
        long bytes = Math.max(0, size - 1) * separator;
        long at = EncodedValues.firstElement(list);
        for (long i = 0; i < size; i++) {
            bytes += EncodedValues.textLength(at);
            at += EncodedValues.byteCount(at);
        }
        if (!TextFunctions.isShortEnough(bytes, failure)) {
            return;
        }
        long to = out.appendUnwritten((int) bytes);
        at = EncodedValues.firstElement(list);
        for (long i = 0; i < size; i++) {
            if (i > 0) {
                Texts.copy(in[1].address(row), separator, to);
                to += separator;
            }
            int length = EncodedValues.textLength(at);
            Texts.copy(EncodedValues.textAddress(at), length, to);
            to += length;
            at += EncodedValues.byteCount(at);
        }
    }

    /** SPLIT: the parts between separators, of which only the first may count. */
    static final class Split implements RowFunction {
        private final KeyEncoder encoder = new KeyEncoder();

        @Override
        public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
            int separator = in[1].length(row);
            if (separator == 0) {
                failure.set(DataError.Kind.VALUE, "cannot split by an empty text");
                return;
            }
            long most = in.length > 2 ? in[2].getLong(row) : -1;
            long address = in[0].address(row);
            int length = in[0].length(row);
            long part = in[1].address(row);
            long count = TextSearch.count(address, length, part, separator, 0);
            count = most < 0 ? count : Math.min(most, count);
            encoder.reset().putTupleHeader((int) count + 1);
            int from = 0;
            for (long i = 0; i < count; i++) {
                int found = Texts.indexOf(address, length, part, separator, from);
                encoder.putString(address + from, found - from);
                from = found + separator;
            }
            encoder.putString(address + from, length - from);
            out.appendBytes(encoder.encoded(), 0, encoder.encodedBytes());
        }
    }

    /** SPLIT_WORDS: the parts between runs of white space, none of them empty. */
    static final class Words implements RowFunction {
        private final KeyEncoder encoder = new KeyEncoder();

        @Override
        public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
            long address = in[0].address(row);
            int length = in[0].length(row);
            int count = 0;
            for (int at = wordStart(address, length, 0); at < length; at = nextWord(address, length, at)) {
                count++;
            }
            encoder.reset().putTupleHeader(count);
            for (int at = wordStart(address, length, 0); at < length; at = nextWord(address, length, at)) {
                encoder.putString(address + at, wordEnd(address, length, at) - at);
            }
            out.appendBytes(encoder.encoded(), 0, encoder.encodedBytes());
        }

        private static int nextWord(long address, int length, int at) {
            return wordStart(address, length, wordEnd(address, length, at));
        }

        private static int wordStart(long address, int length, int from) {
            return from + Texts.skipSpace(address + from, length - from);
        }

        private static int wordEnd(long address, int length, int from) {
            int at = from;
            while (at < length && !Texts.isSpace(Texts.codePointAt(address, length, at))) {
                at = Texts.next(address, length, at);
            }
            return at;
        }
    }
}
