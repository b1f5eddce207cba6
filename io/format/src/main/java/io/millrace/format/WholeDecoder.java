package io.millrace.format;

import io.millrace.batch.BatchBuilder;
import io.millrace.port.DataError;
import io.millrace.type.Schema;
import io.millrace.type.Type;

/** Makes one row of a whole object: its bytes, or its text without the blanks around it. */
public final class WholeDecoder implements RecordDecoder {
    private final boolean isText;

    private DecodeErrors errors = DecodeErrors.IGNORED;
    private long weight;
    private long address;
    private int byteCount;
    private boolean last;
    private boolean consumed;

    /** Reads into the only column of {@code schema}: bytes or text. */
    public WholeDecoder(Schema schema) {
        Type type = schema.size() == 1 ? schema.type(0).required() : Type.NONE;
        if (type != Type.STRING && type != Type.BYTES) {
            throw new IllegalArgumentException(
                    "an object is read into one column of text or bytes, not into " + schema);
        }
        isText = type == Type.STRING;
    }

    @Override
    public void begin(long byteOffset, long newWeight, DecodeErrors newErrors) {
        weight = newWeight;
        errors = newErrors;
        byteCount = 0;
        consumed = true;
    }

    @Override
    public void feed(long newAddress, int newByteCount, boolean isLast) {
        address = newAddress;
        byteCount = newByteCount;
        last = isLast;
        consumed = false;
    }

    @Override
    public boolean fill(BatchBuilder into) {
        if (consumed || !last) {
            return false;
        }
        if (into.freeRows() == 0) {
            return true;
        }
        consumed = true;
        long from = isText ? CsvRules.trimStart(address, address + byteCount) : address;
        long to = isText ? CsvRules.trimEnd(from, address + byteCount) : address + byteCount;
        if (isText && !Utf8.isValid(from, to - from)) {
            into.column(0).appendError();
            errors.report(DataError.Kind.PARSE, 0, "the object is no text in UTF-8");
        } else {
            into.column(0).appendBytes(from, (int) (to - from));
        }
        into.endRows(1, weight);
        return false;
    }

    @Override
    public int consumedBytes() {
        return consumed ? byteCount : 0;
    }

    @Override
    public long recordOffset(int row) {
        return 0;
    }
}
