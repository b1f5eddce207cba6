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
        columnCount = schema.size();
        table = new CellTable(columnCount);
        shape = new JsonShape(columnCount);
        columns = new CellColumns(schema, new JsonRules(), table);
        parser = new JsonParser(table);
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
        int fieldCount = shape.fieldCount;
        int[] targets = shape.targets;
        int[] gapBytes = shape.gapBytes;
        long[] firstWords = shape.firstWords;
        long[] firstMasks = shape.firstMasks;
        long[] cells = table.cells;
        long base = table.base;
        long limit = end;
        int row = table.rows;
        long at = cursor;
        records:
        while (row < maxRows && at < limit) {
            long start = at;
            for (int field = 0; ; field++) {
                int gap = gapBytes[field];
                // The gap must be inside, lest bytes behind the block be taken for it.
                if (at + gap > limit
                        || ((OffHeap.getLong(at) ^ firstWords[field]) & firstMasks[field]) != 0
                        || gap > Long.BYTES && !shape.restMatches(field, at)) {
                    break records;
                }
                at += gap;
                if (field == fieldCount) {
                    break;
                }
                byte first = OffHeap.getByte(at);
                int target = targets[field];
                if (first == '"') {
                    long from = at + 1;
                    long quote = WordScan.plainEnd(from, limit);
                    int kind = CellTable.TEXT;
                    if (quote >= limit) {
                        break records;
                    }
                    if (OffHeap.getByte(quote) != '"') {
                        long found = JsonStrings.end(quote, limit);
                        if (found < 0) {
                            break records;
                        }
                        quote = found >> 1;
                        kind = (int) (found & 1);
                    }
                    if (target >= 0) {
                        cells[target + row] = CellTable.cell((int) (from - base), (int) (quote - from), kind);
                    }
                    at = quote + 1;
                } else if (first <= '9' && first >= '-') {
                    long behind = JsonParser.numberEnd(at, limit);
                    if (behind < 0) {
                        break records;
                    }
                    if (target >= 0) {
                        cells[target + row] = CellTable.cell((int) (at - base), (int) (behind - at), CellTable.NUMBER);
                    }
                    at = behind;
                } else {
                    at = other(at, shape.nodes[field], row);
                    if (at < 0) {
                        break records;
                    }
                    continue;
                }
                if (target == JsonShape.BRANCH) {
                    break records;
                }
            }
            if (at < limit && OffHeap.getByte(at) == '\n') {
                at++;
            } else if (at + 1 < limit && OffHeap.getShort(at) == ('\n' << 8 | '\r')) {
                at += 2;
            } else if (at != limit || !last) {
                break;
            }
            for (int i = 0; i < shape.absentCount; i++) {
                cells[shape.absent[i] + row] = CellTable.MISSING_CELL;
            }
            table.starts[row] = (int) (start - base);
            row++;
            cursor = at;
        }
        table.rows = row;
    }

    /** A word, an object or an array. */
    private long other(long address, JsonNode node, int row) {
        parser.limit(end, row);
        if (node != null) {
            node.clear(table.cells, row);
        }
        long behind = parser.value(address, node, 1);
        // A container may hold a line break, which ends the record all the same.
        return behind >= 0 && WordScan.lineEnd(address, behind) != behind ? -1 : behind;
    }

    /** Cuts one record of any form; false where it is not whole. */
    private boolean cutAny() {
        long lineEnd = WordScan.lineEnd(cursor, end);
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
            if (!shape.reads(column * CellTable.STRIDE)) {
                shape.absent[shape.absentCount++] = column * CellTable.STRIDE;
            }
        }
    }
}
