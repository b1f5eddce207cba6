package io.millrace.format;

import io.millrace.batch.BatchBuilder;
import io.millrace.type.Schema;
import io.millrace.type.Type;

/** Reads text line by line into one text column. Blanks around a line are cut off, as Pathway does; empty lines are rows. */
public final class LinesDecoder implements RecordDecoder {
    private final CellTable table = new CellTable(1);
    private final CellColumns columns;

    private DecodeErrors errors = DecodeErrors.IGNORED;
    private long weight;
    private long blockOffset;
    private boolean last;
    private long cursor;
    private long end;

    /** Reads into the only column of {@code schema}, which must be text. */
    public LinesDecoder(Schema schema) {
        if (schema.size() != 1 || schema.type(0).required() != Type.STRING) {
            throw new IllegalArgumentException("lines are read into one text column, not into " + schema);
        }
        columns = new CellColumns(schema, new CsvRules(CsvSettings.DEFAULT), table);
    }

    @Override
    public void begin(long byteOffset, long newWeight, DecodeErrors newErrors) {
        blockOffset = byteOffset;
        weight = newWeight;
        errors = newErrors;
        cursor = 0;
        end = 0;
        table.base = 0;
    }

    @Override
    public void feed(long address, int byteCount, boolean isLast) {
        blockOffset += consumedBytes();
        last = isLast;
        cursor = address;
        end = address + byteCount;
        table.base = address;
        table.checksUtf8 = true;
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

    private void cut(int maxRows) {
        while (table.rows < maxRows && cursor < end) {
            long lineEnd = WordScan.lineEnd(cursor, end);
            if (lineEnd == end && !last) {
                return;
            }
            long from = CsvRules.trimStart(cursor, lineEnd);
            long to = CsvRules.trimEnd(from, lineEnd);
            table.cells[table.rows] = CellTable.cell((int) (from - table.base), (int) (to - from));
            table.starts[table.rows++] = (int) (cursor - table.base);
            cursor = lineEnd == end ? end : lineEnd + 1;
        }
    }

    @Override
    public int consumedBytes() {
        return (int) (cursor - table.base);
    }

    @Override
    public long recordOffset(int row) {
        return columns.recordOffset(row);
    }
}
