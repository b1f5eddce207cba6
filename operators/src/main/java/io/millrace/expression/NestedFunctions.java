package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.key.KeyEncoder;
import io.millrace.port.DataError;
import io.millrace.type.Type;
import io.millrace.value.EncodedValues;
import io.millrace.value.Tensor;
import io.millrace.value.ValueCodec;
import io.millrace.value.Values;
import java.util.Arrays;

/** Operations on encoded values: tuples, lists and arrays. */
final class NestedFunctions {
    private NestedFunctions() {}

    /** Operands as one tuple. */
    static RowFunction makeTuple() {
        KeyEncoder encoder = new KeyEncoder();
        return (out, in, row, failure) -> {
            encoder.reset().putTupleHeader(in.length);
            for (Cells cells : in) {
                Values.encode(encoder, cells.column(), cells.index(row));
            }
            out.appendBytes(encoder.encoded(), 0, encoder.encodedBytes());
        };
    }

    /** The key of the operands, the last of which may be the instance; with {@code noneOfNone} None where one of them is None. */
    static RowFunction pointerFrom(boolean noneOfNone, boolean hasInstance) {
        KeyEncoder encoder = new KeyEncoder();
        return (out, in, row, failure) -> {
            encoder.reset();
            boolean hasNone = false;
            for (int i = 0; i < in.length; i++) {
                Cells cells = in[i];
                if (hasInstance && i == in.length - 1) {
                    encoder.beginInstance();
                }
                hasNone |= !cells.isValue(row);
                Values.encode(encoder, cells.column(), cells.index(row));
            }
            if (hasNone && noneOfNone) {
                out.appendNone();
            } else {
                encoder.hash();
                out.append128(encoder.high(), encoder.low());
            }
        };
    }

    /** The operand as an encoded value with its kind, for Any. */
    static RowFunction encode() {
        KeyEncoder encoder = new KeyEncoder();
        return (out, in, row, failure) -> {
            Values.encode(encoder.reset(), in[0].column(), in[0].index(row));
            out.appendBytes(encoder.encoded(), 0, encoder.encodedBytes());
        };
    }

    /** An Any as a value of {@code type}; an error where it is none. */
    static RowFunction decode(Type type) {
        return (out, in, row, failure) -> {
            long address = in[0].address(row);
            if (Values.isValueOf(type, address)) {
                Values.appendEncoded(out, type, address);
            } else {
                failure.set(
                        DataError.Kind.TYPE_MISMATCH,
                        ValueCodec.decode(Type.ANY, address) + " is not a value of the declared type " + type);
            }
        };
    }

    /** A nested value whose numbers are to become those of another type. */
    static RowFunction reencode(Type from, Type to) {
        KeyEncoder encoder = new KeyEncoder();
        return (out, in, row, failure) -> {
            ValueCodec.put(encoder.reset(), to, ValueCodec.decode(from, in[0].address(row)));
            out.appendBytes(encoder.encoded(), 0, encoder.encodedBytes());
        };
    }

    /** Elements of a tuple or list, or of an array's first dimension. */
    static RowFunction size() {
        return (out, in, row, failure) -> {
            long address = in[0].address(row);
            if (EncodedValues.isTuple(address)) {
                out.appendLong(EncodedValues.tupleSize(address));
            } else if (EncodedValues.arrayDimensions(address) > 0) {
                out.appendLong(EncodedValues.arrayLength(address, 0));
            } else {
                failure.set(DataError.Kind.TYPE_MISMATCH, "an array without dimensions has no length");
            }
        };
    }

    /** The element at an index, negative from the end; the default or an error where there is none. */
    static RowFunction get(Type type, boolean hasDefault) {
        KeyEncoder encoder = new KeyEncoder();
        return (out, in, row, failure) -> {
            long address = in[0].address(row);
            long index = in[1].getLong(row);
            boolean isTuple = EncodedValues.isTuple(address);
            if (!isTuple && (!EncodedValues.isArray(address) || EncodedValues.arrayDimensions(address) == 0)) {
                failure.set(
                        DataError.Kind.TYPE_MISMATCH,
                        "cannot get an element of " + ValueCodec.decode(Type.ANY, address));
                return;
            }
            long size = isTuple ? EncodedValues.tupleSize(address) : EncodedValues.arrayLength(address, 0);
            long position = index < 0 ? index + size : index;
            if (position < 0 || position >= size) {
                missing(out, in, row, failure, hasDefault, size);
            } else if (isTuple) {
                Values.appendEncoded(out, type, element(address, position));
            } else {
                appendSlice(out, type.required(), encoder, address, position);
            }
        };
    }

    private static void missing(
            ColumnBuilder out, Cells[] in, int row, Failure failure, boolean hasDefault, long size) {
        if (hasDefault) {
            out.appendFrom(in[2].column(), in[2].index(row));
        } else {
            failure.set(
                    DataError.Kind.INDEX_OUT_OF_BOUNDS,
                    "index out of bounds: " + in[1].getLong(row) + " in a value of " + size + " elements");
        }
    }

    private static long element(long tuple, long position) {
        long at = EncodedValues.firstElement(tuple);
        for (long left = position; left > 0; left--) {
            at += EncodedValues.byteCount(at);
        }
        return at;
    }

    /** Appends element {@code position} of an array's first dimension, a number or an array. */
    static void appendSlice(ColumnBuilder out, Type type, KeyEncoder encoder, long array, long position) {
        if (type == Type.INT64) {
            out.appendLong(EncodedValues.longElement(array, position));
        } else if (type == Type.FLOAT64) {
            out.appendDouble(EncodedValues.doubleElement(array, position));
        } else {
            EncodedValues.putSlice(encoder.reset(), array, position);
            out.appendBytes(encoder.encoded(), 0, encoder.encodedBytes());
        }
    }

    /** The matrix product, where shapes fit; of one-dimensional arrays their scalar product. */
    static RowFunction matrixProduct(Type type) {
        return (out, in, row, failure) -> {
            Tensor left = (Tensor) ValueCodec.decode(in[0].column().type(), in[0].address(row));
            Tensor right = (Tensor) ValueCodec.decode(in[1].column().type(), in[1].address(row));
            Object product = MatrixProduct.of(left, right);
            if (product == null) {
                failure.set(
                        DataError.Kind.VALUE,
                        "can't multiply arrays of shapes " + Arrays.toString(left.shape()) + " and "
                                + Arrays.toString(right.shape()));
            } else {
                Values.append(out, type, product);
            }
        };
    }
}
