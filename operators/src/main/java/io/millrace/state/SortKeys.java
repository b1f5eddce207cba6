package io.millrace.state;

import io.millrace.column.CellStatus;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.key.KeyEncoder;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import io.millrace.value.SortableValues;
import io.millrace.value.Values;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Cells of some columns as one key of an {@link OrderedIndex} that sorts as the cells do, column by column, None first and errors
 * last; and the cells back from a key. Floats come back in their canonical form. Owns scratch memory; one thread.
 */
public final class SortKeys implements AutoCloseable {
    /** What Pathway's {@code any} mixes into row ids, so that the row it takes is not the first one. */
    private static final long SALT = 0xDEADBEEFDEADBEEFL;

    private static final int NONE = 0;
    private static final int VALUE = 1;
    private static final int ERROR = 2;
    /** Of a text, what most texts fit into. */
    private static final int USUAL_TEXT_BYTES = 14;

    private static final int MOST_WORDS_OF_TEXTS = 4;

    /** A column of the key. */
    public record Part(Type type, Form form) {
        public static Part of(Type type) {
            return new Part(type, Form.PLAIN);
        }

        private boolean hasStatus() {
            return form == Form.ANY_STATUS || type.isOptional();
        }

        private boolean isText() {
            return type.lane() == Lane.BYTES;
        }
    }

    /** What becomes of a column's cells. */
    public enum Form {
        /** As they are; no cell is in error. */
        PLAIN,
        /** Cells may be in error. */
        ANY_STATUS,
        /** Row ids in the order of Pathway's {@code any}. */
        SALTED
    }

    private static final Part EPOCH = Part.of(Type.INT64);

    private final BufferAllocator allocator;
    private final Part[] parts;
    /** Where the columns begin among the parts. */
    private final int firstColumn;

    private final KeyEncoder nested = new KeyEncoder();
    private Chunk scratch;

    /**
     * @param withEpoch whether an int64 comes before the columns, as part 0
     * @param columns of a key
     */
    public SortKeys(BufferAllocator allocator, boolean withEpoch, List<Part> columns) {
        this.allocator = allocator;
        this.firstColumn = withEpoch ? 1 : 0;
        this.parts = new Part[firstColumn + columns.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = i < firstColumn ? EPOCH : columns.get(i - firstColumn);
        }
        this.scratch = Chunk.open(allocator, 256);
    }

    public int partCount() {
        return parts.length;
    }

    /** Words of a key that should lie in an index's nodes. */
    public int keyWords() {
        int bytes = 0;
        for (Part part : parts) {
            bytes += (part.hasStatus() ? 1 : 0) + fixedBytes(part);
        }
        int words = Math.max(1, (bytes + Long.BYTES - 1) / Long.BYTES);
        return hasTexts() ? Math.clamp(words, 1, MOST_WORDS_OF_TEXTS) : Math.min(words, OrderedKey.MOST_WORDS);
    }

    /** Whether a key can have more bytes than {@link #keyWords} hold. */
    public boolean hasTails() {
        int bytes = 0;
        for (Part part : parts) {
            bytes += (part.hasStatus() ? 1 : 0) + fixedBytes(part);
        }
        return hasTexts() || bytes > OrderedKey.MOST_WORDS * Long.BYTES;
    }

    private boolean hasTexts() {
        for (Part part : parts) {
            if (part.isText()) {
                return true;
            }
        }
        return false;
    }

    private static int fixedBytes(Part part) {
        return switch (part.type().lane()) {
            case BIT -> 1;
            case I64, F64 -> Long.BYTES;
            case I128 -> 2 * Long.BYTES;
            case BYTES -> USUAL_TEXT_BYTES;
        };
    }

    /** Appends the cells of a row to a key. */
    public void put(OrderedKey key, Column[] columns, int row) {
        for (int i = 0; i < columns.length; i++) {
            putCell(key, parts[firstColumn + i], columns[i], row);
        }
    }

