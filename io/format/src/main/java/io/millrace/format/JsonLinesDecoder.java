package io.millrace.format;

import io.millrace.batch.BatchBuilder;
import io.millrace.memory.OffHeap;
import io.millrace.port.DataError;
import io.millrace.type.Schema;
import java.util.Map;

/**
 * Reads JSON objects, one a line (or one a message). Columns are read from the fields of their name, or from where a JSON pointer
 * says; other fields are checked and skipped. Of a field that comes twice the last one counts; blank lines are no records.
 *
 * <p>A record is expected to look like the last one: see {@link JsonShape}. What does not is read by {@link JsonParser}, which
 * also says what is wrong with it.
 */
public final class JsonLinesDecoder implements RecordDecoder {
    private static final int BYTE_ORDER_MARK = 0xBFBBEF;

    private final ByteScan scan;
    private final CellTable table;
    private final CellColumns columns;
    private final JsonParser parser;
    private final JsonShape shape;
    private final JsonNode root = JsonNode.root();
    private final int columnCount;

    private DecodeErrors errors = DecodeErrors.IGNORED;
    private long weight;
    private long blockOffset;
    private int blockBytes;
    private boolean last;
    private long cursor;
    private long end;

    /** Reads every column from the field of its name. */
    public JsonLinesDecoder(Schema schema) {
        this(schema, Map.of());
    }

    /** Reads the columns that are keys of {@code fieldPaths} from the JSON pointers (RFC 6901) that are their values. */
    public JsonLinesDecoder(Schema schema, Map<String, String> fieldPaths) {
        this(schema, fieldPaths, ByteScan.best());
    }

    JsonLinesDecoder(Schema schema, Map<String, String> fieldPaths, ByteScan scan) {
        this.scan = scan;
        columnCount = schema.size();
        table = new CellTable(columnCount);
        shape = new JsonShape(columnCount);
        columns = new CellColumns(schema, new JsonRules(), table);
        parser = new JsonParser(scan, table);
        fieldPaths.keySet().forEach(schema::require);
        for (int i = 0; i < columnCount; i++) {
            String name = schema.field(i).name();
            String path = fieldPaths.get(name);
            if (path == null) {
                root.addField(name, i);
            } else {
                root.addPointer(path, i);
            }
        }
    }

    @Override
    public void begin(long byteOffset, long newWeight, DecodeErrors newErrors) {
        blockOffset = byteOffset;
        weight = newWeight;
        errors = newErrors;
        blockBytes = 0;
        end = 0;
        cursor = 0;
        table.base = 0;
        table.rows = 0;
    }

    @Override
    public void feed(long address, int byteCount, boolean isLast) {
        assert byteCount <= MAX_BLOCK_BYTES : byteCount;
        blockOffset += consumedBytes();
        blockBytes = byteCount;
        last = isLast;
        cursor = address;
        end = address + byteCount;
        table.base = address;
        if (blockOffset == 0 && byteCount >= 3 && (OffHeap.getInt(address) & 0xFFFFFF) == BYTE_ORDER_MARK) {
            cursor += 3;
        }
    }

    @Override
    public boolean fill(BatchBuilder into) {
        while (true) {
            int room = Math.min(into.freeRows(), CellTable.ROWS);
            if (room == 0) {
                return true;
            }
            cut(room);
            boolean exhausted = table.rows < room;
            columns.flush(into, weight, errors, blockOffset);
            if (exhausted) {
                return false;
            }
        }
    }

    @Override
    public int consumedBytes() {
        return blockBytes == 0 ? 0 : (int) (cursor - table.base);
    }

    @Override
    public long recordOffset(int row) {
        return columns.recordOffset(row);
    }

    /** Cuts records until the table has {@code maxRows} rows or there is no further whole record. */
    private void cut(int maxRows) {
        while (table.rows < maxRows && cursor < end) {
            if (shape.fieldCount >= 0) {
                cutExpected(maxRows);
                if (table.rows == maxRows || cursor == end) {
                    return;
                }
            }
            if (!cutAny()) {
                return;
            }
        }
    }

