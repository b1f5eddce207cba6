package io.millrace.value;

import io.millrace.key.JsonText;
import io.millrace.key.Pointer;
import io.millrace.type.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Which Java objects are values of which type. */
final class JavaForms {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private JavaForms() {}

    /**
     * Returns the canonical form of a value: the narrower Java numbers widened, an int or bool where a float or int is
     * asked for converted, a user's object serialised.
     *
     * @throws IllegalArgumentException when the object is not a value of the type
     */
    static Object conform(Type type, Object value) {
        if (value == null) {
            if (!type.isOptional()) {
                throw mismatch(type, null);
            }
            return null;
        }
        Object form = switch (type.required()) {
            case Type.Scalar scalar -> scalarForm(scalar, value);
            case Type.Decimal decimal -> decimalForm(decimal, value);
            case Type.Tuple tuple ->
                value instanceof List<?> list && list.size() == tuple.elements().size() ? list : null;
            case Type.ListOf list -> value instanceof List<?> ? value : null;
            case Type.Tensor tensor -> tensorForm(tensor, value);
            case Type.ObjectOf<?> object ->
                object.type().isInstance(value) ? ValueCodec.serialise(object, value) : null;
            case Type.Future future -> conform(future.value(), value);
            case Type.Optional optional -> throw new AssertionError("never nested: " + optional);
        };
        if (form == null) {
            throw mismatch(type, value);
        }
        return form;
    }

    static IllegalArgumentException mismatch(Type type, Object value) {
        return new IllegalArgumentException(
                value == null
                        ? "None is not a value of type " + type
                        : value + " of class " + value.getClass().getName() + " is not a value of type " + type);
    }

    static long nanos(LocalDateTime value) {
        Instant utc = value.toInstant(ZoneOffset.UTC);
        return nanos(utc);
    }

    static long nanos(Instant value) {
        return nanos(Duration.ofSeconds(value.getEpochSecond(), value.getNano()));
    }

    static long nanos(Duration value) {
        try {
            return value.toNanos();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    value + " does not fit in 64 bits of nanoseconds (1677 to 2262, or 292 years)", e);
        }
    }

    static LocalDateTime naive(long nanos) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(nanos, NANOS_PER_SECOND), (int) Math.floorMod(nanos, NANOS_PER_SECOND), ZoneOffset.UTC);
    }

    static Instant utc(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    private static Object scalarForm(Type.Scalar scalar, Object value) {
        return switch (scalar) {
            case BOOL -> value instanceof Boolean ? value : null;
            case INT64 -> intForm(value);
            case FLOAT64 -> floatForm(value);
            case STRING -> value instanceof String ? value : null;
            case BYTES -> value instanceof byte[] ? value : null;
            case POINTER -> value instanceof Pointer ? value : null;
            case DATE_TIME_NAIVE -> value instanceof LocalDateTime ? value : null;
            case DATE_TIME_UTC -> value instanceof Instant ? value : null;
            case DURATION -> value instanceof Duration ? value : null;
            case DATE -> value instanceof LocalDate ? value : null;
            case UUID -> value instanceof UUID ? value : null;
            case JSON -> value instanceof Json json ? json.text() : value instanceof JsonText ? value : null;
            case NONE -> null;
            case ANY -> anyForm(value);
        };
    }

    private static Long intForm(Object value) {
        return switch (value) {
            case Long int64 -> int64;
            case Integer int32 -> int32.longValue();
            case Short int16 -> int16.longValue();
            case Byte int8 -> int8.longValue();
            case Boolean bool -> bool ? 1L : 0L;
            default -> null;
        };
    }

    private static Double floatForm(Object value) {
        return switch (value) {
            case Double float64 -> float64;
            case Float float32 -> float32.doubleValue();
            default -> intForm(value) instanceof Long int64 ? int64.doubleValue() : null;
        };
    }

    private static Object anyForm(Object value) {
        return switch (value) {
            case Integer it -> it.longValue();
            case Short it -> it.longValue();
            case Byte it -> it.longValue();
            case Float it -> it.doubleValue();
            case long[] elements -> Tensor.of(elements);
            case double[] elements -> Tensor.of(elements);
            case BigDecimal decimal -> decimalForm(new Type.Decimal(38, Math.clamp(decimal.scale(), 0, 38)), decimal);
            default -> value;
        };
    }

    private static Object decimalForm(Type.Decimal type, Object value) {
        BigDecimal decimal = value instanceof BigDecimal it
                ? it
                : intForm(value) instanceof Long int64 ? BigDecimal.valueOf(int64) : null;
        if (decimal == null) {
            return null;
        }
        try {
            BigDecimal scaled = decimal.setScale(type.scale(), RoundingMode.UNNECESSARY);
            return scaled.precision() <= type.precision() ? scaled : null;
        } catch (ArithmeticException inexact) {
            return null;
        }
    }

    private static Object tensorForm(Type.Tensor type, Object value) {
        Tensor tensor = switch (value) {
            case Tensor it -> it;
            case long[] elements -> Tensor.of(elements);
            case double[] elements -> Tensor.of(elements);
            default -> null;
        };
        if (tensor == null || type.dimensions() >= 0 && type.dimensions() != tensor.shape().length) {
            return null;
        }
        if (tensor.isInt64() == (type.element() == Type.INT64)) {
            return tensor;
        }
        return tensor.isInt64() ? Tensor.of(tensor.doubles(), tensor.shape()) : null;
    }
}