    /** Appends the epoch. */
    public void putLong(OrderedKey key, long value) {
        key.putWord(SortableValues.ofLong(value));
    }

    private static void putCell(OrderedKey key, Part part, Column column, int row) {
        if (part.hasStatus()) {
            if (!column.isValue(row)) {
                key.putByte(column.status(row) == CellStatus.NONE ? NONE : ERROR);
                return;
            }
            key.putByte(VALUE);
        }
        switch (column.lane()) {
            case BIT -> key.putByte(column.getBool(row) ? 1 : 0);
            case I64 -> key.putWord(SortableValues.ofLong(column.getLong(row)));
            case F64 -> key.putWord(SortableValues.ofDouble(column.getDouble(row)));
            case I128 -> {
                long salt = part.form() == Form.SALTED ? SALT : 0;
                key.putWord((isSigned(part) ? SortableValues.ofLong(column.getHigh(row)) : column.getHigh(row)) ^ salt);
                key.putWord(column.getLow(row) ^ salt);
            }
            case BYTES -> putBytes(key, part, column, row);
        }
    }

    private static void putBytes(OrderedKey key, Part part, Column column, int row) {
        long address = column.bytesAddress(row);
        if (Values.isEncoded(part.type())) {
            key.advance(SortableValues.put(address, key.reserve(SortableValues.mostBytes(address))));
        } else {
            int byteCount = column.bytesLength(row);
            long to = key.reserve(SortableValues.mostTextBytes(byteCount));
            key.advance(SortableValues.putText(address, byteCount, to));
        }
    }

    private static boolean isSigned(Part part) {
        return part.type().required() instanceof Type.Decimal;
    }

    /** Where the cell of a part that begins at {@code at} ends. */
    public long end(int part, long at) {
        Part it = parts[part];
        if (it.hasStatus()) {
            return OffHeap.getByte(at) == VALUE ? endOfValue(it, at + 1) : at + 1;
        }
        return endOfValue(it, at);
    }

    /** Where the cell of {@code part} of the key at {@code key} begins. */
    public long begin(int part, long key) {
        long at = key;
        for (int i = 0; i < part; i++) {
            at = end(i, at);
        }
        return at;
    }

    private static long endOfValue(Part part, long at) {
        return switch (part.type().lane()) {
            case BIT -> at + 1;
            case I64, F64 -> at + Long.BYTES;
            case I128 -> at + 2 * Long.BYTES;
            case BYTES -> Values.isEncoded(part.type()) ? SortableValues.end(at) : SortableValues.endOfText(at);
        };
    }

    public boolean isNone(int part, long at) {
        return parts[part].hasStatus() && OffHeap.getByte(at) == NONE;
    }

    public boolean isError(int part, long at) {
        return parts[part].hasStatus() && OffHeap.getByte(at) == ERROR;
    }

    /** The value of a part in lane I64 that is there. */
    public long getLong(int part, long at) {
        return SortableValues.ofLong(SortableValues.getWord(valueAt(part, at)));
    }

    /** The value of a part in lane F64 that is there. */
    public double getDouble(int part, long at) {
        return SortableValues.toDouble(SortableValues.getWord(valueAt(part, at)));
    }

    private long valueAt(int part, long at) {
        return parts[part].hasStatus() ? at + 1 : at;
    }

    /** Appends the cell of a part to a column of its lane. */
    public void append(int part, long at, ColumnBuilder out) {
        Part it = parts[part];
        long from = at;
        if (it.hasStatus()) {
            int status = OffHeap.getByte(from++);
            if (status != VALUE) {
                if (status == NONE) {
                    out.appendNone();
                } else {
                    out.appendError();
                }
                return;
            }
        }
        switch (it.type().lane()) {
            case BIT -> out.appendBool(OffHeap.getByte(from) != 0);
            case I64 -> out.appendLong(SortableValues.ofLong(SortableValues.getWord(from)));
            case F64 -> out.appendDouble(SortableValues.toDouble(SortableValues.getWord(from)));
            case I128 -> append128(it, from, out);
            case BYTES -> appendBytes(it, from, out);
        }
    }

