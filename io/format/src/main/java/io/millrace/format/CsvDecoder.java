package io.millrace.format;

import io.millrace.batch.BatchBuilder;
import io.millrace.memory.OffHeap;
import io.millrace.port.DataError;
import io.millrace.type.Schema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Reads CSV files whose first record names the fields. Columns are read from the fields of their name, in whatever order; other
 * fields are skipped. A record may have more fields than the header; what it lacks gets the column's default, and where there is
 * none the record is bad. Blank lines are no records. A quote inside an unquoted field stands for itself.
 */
public final class CsvDecoder implements RecordDecoder {
    private static final int BYTE_ORDER_MARK = 0xBFBBEF;

    private final Schema schema;
    private final CellTable table;
    private final CellColumns columns;
    private final CsvCutter cutter;
    private final CsvRules rules;
    private final RecordFields recordFields = new RecordFields();

    private DecodeErrors errors = DecodeErrors.IGNORED;
    private long weight;
    private long blockOffset;
    private boolean hasBlock;
    /** Of each field in the file: where its column's cells are, −1 where no column wants it; null before the header. */
    private int[] targets;
    /** Of each column: the number of its field, {@code MAX_VALUE} where the file has none. */
    private final int[] fieldOfColumn;

    private boolean headerIsBad;

    public CsvDecoder(Schema schema, CsvSettings settings) {
        this(schema, settings, ByteScan::after);
    }

    CsvDecoder(Schema schema, CsvSettings settings, LongFunction<ByteScan> scans) {
        this.schema = schema;
        table = new CellTable(schema.size());
        rules = new CsvRules(settings);
        columns = new CellColumns(schema, rules, table);
        cutter = new CsvCutter(settings, scans, table);
        fieldOfColumn = new int[schema.size()];
    }

    @Override
    public void begin(long byteOffset, long newWeight, DecodeErrors newErrors) {
        blockOffset = byteOffset;
        weight = newWeight;
        errors = newErrors;
        hasBlock = false;
        table.rows = 0;
        table.checksUtf8 = false;
        if (byteOffset == 0) {
            targets = null;
            headerIsBad = false;
        } else if (targets == null && !headerIsBad) {
            throw new IllegalStateException("decoding from byte " + byteOffset + " on: the header must be read first");
        }
    }

    @Override
    public int readPreamble(long address, int byteCount, boolean last) {
        begin(0, 1, DecodeErrors.IGNORED);
        feed(address, byteCount, last);
        return readHeader() ? cutter.cursor() : -1;
    }

    @Override
    public void feed(long address, int byteCount, boolean isLast) {
        assert byteCount <= MAX_BLOCK_BYTES : byteCount;
        blockOffset += consumedBytes();
        hasBlock = true;
        table.base = address;
        boolean marked = blockOffset == 0 && byteCount >= 3 && (OffHeap.getInt(address) & 0xFFFFFF) == BYTE_ORDER_MARK;
        cutter.feed(marked ? 3 : 0, byteCount, isLast);
    }

    @Override
    public boolean fill(BatchBuilder into) {
        if (targets == null && !readHeader()) {
            return false;
        }
        while (true) {
            int room = Math.min(into.freeRows(), CellTable.ROWS);
            if (room == 0) {
                return true;
            }
            cut(room);
            boolean exhausted = table.rows < room;
            columns.flush(into, weight, errors, blockOffset);
            cutter.forgetRows();
            if (exhausted) {
                return false;
            }
        }
    }

    @Override
    public int consumedBytes() {
        return hasBlock ? cutter.cursor() : 0;
    }

    @Override
    public long recordOffset(int row) {
        return columns.recordOffset(row);
    }

    private void cut(int maxRows) {
        while (table.rows < maxRows) {
            if (!headerIsBad) {
                cutter.cutRegular(targets, maxRows);
                if (table.rows == maxRows) {
                    return;
                }
            }
            if (!cutter.cutAny(recordFields) && !cutter.indexMore()) {
                return;
            }
        }
    }

