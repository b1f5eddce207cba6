package io.millrace.format;

import io.millrace.type.Field;
import io.millrace.type.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** A column's default, a Java object, as the bits or bytes of a cell. Off the hot path. */
final class JavaCells {
    private JavaCells() {}

    /** The cell of a column in lane I64 or F64. */
    static long word(Field field) {
        return switch (field.defaultValue()) {
            case Long value when field.type().required() != Type.FLOAT64 -> value;
            case Integer value when field.type().required() != Type.FLOAT64 -> value;
            case Number value
            when field.type().required() == Type.FLOAT64 -> Double.doubleToRawLongBits(value.doubleValue());
            case Instant value -> nanos(value.getEpochSecond(), value.getNano());
            case LocalDateTime value -> nanos(value.toEpochSecond(ZoneOffset.UTC), value.getNano());
            case Duration value -> value.toNanos();
            case LocalDate value -> value.toEpochDay();
            default -> throw unfit(field);
        };
    }

    private static long nanos(long seconds, int nanos) {
        return Duration.ofSeconds(seconds, nanos).toNanos();
    }

    /** The bytes of a column of text, JSON text or bytes; null where it has no default or None. */
    static byte[] bytes(Field field) {
        if (!field.hasDefault() || field.defaultValue() == null) {
            return null;
        }
        return switch (field.defaultValue()) {
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case byte[] bytes -> bytes.clone();
            default -> throw unfit(field);
        };
    }

    private static IllegalArgumentException unfit(Field field) {
        return new IllegalArgumentException("the default of column " + field + " is " + field.defaultValue()
                + " of class " + field.defaultValue().getClass().getName() + ", which is no value of that type");
    }
}
