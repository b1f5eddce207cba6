package io.millrace.ipc;

import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Which Arrow field a column is. Every field is nullable, since an error or a pending result is a null to other readers; the
 * logical type stands in the metadata under {@value #TYPE}.
 *
 * <table>
 *   <caption>Types</caption>
 *   <tr><th>type</th><th>Arrow type</th><th>extension</th></tr>
 *   <tr><td>bool, int, float, str, bytes</td><td>Bool, Int64, Float64, Utf8, Binary</td><td></td></tr>
 *   <tr><td>DateTimeNaive, DateTimeUtc, Duration</td><td>Timestamp(ns), Timestamp(ns, UTC), Duration(ns)</td><td></td></tr>
 *   <tr><td>Date</td><td>Int64, days since 1970: Arrow's 32-bit days and 64-bit milliseconds hold fewer of them</td>
 *     <td>millrace.date</td></tr>
 *   <tr><td>decimal</td><td>Decimal128</td><td></td></tr>
 *   <tr><td>UUID</td><td>FixedSizeBinary(16), most significant byte first</td><td>arrow.uuid</td></tr>
 *   <tr><td>Pointer</td><td>FixedSizeBinary(16), least significant byte first</td><td>millrace.pointer</td></tr>
 *   <tr><td>Json</td><td>Utf8</td><td>arrow.json</td></tr>
 *   <tr><td>None</td><td>Null</td><td></td></tr>
 *   <tr><td>Any, tuple, list, Array, object</td><td>Binary, the canonical encoding of the value</td>
 *     <td>millrace.any, .tuple, .list, .tensor, .object</td></tr>
 * </table>
 *
 * <p>After the columns come what {@link BatchShape} names: the row id ({@value #KEY_NAME}, a pointer), the weight ({@value
 * #WEIGHT_NAME}, Int64), and for each column with such a bitmap {@value #ERROR_NAME} or {@value #PENDING_NAME} + its number
 * (Bool): a null cell is an error where the first is true, pending where the second is, and None elsewhere, as {@link
 * io.millrace.column.CellStatus} says. They are known by the metadata {@value #ROLE}, not by their names.
 */
public final class ArrowSchemas {
    static final String EXTENSION_NAME = ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME;
    static final String EXTENSION_METADATA = ArrowType.ExtensionType.EXTENSION_METADATA_KEY_METADATA;
    static final String TYPE = "millrace.type";
    static final String ROLE = "millrace.role";
    static final String KEY_NAME = "millrace.key";
    static final String WEIGHT_NAME = "millrace.weight";
    static final String ERROR_NAME = "millrace.error.";
    static final String PENDING_NAME = "millrace.pending.";
    private static final String ID_COLUMN = "millrace.isKey";
    private static final ArrowType BITS_128 = new ArrowType.FixedSizeBinary(16);
    private static final ArrowType INT64 = new ArrowType.Int(64, true);

    private ArrowSchemas() {}

    /** Returns the Arrow schema of messages of {@code shape}. */
    public static org.apache.arrow.vector.types.pojo.Schema toArrow(Schema schema, BatchShape shape) {
        if (shape.columnCount() != schema.size()) {
            throw new IllegalArgumentException("shape of " + shape.columnCount() + " columns for " + schema);
        }
        List<org.apache.arrow.vector.types.pojo.Field> fields = new ArrayList<>(shape.fieldCount());
        for (Field field : schema.fields()) {
            fields.add(toArrow(field));
        }
        if (shape.hasKeys()) {
            fields.add(extra(KEY_NAME, BITS_128, Map.of(EXTENSION_NAME, "millrace.pointer", EXTENSION_METADATA, "")));
        }
        if (shape.hasWeights()) {
            fields.add(extra(WEIGHT_NAME, INT64, Map.of()));
        }
        shape.errors().stream()
                .forEach(column -> fields.add(extra(ERROR_NAME + column, ArrowType.Bool.INSTANCE, Map.of())));
        shape.pending().stream()
                .forEach(column -> fields.add(extra(PENDING_NAME + column, ArrowType.Bool.INSTANCE, Map.of())));
        return new org.apache.arrow.vector.types.pojo.Schema(fields);
    }

    /**
     * Returns the columns that an Arrow schema describes, without the extra fields.
     *
     * @throws IllegalArgumentException for a field whose cells are in no lane here (cast it first), or of a user's class
     */
    public static Schema fromArrow(org.apache.arrow.vector.types.pojo.Schema arrow) {
        List<Field> fields = new ArrayList<>();
        for (org.apache.arrow.vector.types.pojo.Field field : arrow.getFields()) {
            if (!field.getMetadata().containsKey(ROLE)) {
                Field column = Field.of(field.getName(), typeOf(field));
                fields.add(field.getMetadata().containsKey(ID_COLUMN) ? column.asKey() : column);
            }
        }
        return new Schema(fields, false);
    }

    /**
     * Returns which extra fields an Arrow schema has.
     *
     * @throws IllegalArgumentException when they are not behind the columns in the order of {@link BatchShape}
     */
    public static BatchShape shapeOf(org.apache.arrow.vector.types.pojo.Schema arrow) {
        List<String> roles = new ArrayList<>();
        int columnCount = 0;
        boolean hasKeys = false;
        boolean hasWeights = false;
        BitSet errors = new BitSet();
        BitSet pending = new BitSet();
        for (org.apache.arrow.vector.types.pojo.Field field : arrow.getFields()) {
            String role = field.getMetadata().get(ROLE);
            if (role == null) {
                columnCount++;
                continue;
            }
            roles.add(role);
            hasKeys |= role.equals(KEY_NAME);
            hasWeights |= role.equals(WEIGHT_NAME);
            if (role.startsWith(ERROR_NAME)) {
                errors.set(Integer.parseInt(role.substring(ERROR_NAME.length())));
            } else if (role.startsWith(PENDING_NAME)) {
                pending.set(Integer.parseInt(role.substring(PENDING_NAME.length())));
            }
        }
        BatchShape shape = new BatchShape(columnCount, hasKeys, hasWeights, errors, pending);
        List<String> ordered = roles(shape);
        List<String> last = arrow
                .getFields()
                .subList(columnCount, arrow.getFields().size())
                .stream()
                .map(field -> String.valueOf(field.getMetadata().get(ROLE)))
                .toList();
        if (!last.equals(ordered)) {
            throw new IllegalArgumentException(
                    "extra fields are " + roles + "; behind the columns must stand " + ordered);
        }
        return shape;
    }

    private static List<String> roles(BatchShape shape) {
        List<String> roles = new ArrayList<>();
        if (shape.hasKeys()) {
            roles.add(KEY_NAME);
        }
        if (shape.hasWeights()) {
            roles.add(WEIGHT_NAME);
        }
        shape.errors().stream().forEach(column -> roles.add(ERROR_NAME + column));
        shape.pending().stream().forEach(column -> roles.add(PENDING_NAME + column));
        return roles;
    }

    private static org.apache.arrow.vector.types.pojo.Field toArrow(Field field) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(TYPE, field.type().toString());
        if (field.isKey()) {
            metadata.put(ID_COLUMN, "true");
        }
        Type stored = storedType(field.type());
        String extension = extension(stored);
        if (extension != null) {
            metadata.put(EXTENSION_NAME, extension);
            metadata.put(EXTENSION_METADATA, extension.startsWith("arrow.") ? "" : stored.toString());
        }
        FieldType type = new FieldType(true, arrowType(stored), null, metadata);
        return new org.apache.arrow.vector.types.pojo.Field(field.name(), type, List.of());
    }

    private static org.apache.arrow.vector.types.pojo.Field extra(
            String name, ArrowType type, Map<String, String> extension) {
        Map<String, String> metadata = new LinkedHashMap<>(extension);
        metadata.put(ROLE, name);
        return new org.apache.arrow.vector.types.pojo.Field(
                name, new FieldType(false, type, null, metadata), List.of());
    }

    /** The type without what only says which non-values there may be. */
    static Type storedType(Type type) {
        return switch (type) {
            case Type.Optional optional -> storedType(optional.value());
            case Type.Future future -> storedType(future.value());
            case Type.Scalar scalar -> scalar;
            case Type.Decimal decimal -> decimal;
            case Type.Tuple tuple -> tuple;
            case Type.ListOf list -> list;
            case Type.Tensor tensor -> tensor;
            case Type.ObjectOf<?> object -> object;
        };
    }

    private static ArrowType arrowType(Type stored) {
        return switch (stored) {
            case Type.Scalar scalar ->
                switch (scalar) {
                    case BOOL -> ArrowType.Bool.INSTANCE;
                    case INT64, DATE -> INT64;
                    case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
                    case STRING, JSON -> ArrowType.Utf8.INSTANCE;
                    case BYTES, ANY -> ArrowType.Binary.INSTANCE;
                    case POINTER, UUID -> BITS_128;
                    case DATE_TIME_NAIVE -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
                    case DATE_TIME_UTC -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC");
                    case DURATION -> new ArrowType.Duration(TimeUnit.NANOSECOND);
                    case NONE -> ArrowType.Null.INSTANCE;
                };
            case Type.Decimal decimal -> new ArrowType.Decimal(decimal.precision(), decimal.scale(), 128);
            case Type.Tuple tuple -> ArrowType.Binary.INSTANCE;
            case Type.ListOf list -> ArrowType.Binary.INSTANCE;
            case Type.Tensor tensor -> ArrowType.Binary.INSTANCE;
            case Type.ObjectOf<?> object -> ArrowType.Binary.INSTANCE;
            case Type.Optional optional -> throw new AssertionError(optional);
            case Type.Future future -> throw new AssertionError(future);
        };
    }

    private static String extension(Type stored) {
        return switch (stored) {
            case Type.Scalar scalar ->
                switch (scalar) {
                    case UUID -> "arrow.uuid";
                    case JSON -> "arrow.json";
                    case POINTER -> "millrace.pointer";
                    case DATE -> "millrace.date";
                    case ANY -> "millrace.any";
                    case BOOL, INT64, FLOAT64, STRING, BYTES, DATE_TIME_NAIVE, DATE_TIME_UTC, DURATION, NONE -> null;
                };
            case Type.Decimal decimal -> null;
            case Type.Tuple tuple -> "millrace.tuple";
            case Type.ListOf list -> "millrace.list";
            case Type.Tensor tensor -> "millrace.tensor";
            case Type.ObjectOf<?> object -> "millrace.object";
            case Type.Optional optional -> throw new AssertionError(optional);
            case Type.Future future -> throw new AssertionError(future);
        };
    }

    private static Type typeOf(org.apache.arrow.vector.types.pojo.Field field) {
        String text = field.getMetadata().get(TYPE);
        if (text != null) {
            return TypeText.parse(text);
        }
        Type type = foreignType(field);
        return field.isNullable() ? Type.optional(type) : type;
    }

    /** A field that another program wrote. */
    private static Type foreignType(org.apache.arrow.vector.types.pojo.Field field) {
        String extension = field.getMetadata().get(EXTENSION_NAME);
        ArrowType type = field.getType();
        if (type instanceof ArrowType.ExtensionType extended) {
            extension = extended.extensionName();
            type = extended.storageType();
        }
        if ("arrow.uuid".equals(extension) && type.equals(BITS_128)) {
            return Type.UUID;
        }
        if (type instanceof ArrowType.Decimal decimal && decimal.getBitWidth() == 128) {
            return new Type.Decimal(decimal.getPrecision(), decimal.getScale());
        }
        if (type.equals(ArrowType.Utf8.INSTANCE) && "arrow.json".equals(extension)) {
            return Type.JSON;
        }
        List<Type> sameLayout = List.of(
                Type.BOOL,
                Type.INT64,
                Type.FLOAT64,
                Type.STRING,
                Type.BYTES,
                Type.DATE_TIME_NAIVE,
                Type.DATE_TIME_UTC,
                Type.DURATION,
                Type.NONE);
        for (Type candidate : sameLayout) {
            if (arrowType(candidate).equals(type)) {
                return candidate;
            }
        }
        String unit = type instanceof ArrowType.Date date
                ? date.getUnit() == DateUnit.DAY ? " (days of 32 bits)" : " (milliseconds)"
                : "";
        throw new IllegalArgumentException("column " + field.getName() + " is Arrow " + type + unit
                + "; read here are Bool, Int64, Float64, Utf8, Binary, Null, Decimal128, Timestamp and Duration in ns, and arrow.uuid"
                + ": cast it first");
    }
}
