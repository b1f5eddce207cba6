package io.millrace.stateless;

import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.kernel.Texts;
import io.millrace.key.KeyEncoder;
import io.millrace.type.Type;
import io.millrace.value.EncodedValues;
import io.millrace.value.JsonBytes;
import io.millrace.value.Values;

/**
 * Goes through the elements of one cell: of a tuple or list, of the first dimension of an array, of a Json array, or the code
 * points of a text. Used again for cell after cell; nothing is boxed.
 */
final class Elements {
    private final Type type;
    private final KeyEncoder encoder = new KeyEncoder();
    private Form form;
    private long address;
    private int length;
    private long left;
    private long at;

    /** Elements of {@code type}. */
    Elements(Type type) {
        this.type = type;
    }

    /** Moves to a cell that is a value; returns whether it has elements at all, be they none. */
    boolean open(Column column, int row) {
        address = column.bytesAddress(row);
        length = column.bytesLength(row);
        Type cells = column.type().required();
        if (cells == Type.STRING) {
            form = Form.TEXT;
        } else if (cells == Type.JSON) {
            form = Form.JSON;
        } else if (EncodedValues.isTuple(address)) {
            form = Form.TUPLE;
        } else if (EncodedValues.isArray(address) && EncodedValues.arrayDimensions(address) > 0) {
            form = Form.ARRAY;
        } else if (EncodedValues.isString(address) || EncodedValues.isJson(address)) {
            form = EncodedValues.isString(address) ? Form.TEXT : Form.JSON;
            length = EncodedValues.textLength(address);
            address = EncodedValues.textAddress(address);
        } else {
            return false;
        }
        return start();
    }

    private boolean start() {
        switch (form) {
            case TEXT -> at = 0;
            case JSON -> {
                if (!JsonBytes.isArray(address, length)) {
                    return false;
                }
                at = JsonBytes.firstElement(address, length);
            }
            case TUPLE -> {
                at = EncodedValues.firstElement(address);
                left = EncodedValues.tupleSize(address);
            }
            case ARRAY -> {
                at = 0;
                left = EncodedValues.arrayLength(address, 0);
            }
        }
        return true;
    }

    /** Appends the next element, if there is one. */
    boolean appendNext(ColumnBuilder out) {
        switch (form) {
            case TEXT -> {
                if (at >= length) {
                    return false;
                }
                int next = Texts.next(address, length, (int) at);
                appendBytes(out, address + at, next - (int) at, true);
                at = next;
            }
            case JSON -> {
                if (at == JsonBytes.NOTHING) {
                    return false;
                }
                int from = JsonBytes.from(at);
                appendBytes(out, address + from, JsonBytes.to(at) - from, false);
                at = JsonBytes.nextElement(address, length, at);
            }
            case TUPLE -> {
                if (left == 0) {
                    return false;
                }
                Values.appendEncoded(out, type, at);
                at += EncodedValues.byteCount(at);
                left--;
            }
            case ARRAY -> {
                if (left == 0) {
                    return false;
                }
                appendSlice(out);
                at++;
                left--;
            }
        }
        return true;
    }

    /** Text and Json cells hold their bytes; in a column of type Any they are encoded. */
    private void appendBytes(ColumnBuilder out, long from, int count, boolean isText) {
        if (type.required() != Type.ANY) {
            out.appendBytes(from, count);
            return;
        }
        encoder.reset();
        if (isText) {
            encoder.putString(from, count);
        } else {
            encoder.putJson(from, count);
        }
        out.appendBytes(encoder.encoded(), 0, encoder.encodedBytes());
    }

    private void appendSlice(ColumnBuilder out) {
        if (type == Type.INT64) {
            out.appendLong(EncodedValues.longElement(address, at));
        } else if (type == Type.FLOAT64) {
            out.appendDouble(EncodedValues.doubleElement(address, at));
        } else {
            EncodedValues.putSlice(encoder.reset(), address, at);
            out.appendBytes(encoder.encoded(), 0, encoder.encodedBytes());
        }
    }

    private enum Form {
        TEXT,
        JSON,
        TUPLE,
        ARRAY
    }
}
