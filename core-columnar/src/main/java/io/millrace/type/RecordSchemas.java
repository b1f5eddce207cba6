package io.millrace.type;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a schema off a record class. */
final class RecordSchemas {
    private static final Map<Class<?>, Type> TYPES = Map.ofEntries(
            Map.entry(boolean.class, Type.BOOL),
            Map.entry(long.class, Type.INT64),
            Map.entry(int.class, Type.INT64),
            Map.entry(double.class, Type.FLOAT64),
            Map.entry(float.class, Type.FLOAT64),
            Map.entry(Boolean.class, Type.optional(Type.BOOL)),
            Map.entry(Long.class, Type.optional(Type.INT64)),
            Map.entry(Integer.class, Type.optional(Type.INT64)),
            Map.entry(Double.class, Type.optional(Type.FLOAT64)),
            Map.entry(String.class, Type.STRING),
            Map.entry(byte[].class, Type.BYTES),
            Map.entry(LocalDateTime.class, Type.DATE_TIME_NAIVE),
            Map.entry(Instant.class, Type.DATE_TIME_UTC),
            Map.entry(Duration.class, Type.DURATION),
            Map.entry(LocalDate.class, Type.DATE),
            Map.entry(java.util.UUID.class, Type.UUID),
            Map.entry(BigDecimal.class, new Type.Decimal(38, 9)));

    private RecordSchemas() {}

    static Schema schemaOf(Class<? extends Record> type) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Type columnType = typeOf(component);
            if (component.isAnnotationPresent(Nullable.class)) {
                columnType = Type.optional(columnType);
            }
            Field field = Field.of(component.getName(), columnType);
            fields.add(component.isAnnotationPresent(Key.class) ? field.asKey() : field);
        }
        return new Schema(fields, false);
    }

    private static Type typeOf(RecordComponent component) {
        Type known = TYPES.get(component.getType());
        if (known != null) {
            return known;
        }
        if (component.getType() == List.class
                && component.getGenericType() instanceof ParameterizedType list
                && list.getActualTypeArguments()[0] instanceof Class<?> element
                && TYPES.containsKey(element)) {
            return Type.list(TYPES.get(element).required());
        }
        throw new IllegalArgumentException("column " + component.getName() + " of record "
                + component.getDeclaringRecord().getName() + " has type " + component.getGenericType()
                + ", which no column type stands for; use long, double, boolean, String, byte[], Instant, LocalDateTime,"
                + " LocalDate, Duration, UUID, BigDecimal, a List of these, or build the schema with Schema.builder()");
    }
}
