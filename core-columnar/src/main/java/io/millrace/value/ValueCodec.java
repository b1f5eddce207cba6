package io.millrace.value;

import io.millrace.key.JsonText;
import io.millrace.key.KeyEncoder;
import io.millrace.key.Pointer;
import io.millrace.memory.OffHeap;
import io.millrace.type.Type;
import io.millrace.type.ValueSerializer;
import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** Java objects to encoded values and back. Allocates; for the borders where user code runs. Stateless; any thread. */
public final class ValueCodec {
    private ValueCodec() {}

    /**
     * Encodes a value of a type.
     *
     * @throws IllegalArgumentException when the object is not a value of the type
     */
    public static byte[] encode(Type type, Object value) {
        KeyEncoder encoder = new KeyEncoder();
        put(encoder, type, value);
        byte[] encoded = new byte[encoder.encodedBytes()];
        System.arraycopy(encoder.encoded(), 0, encoded, 0, encoded.length);
        return encoded;
    }

    /** Puts a value of a type behind what the encoder holds; throws as {@link #encode}. */
    public static void put(KeyEncoder encoder, Type type, Object value) {
        Object it = JavaForms.conform(type, value);
        Type required = type.required();
        switch (it) {
            case null -> encoder.putNone();
            case Boolean bool -> encoder.putBool(bool);
            case Long int64 -> encoder.putInt64(int64);
            case Double float64 -> encoder.putFloat64(float64);
            case String text -> encoder.putString(text);
            case byte[] bytes when required instanceof Type.ObjectOf<?> -> encoder.putObject(bytes);
            case byte[] bytes -> encoder.putBytes(bytes, 0, bytes.length);
            case Pointer pointer -> encoder.putPointer(pointer.high(), pointer.low());
            case JsonText json -> encoder.putJson(json.compact());
            case LocalDateTime naive -> encoder.putDatetimeNaive(JavaForms.nanos(naive));
            case Instant utc -> encoder.putDatetimeUtc(JavaForms.nanos(utc));
            case Duration duration -> encoder.putDuration(JavaForms.nanos(duration));
            case LocalDate date -> encoder.putDate(date.toEpochDay());
            case UUID uuid -> encoder.putUuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
            case BigDecimal decimal -> {
                BigInteger unscaled = decimal.unscaledValue();
                encoder.putDecimal(decimal.scale(), unscaled.shiftRight(64).longValue(), unscaled.longValue());
            }
            case Tensor tensor
            when tensor.isInt64() -> encoder.putInt64Array(tensor.longs(), 0, tensor.shape(), tensor.shape().length);
            case Tensor tensor -> encoder.putFloat64Array(tensor.doubles(), 0, tensor.shape(), tensor.shape().length);
            case List<?> list -> {
                encoder.putTupleHeader(list.size());
                for (int i = 0; i < list.size(); i++) {
                    put(encoder, elementType(required, i), list.get(i));
                }
            }
            default -> throw JavaForms.mismatch(type, value);
        }
    }

    /** Decodes what {@link #encode} gave. */
    public static Object decode(Type type, byte[] encoded) {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(Math.max(encoded.length, 1)).address();
            OffHeap.copy(encoded, 0, address, encoded.length);
            return decode(type, address);
        }
    }

    /** Decodes the value at {@code address}, whose objects are read by the serializers in {@code type}. */
    public static Object decode(Type type, long address) {
        return switch (OffHeap.getByte(address)) {
            case Kind.NONE -> null;
            case Kind.BOOL -> OffHeap.getByte(address + 1) != 0;
            case Kind.INT64 -> OffHeap.getLong(address + 1);
            case Kind.FLOAT64 -> OffHeap.getDouble(address + 1);
            case Kind.POINTER -> new Pointer(OffHeap.getLong(address + 9), OffHeap.getLong(address + 1));
            case Kind.UUID -> new UUID(OffHeap.getLong(address + 9), OffHeap.getLong(address + 1));
            case Kind.STRING -> new String(payload(address), StandardCharsets.UTF_8);
            case Kind.JSON -> new JsonText(new String(payload(address), StandardCharsets.UTF_8));
            case Kind.BYTES -> payload(address);
            case Kind.OBJECT -> object(type.required(), payload(address));
            case Kind.DATE_TIME_NAIVE -> JavaForms.naive(OffHeap.getLong(address + 1));
            case Kind.DATE_TIME_UTC -> JavaForms.utc(OffHeap.getLong(address + 1));
            case Kind.DURATION -> Duration.ofNanos(OffHeap.getLong(address + 1));
            case Kind.DATE -> LocalDate.ofEpochDay(OffHeap.getLong(address + 1));
            case Kind.DECIMAL -> decimal(address);
            case Kind.INT64_ARRAY, Kind.FLOAT64_ARRAY -> tensor(address);
            case Kind.TUPLE -> tuple(type.required(), address);
            default -> throw new AssertionError("no value of kind " + OffHeap.getByte(address));
        };
    }

    static BigDecimal decimal(long address) {
        return decimal(OffHeap.getLong(address + 10), OffHeap.getLong(address + 2), OffHeap.getByte(address + 1));
    }

    static BigDecimal decimal(long high, long low, int scale) {
        BigInteger unscaled = BigInteger.valueOf(high).shiftLeft(64).or(new BigInteger(Long.toUnsignedString(low)));
        return new BigDecimal(unscaled, scale);
    }

    static Object object(Type type, byte[] serialised) {
        return type instanceof Type.ObjectOf<?> object ? object.serializer().deserialize(serialised) : serialised;
    }

    static <T> byte[] serialise(Type.ObjectOf<T> type, Object value) {
        ValueSerializer<T> serializer = type.serializer();
        return serializer.serialize(type.type().cast(value));
    }

    private static byte[] payload(long address) {
        byte[] bytes = new byte[EncodedValues.textLength(address)];
        OffHeap.copy(EncodedValues.textAddress(address), bytes, 0, bytes.length);
        return bytes;
    }

    private static List<Object> tuple(Type type, long address) {
        int size = (int) EncodedValues.tupleSize(address);
        List<Object> elements = new ArrayList<>(size);
        long at = EncodedValues.firstElement(address);
        for (int i = 0; i < size; i++) {
            elements.add(decode(elementType(type, i), at));
            at += EncodedValues.byteCount(at);
        }
        return Collections.unmodifiableList(elements);
    }

    private static Tensor tensor(long address) {
        long[] shape = new long[EncodedValues.arrayDimensions(address)];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = EncodedValues.arrayLength(address, i);
        }
        int count = (int) EncodedValues.arrayElements(address);
        long data = EncodedValues.arrayData(address);
        if (EncodedValues.isInt64Array(address)) {
            long[] elements = new long[count];
            for (int i = 0; i < count; i++) {
                elements[i] = OffHeap.getLong(data + ((long) i << 3));
            }
            return Tensor.of(elements, shape);
        }
        double[] elements = new double[count];
        for (int i = 0; i < count; i++) {
            elements[i] = OffHeap.getDouble(data + ((long) i << 3));
        }
        return Tensor.of(elements, shape);
    }

    /** The type of element {@code index} of a nested type; Any where the type does not say. */
    private static Type elementType(Type type, int index) {
        return switch (type) {
            case Type.ListOf list -> list.element();
            case Type.Tuple tuple
            when index < tuple.elements().size() -> tuple.elements().get(index);
            default -> Type.ANY;
        };
    }
}