    private static void append128(Part part, long from, ColumnBuilder out) {
        long salt = part.form() == Form.SALTED ? SALT : 0;
        long high = SortableValues.getWord(from) ^ salt;
        out.append128(
                isSigned(part) ? SortableValues.ofLong(high) : high, SortableValues.getWord(from + Long.BYTES) ^ salt);
    }

    private void appendBytes(Part part, long from, ColumnBuilder out) {
        if (Values.isEncoded(part.type())) {
            nested.reset();
            SortableValues.get(from, nested, roomFor(SortableValues.end(from) - from));
            out.appendBytes(nested.encoded(), 0, nested.encodedBytes());
        } else {
            long end = SortableValues.endOfText(from);
            long to = roomFor(end - from);
            out.appendBytes(to, SortableValues.getText(from, end, to));
        }
    }

    /** Puts the cell of a part, which is no error, into an encoder as a value. */
    public void putValue(int part, long at, KeyEncoder out) {
        Part it = parts[part];
        if (isNone(part, at)) {
            out.putNone();
            return;
        }
        long from = valueAt(part, at);
        Type type = it.type().required();
        if (it.type().lane() == Lane.BYTES) {
            putValueOfBytes(type, from, out);
            return;
        }
        long first = it.type().lane() == Lane.BIT ? OffHeap.getByte(from) : SortableValues.getWord(from);
        switch (type) {
            case Type.Scalar scalar -> {
                switch (scalar) {
                    case BOOL -> out.putBool(first != 0);
                    case INT64 -> out.putInt64(SortableValues.ofLong(first));
                    case FLOAT64 -> out.putFloat64(SortableValues.toDouble(first));
                    case POINTER -> out.putPointer(first, SortableValues.getWord(from + Long.BYTES));
                    case UUID -> out.putUuid(first, SortableValues.getWord(from + Long.BYTES));
                    case DATE_TIME_NAIVE -> out.putDatetimeNaive(SortableValues.ofLong(first));
                    case DATE_TIME_UTC -> out.putDatetimeUtc(SortableValues.ofLong(first));
                    case DURATION -> out.putDuration(SortableValues.ofLong(first));
                    case DATE -> out.putDate(SortableValues.ofLong(first));
                    case STRING, BYTES, JSON, ANY, NONE -> throw new AssertionError("not in a lane of words: " + type);
                }
            }
            case Type.Decimal decimal ->
                out.putDecimal(
                        decimal.scale(), SortableValues.ofLong(first), SortableValues.getWord(from + Long.BYTES));
            default -> throw new AssertionError("not in a lane of words: " + type);
        }
    }

    private void putValueOfBytes(Type type, long from, KeyEncoder out) {
        if (Values.isEncoded(type)) {
            SortableValues.get(from, out, roomFor(SortableValues.end(from) - from));
            return;
        }
        long end = SortableValues.endOfText(from);
        long to = roomFor(end - from);
        int byteCount = SortableValues.getText(from, end, to);
        switch (type) {
            case Type.Scalar scalar when scalar == Type.Scalar.STRING -> out.putString(to, byteCount);
            case Type.Scalar scalar when scalar == Type.Scalar.BYTES -> out.putBytes(to, byteCount);
            case Type.Scalar scalar -> out.putJson(to, byteCount);
            default -> out.putObject(to, byteCount);
        }
    }

    private long roomFor(long bytes) {
        if (scratch.byteCount() < bytes) {
            Chunk bigger = Chunk.open(allocator, Math.max(bytes, 2 * scratch.byteCount()));
            scratch.close();
            scratch = bigger;
        }
        return scratch.address();
    }

    @Override
    public void close() {
        scratch.close();
    }
}
