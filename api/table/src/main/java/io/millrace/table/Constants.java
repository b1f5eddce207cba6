package io.millrace.table;

import io.millrace.key.JsonText;
import io.millrace.key.Pointer;
import io.millrace.plan.UserLine;
import io.millrace.type.Type;
import io.millrace.value.Json;
import io.millrace.value.Tensor;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Java values as constants of expressions, and Java classes as column types. */
final class Constants {
    private static final Map<Class<?>, Type> TYPES = Map.ofEntries(
            Map.entry(Boolean.class, Type.BOOL),
            Map.entry(Long.class, Type.INT64),
            Map.entry(Integer.class, Type.INT64),
            Map.entry(Short.class, Type.INT64),
            Map.entry(Byte.class, Type.INT64),
            Map.entry(Double.class, Type.FLOAT64),
            Map.entry(Float.class, Type.FLOAT64),
            Map.entry(boolean.class, Type.BOOL),
            Map.entry(long.class, Type.INT64),
            Map.entry(int.class, Type.INT64),
            Map.entry(double.class, Type.FLOAT64),
            Map.entry(String.class, Type.STRING),
            Map.entry(byte[].class, Type.BYTES),
            Map.entry(Pointer.class, Type.POINTER),
            Map.entry(LocalDateTime.class, Type.DATE_TIME_NAIVE),
            Map.entry(Instant.class, Type.DATE_TIME_UTC),
            Map.entry(Duration.class, Type.DURATION),
            Map.entry(LocalDate.class, Type.DATE),
            Map.entry(UUID.class, Type.UUID),
            Map.entry(JsonText.class, Type.JSON),
            Map.entry(Json.class, Type.JSON));

    private Constants() {}

    static Term.Constant of(Object value) {
        return switch (value) {
            case null -> new Term.Constant(null, Type.NONE);
            case Integer number -> new Term.Constant((long) number, Type.INT64);
            case Short number -> new Term.Constant((long) number, Type.INT64);
            case Byte number -> new Term.Constant((long) number, Type.INT64);
            case Float number -> new Term.Constant((double) number, Type.FLOAT64);
            case BigDecimal number ->
                new Term.Constant(
                        number, new Type.Decimal(Math.max(38, number.precision()), Math.max(0, number.scale())));
            case Json json -> new Term.Constant(json.text(), Type.JSON);
            case Map<?, ?> members -> new Term.Constant(Json.of(members).text(), Type.JSON);
            case OffsetDateTime time -> new Term.Constant(time.toInstant(), Type.DATE_TIME_UTC);
            case ZonedDateTime time -> new Term.Constant(time.toInstant(), Type.DATE_TIME_UTC);
            case Tensor tensor ->
                new Term.Constant(
                        tensor, new Type.Tensor(tensor.isInt64() ? Type.INT64 : Type.FLOAT64, tensor.shape().length));
            case List<?> elements -> tuple(elements);
            default -> new Term.Constant(value, typeOf(value.getClass()));
        };
    }

    private static Term.Constant tuple(List<?> elements) {
        List<Object> values = new ArrayList<>();
        List<Type> types = new ArrayList<>();
        for (Object element : elements) {
            Term.Constant constant = of(element);
            values.add(constant.value());
            types.add(constant.type());
        }
        return new Term.Constant(values, new Type.Tuple(types));
    }

    /** Whether a column type stands for a class. */
    static boolean isType(Class<?> type) {
        return TYPES.containsKey(type);
    }

    /** The column type that holds values of a class. */
    static Type typeOf(Class<?> type) {
        Type known = TYPES.get(type);
        if (known == null) {
            throw UserLine.ofCaller()
                    .error("no column type stands for " + type.getName()
                            + "; there are Boolean, Long, Integer, Double, String, byte[], Pointer, LocalDateTime,"
                            + " Instant, Duration, LocalDate, UUID and JsonText, or give a Type");
        }
        return known;
    }
}
