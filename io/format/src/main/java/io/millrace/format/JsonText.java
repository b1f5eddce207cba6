package io.millrace.format;

import io.millrace.memory.OffHeap;

/**
 * The one text that stands for a JSON value in a cell: no blanks between tokens, fields in the order in which they came, numbers
 * as they were written, strings in UTF-8 with the escapes that JSON cannot do without.
 */
final class JsonText {
    private JsonText() {}

    /**
     * Copies a well-formed value without what is not needed: never more bytes than there were.
     *
     * @return the address behind what was written
     */
    static long compact(long from, long byteCount, long to) {
        long end = from + byteCount;
        long at = from;
        long out = to;
        while (at < end) {
            byte next = OffHeap.getByte(at);
            if (next == '"') {
                long found = JsonStrings.end(at + 1, end);
                long quote = found >> 1;
                if ((found & 1) == 0) {
                    OffHeap.copy(at, out, quote + 1 - at);
                    out += quote + 1 - at;
                } else {
                    OffHeap.putByte(out, next);
                    out = JsonStrings.rewrite(at + 1, quote, out + 1, true);
                    OffHeap.putByte(out++, next);
                }
                at = quote + 1;
                continue;
            }
            if (!JsonParser.isBlank(next)) {
                OffHeap.putByte(out++, next);
            }
            at++;
        }
        return out;
    }
}
