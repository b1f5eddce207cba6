package io.millrace.key;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Which encoding a Java object takes: the mapping that {@link Pointer#of} documents. */
final class JavaValues {
    private JavaValues() {}

    static void put(KeyEncoder encoder, Object value) {
        switch (value) {
            case null -> encoder.putNone();
            case Boolean bool -> encoder.putBool(bool);
            case Long int64 -> encoder.putInt64(int64);
            case Integer int32 -> encoder.putInt64(int32);
            case Short int16 -> encoder.putInt64(int16);
            case Byte int8 -> encoder.putInt64(int8);
            case Double float64 -> encoder.putFloat64(float64);
            case Float float32 -> encoder.putFloat64(float32);
            case String string -> encoder.putString(string);
            case byte[] bytes -> encoder.putBytes(bytes, 0, bytes.length);
            case Pointer key -> encoder.putPointer(key.high(), key.low());
            case JsonText json -> encoder.putJson(json.compact());
            case LocalDateTime naive -> {
                Instant asUtc = naive.toInstant(ZoneOffset.UTC);
                encoder.putDatetimeNaive(nanos(naive, asUtc.getEpochSecond(), asUtc.getNano()));
            }
            case Instant utc -> encoder.putDatetimeUtc(nanos(utc, utc.getEpochSecond(), utc.getNano()));
            case Duration duration -> encoder.putDuration(nanos(duration, duration.getSeconds(), duration.getNano()));
            case LocalDate date -> encoder.putDate(date.toEpochDay());
            case UUID uuid -> encoder.putUuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
            case long[] array -> encoder.putInt64Array(array, 0, new long[] {array.length}, 1);
            case double[] array -> encoder.putFloat64Array(array, 0, new long[] {array.length}, 1);
            case List<?> tuple -> {
                encoder.putTupleHeader(tuple.size());
                tuple.forEach(element -> put(encoder, element));
            }
            default ->
                throw new IllegalArgumentException("A key cannot hold " + value + " of class "
                        + value.getClass().getName()
                        + "; allowed are null, Boolean, Long, Integer, Short, Byte, Double,"
                        + " Float, String, byte[], Pointer, JsonText, LocalDateTime, Instant, Duration, LocalDate,"
                        + " UUID, List, long[] and double[]");
        }
    }

    private static long nanos(Object value, long seconds, int nanosOfSecond) {
        try {
            // Not multiplyExact and addExact: the second that holds the least int64 would overflow on the way.
            return Duration.ofSeconds(seconds, nanosOfSecond).toNanos();
        } catch (ArithmeticException overflow) {
            throw new IllegalArgumentException(
                    value + " does not fit in 64 bits of nanoseconds (1677 to 2262, or 292 years)", overflow);
        }
    }
}
