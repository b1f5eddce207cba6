package io.millrace.format;

import io.millrace.memory.OffHeap;
import java.util.Arrays;
import java.util.function.LongFunction;

/**
 * Cuts CSV records of one block into fields. Line breaks, delimiters and quotes are found first, some kilobytes at a time; then
 * records are cut from one such position to the next, in a tight loop as long as they are regular (no quotes, as many fields as
 * the header), one by one where they are not.
 */
final class CsvCutter {
    /** Bytes whose positions are found at once: these and the positions stay in the first-level cache. */
    private static final int INDEXED_BYTES = 8 << 10;

    private static final int INCOMPLETE = -1;
    private static final int UNCLOSED = -2;

    /** Hears of one record: fields first, then its end. */
    interface Fields {
        /** A field's bytes, relative to the block; {@code kind} is {@code TEXT} or {@code ESCAPED}. */
        void field(int number, int start, int end, int kind);

        /** The record that began at {@code start} has that many fields. */
        void endRecord(int start, int fieldCount);

        /** The record that began at {@code start} has an error and no fields, whatever was heard before. */
        void badRecord(int start, String problem);
    }

    private final LongFunction<ByteScan> scans;
    private ByteScan scan;
    private long scannedBytes;
    private final CsvBytes bytes;
    private final boolean quoting;
    private final boolean doubleQuoteEscapes;
    private final byte comment;
    private final boolean hasComment;
    private final CellTable table;

    private int[] positions = new int[INDEXED_BYTES + 128];
    private int count;
    private int next;
    private int indexedTo;
    private int limit;
    private int cursor;
    private boolean last;
    /** Whether bytes that are not ASCII are among those that positions are known of and no record was cut from. */
    private boolean openIsNonAscii;
    /** Whether the end of the object stands among the positions, in the place of a line break. */
    private boolean endIndexed;
    /** Whether the quoted field that was cut last has something to resolve. */
    private boolean sawEscape;

    /** @param scans what scans a block, by the bytes that were scanned before it */
    CsvCutter(CsvSettings settings, LongFunction<ByteScan> scans, CellTable table) {
        this.scans = scans;
        this.table = table;
        bytes = CsvBytes.of(settings);
        quoting = settings.quoting();
        doubleQuoteEscapes = settings.doubleQuoteEscapes();
        comment = (byte) settings.comment();
        hasComment = settings.comment() != CsvSettings.NONE;
    }

    void feed(int from, int byteCount, boolean isLast) {
        scan = scans.apply(scannedBytes);
        scannedBytes += byteCount - from;
        count = 0;
        next = 0;
        indexedTo = from;
        cursor = from;
        limit = byteCount;
        last = isLast;
        endIndexed = false;
    }

    /** Where the first record stands that has not been cut. */
    int cursor() {
        return Math.min(cursor, limit);
    }

    /** The table was emptied: what is still open decides whether the next rows' text must be checked. */
    void forgetRows() {
        table.checksUtf8 = openIsNonAscii;
    }

    /** Finds more positions, and cuts the open record from its start again; false where the block has no more. */
    boolean indexMore() {
        if (indexedTo == limit) {
            if (!last || endIndexed || cursor >= limit) {
                return false;
            }
            if (count == positions.length) {
                positions = Arrays.copyOf(positions, count * 2);
            }
            positions[count++] = limit;
            endIndexed = true;
            return true;
        }
        count -= next;
        System.arraycopy(positions, next, positions, 0, count);
        next = 0;
        // A long record is cut from its start as often as this is called for it: ever more bytes keep that linear.
        int to = (int) Math.min(limit, indexedTo + Math.max(INDEXED_BYTES, (long) indexedTo - cursor));
        if (count + (to - indexedTo) + 128 > positions.length) {
            positions = Arrays.copyOf(positions, Math.max(positions.length * 2, count + (to - indexedTo) + 128));
        }
        long found = scan.index(table.base, indexedTo, to, bytes, positions, count);
        count = (int) (found & ~ByteScan.NON_ASCII);
        openIsNonAscii = openIsNonAscii && cursor < indexedTo || (found & ByteScan.NON_ASCII) != 0;
        table.checksUtf8 |= openIsNonAscii;
        indexedTo = to;
        return true;
    }