    /** Cuts records as long as they look like the last one. */
    private void cutExpected(int maxRows) {
        int row = table.rows;
        long at = cursor;
        while (row < maxRows && at < end) {
            long next = cutExpected(at, row);
            if (next < 0) {
                break;
            }
            for (int i = 0; i < shape.absentCount; i++) {
                table.cells[shape.absent[i] + row] = CellTable.MISSING_CELL;
            }
            table.starts[row] = (int) (at - table.base);
            row++;
            at = next;
        }
        table.rows = row;
        cursor = at;
    }

    /** Returns the address of the next record, or −1 where this one is not as expected. */
    private long cutExpected(long address, int row) {
        long at = address;
        int fieldCount = shape.fieldCount;
        for (int field = 0; field < fieldCount; field++) {
            // The gap must be inside, lest bytes behind the block be taken for it.
            if (at + shape.gapBytes[field] > end || !shape.matches(field, at)) {
                return -1;
            }
            at += shape.gapBytes[field];
            JsonNode node = shape.nodes[field];
            byte first = OffHeap.getByte(at);
            long cell;
            if (first == '"') {
                long from = at + 1;
                long quote = scan.plainEnd(from, end);
                int kind = CellTable.TEXT;
                if (quote >= end) {
                    return -1;
                }
                if (OffHeap.getByte(quote) != '"') {
                    long found = JsonStrings.end(scan, quote, end);
                    if (found < 0) {
                        return -1;
                    }
                    quote = found >> 1;
                    kind = (int) (found & 1);
                }
                cell = CellTable.cell((int) (from - table.base), (int) (quote - from), kind);
                at = quote + 1;
            } else if (first <= '9' && first >= '-') {
                long behind = JsonParser.numberEnd(at, end);
                if (behind < 0) {
                    return -1;
                }
                cell = CellTable.cell((int) (at - table.base), (int) (behind - at), CellTable.NUMBER);
                at = behind;
            } else {
                at = other(at, node, row);
                if (at < 0) {
                    return -1;
                }
                continue;
            }
            if (node != null && node.target >= 0) {
                table.cells[node.target + row] = cell;
            }
            if (node != null && node.hasChildren()) {
                return -1;
            }
        }
        if (at + shape.gapBytes[fieldCount] > end || !shape.matches(fieldCount, at)) {
            return -1;
        }
        at += shape.gapBytes[fieldCount];
        if (at < end && OffHeap.getByte(at) == '\n') {
            return at + 1;
        }
        if (at + 1 < end && OffHeap.getShort(at) == ('\n' << 8 | '\r')) {
            return at + 2;
        }
        return at == end && last ? at : -1;
    }

    /** A word, an object or an array. */
    private long other(long address, JsonNode node, int row) {
        parser.limit(end, row);
        if (node != null) {
            node.clear(table.cells, row);
        }
        long behind = parser.value(address, node, 1);
        // A container may hold a line break, which ends the record all the same.
        return behind >= 0 && scan.lineEnd(address, behind) != behind ? -1 : behind;
    }

    /** Cuts one record of any form; false where it is not whole. */
    private boolean cutAny() {
        long lineEnd = scan.lineEnd(cursor, end);
        if (lineEnd == end && !last) {
            return false;
        }
        parser.limit(lineEnd, table.rows);
        if (parser.skipBlanks(cursor) < lineEnd) {
            root.clear(table.cells, table.rows);
            if (parser.record(cursor, root, shape) < 0) {
                shape.forget();
                errors.report(
                        DataError.Kind.PARSE,
                        blockOffset + cursor - table.base,
                        "not a JSON record: " + parser.problem());
            } else {
                expect();
                table.starts[table.rows++] = (int) (cursor - table.base);
            }
        }
        cursor = lineEnd == end ? end : lineEnd + 1;
        return true;
    }

    /** Completes what is expected of the next record by the columns that this one does not have. */
    private void expect() {
        if (root.target >= 0) {
            shape.forget();
            return;
        }
        if (shape.fieldCount < 0) {
            return;
        }
        shape.absentCount = 0;
        for (int column = 0; column < columnCount; column++) {
            if (!shape.reads(column * CellTable.ROWS)) {
                shape.absent[shape.absentCount++] = column * CellTable.ROWS;
            }
        }
    }
}