    private boolean readHeader() {
        Header header = new Header();
        while (!header.isWhole) {
            if (!cutter.cutAny(header) && !cutter.indexMore()) {
                return false;
            }
        }
        bind(header);
        return true;
    }

    private void bind(Header header) {
        targets = new int[header.names.size()];
        Arrays.fill(targets, -1);
        Arrays.fill(fieldOfColumn, Integer.MAX_VALUE);
        for (int number = 0; number < targets.length; number++) {
            int column = schema.indexOf(header.names.get(number));
            if (column >= 0) {
                if (fieldOfColumn[column] != Integer.MAX_VALUE) {
                    targets[fieldOfColumn[column]] = -1;
                }
                fieldOfColumn[column] = number;
                targets[number] = column * CellTable.STRIDE;
            }
        }
        List<String> lacking = new ArrayList<>();
        boolean absent = false;
        for (int column = 0; column < fieldOfColumn.length; column++) {
            if (fieldOfColumn[column] == Integer.MAX_VALUE) {
                absent = true;
                if (!schema.field(column).hasDefault()) {
                    lacking.add(schema.field(column).name());
                }
            }
        }
        headerIsBad = header.problem != null || !lacking.isEmpty();
        if (headerIsBad) {
            errors.report(
                    DataError.Kind.PARSE,
                    0,
                    header.problem != null
                            ? "the header: " + header.problem
                            : "the header has no field for " + lacking + "; it has " + header.names);
        }
        if (absent) {
            for (int column = 0; column < fieldOfColumn.length; column++) {
                if (fieldOfColumn[column] == Integer.MAX_VALUE) {
                    Arrays.fill(
                            table.cells,
                            column * CellTable.STRIDE,
                            (column + 1) * CellTable.STRIDE,
                            CellTable.MISSING_CELL);
                }
            }
        }
    }

    /** Puts the fields of one record into the table. */
    private final class RecordFields implements CsvCutter.Fields {
        @Override
        public void field(int number, int start, int end, int kind) {
            if (number < targets.length && targets[number] >= 0) {
                table.cells[targets[number] + table.rows] = CellTable.cell(start, end - start, kind);
            }
        }

        @Override
        public void endRecord(int start, int fieldCount) {
            if (headerIsBad) {
                return;
            }
            if (fieldCount < targets.length) {
                for (int column = 0; column < fieldOfColumn.length; column++) {
                    if (fieldOfColumn[column] >= fieldCount) {
                        if (!schema.field(column).hasDefault()) {
                            badRecord(
                                    start,
                                    "has " + fieldCount + " of " + targets.length + " fields and lacks "
                                            + schema.field(column).name());
                            return;
                        }
                        table.cells[column * CellTable.STRIDE + table.rows] = CellTable.MISSING_CELL;
                    }
                }
            }
            table.starts[table.rows++] = start;
        }

        @Override
        public void badRecord(int start, String problem) {
            errors.report(DataError.Kind.PARSE, blockOffset + start, "not a CSV record: " + problem);
        }
    }

    /** Collects the names in the first record. */
    private final class Header implements CsvCutter.Fields {
        private final List<String> names = new ArrayList<>();
        private boolean isWhole;
        private String problem;

        @Override
        public void field(int number, int start, int end, int kind) {
            if (number == 0) {
                names.clear();
            }
            byte[] name = new byte[end - start];
            OffHeap.copy(table.base + start, name, 0, name.length);
            names.add(kind == CellTable.TEXT ? new String(name, StandardCharsets.UTF_8) : rules.unescape(name));
        }

        @Override
        public void endRecord(int start, int fieldCount) {
            isWhole = true;
        }

        @Override
        public void badRecord(int start, String newProblem) {
            names.clear();
            problem = newProblem;
            isWhole = true;
        }
    }
}