    /**
     * Cuts regular records until the table has {@code maxRows} rows or something else comes.
     *
     * @param targets of each field: the offset of its column in the table, −1 where none wants it
     */
    void cutRegular(int[] targets, int maxRows) {
        int fieldCount = targets.length;
        int position = next;
        int row = table.rows;
        int start = cursor;
        int known = endIndexed ? count - 1 : count;
        byte delimiter = bytes.delimiter();
        long[] cells = table.cells;
        records:
        while (row < maxRows && position + fieldCount <= known) {
            int fieldStart = start;
            for (int field = 0; field < fieldCount - 1; field++) {
                int at = positions[position + field];
                if (OffHeap.getByte(table.base + at) != delimiter) {
                    break records;
                }
                if (targets[field] >= 0) {
                    cells[targets[field] + row] = CellTable.cell(fieldStart, at - fieldStart);
                }
                fieldStart = at + 1;
            }
            int at = positions[position + fieldCount - 1];
            byte terminator = OffHeap.getByte(table.base + at);
            int terminators = 1;
            if (terminator != '\n') {
                // A carriage return is regular with its line feed only.
                if (terminator != '\r'
                        || position + fieldCount >= known
                        || OffHeap.getByte(table.base + at + 1) != '\n') {
                    break;
                }
                terminators = 2;
            }
            if (at == start || hasComment && OffHeap.getByte(table.base + start) == comment) {
                break;
            }
            if (targets[fieldCount - 1] >= 0) {
                cells[targets[fieldCount - 1] + row] = CellTable.cell(fieldStart, at - fieldStart);
            }
            table.starts[row] = start;
            row++;
            position += fieldCount + terminators - 1;
            start = at + terminators;
        }
        next = position;
        table.rows = row;
        cursor = start;
    }

    /** Cuts one record of any form, or skips a blank line or a comment; false where the positions known end before it does. */
    boolean cutAny(Fields into) {
        if (next == count) {
            return false;
        }
        if (hasComment && OffHeap.getByte(table.base + cursor) == comment) {
            return skipComment();
        }
        if (positions[next] == cursor && isLineBreak(cursor)) {
            cursor++;
            next++;
            return true;
        }
        int position = next;
        int fieldStart = cursor;
        int fieldCount = 0;
        while (true) {
            if (position == count) {
                return false;
            }
            int at = positions[position++];
            int contentStart = fieldStart;
            int contentEnd = at;
            int kind = CellTable.TEXT;
            if (quoting && at == fieldStart && isQuote(at)) {
                int close = closingQuote(position);
                if (close == INCOMPLETE) {
                    return false;
                }
                if (close == UNCLOSED) {
                    next = count;
                    into.badRecord(cursor, "a quoted field does not end");
                    cursor = limit;
                    return true;
                }
                position = close + 1;
                boolean simple = !sawEscape;
                int quoteAt = positions[close];
                position = terminator(position);
                if (position < 0) {
                    return false;
                }
                at = positions[position++];
                if (simple && at == quoteAt + 1) {
                    contentStart = fieldStart + 1;
                    contentEnd = quoteAt;
                } else {
                    contentEnd = at;
                    kind = CellTable.ESCAPED;
                }
            } else if (!isTerminator(at)) {
                position = terminator(position);
                if (position < 0) {
                    return false;
                }
                at = positions[position++];
                contentEnd = at;
            }
            into.field(fieldCount++, contentStart, contentEnd, kind);
            fieldStart = at + 1;
            if (isLineBreak(at)) {
                int start = cursor;
                next = position;
                cursor = at + 1;
                into.endRecord(start, fieldCount);
                return true;
            }
        }
    }

    /** Index of the position of the quote that closes a field; looks from index {@code from} on. */
    private int closingQuote(int from) {
        sawEscape = false;
        int position = from;
        while (true) {
            if (position == count) {
                return INCOMPLETE;
            }
            int at = positions[position];
            if (at == limit) {
                return UNCLOSED;
            }
            byte letter = OffHeap.getByte(table.base + at);
            if (bytes.hasEscape() && letter == bytes.escape()) {
                sawEscape = true;
                position++;
                if (position == count) {
                    return INCOMPLETE;
                }
                // What is escaped stands for itself, the end of the file excepted.
                if (positions[position] == at + 1 && at + 1 < limit) {
                    position++;
                }
            } else if (letter == bytes.quote()) {
                if (position + 1 == count) {
                    return INCOMPLETE;
                }
                int following = positions[position + 1];
                if (!doubleQuoteEscapes || following != at + 1 || !isQuote(following)) {
                    return position;
                }
                sawEscape = true;
                position += 2;
            } else {
                position++;
            }
        }
    }

    /** Index of the first position from {@code from} on that ends a field, −1 where it is not known yet. */
    private int terminator(int from) {
        for (int position = from; position < count; position++) {
            if (isTerminator(positions[position])) {
                return position;
            }
        }
        return -1;
    }

    private boolean skipComment() {
        for (int position = next; position < count; position++) {
            if (isLineBreak(positions[position])) {
                cursor = positions[position] + 1;
                next = position + 1;
                return true;
            }
        }
        return false;
    }

    private boolean isQuote(int at) {
        return at < limit && OffHeap.getByte(table.base + at) == bytes.quote();
    }

    private boolean isTerminator(int at) {
        return isLineBreak(at) || OffHeap.getByte(table.base + at) == bytes.delimiter();
    }

    private boolean isLineBreak(int at) {
        if (at == limit) {
            return true;
        }
        byte letter = OffHeap.getByte(table.base + at);
        return letter == '\n' || letter == '\r';
    }
}
