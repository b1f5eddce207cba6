package io.millrace.type;

import java.util.Objects;

/**
 * A named column of a schema.
 *
 * @param isKey whether the row's id is derived from this column (with the other key columns, in schema order)
 * @param defaultValue what a source puts where the field is missing; null for no default, see {@link #hasDefault}
 * @param hasDefault whether {@code defaultValue} is meant, also when it is None
 */
public record Field(String name, Type type, boolean isKey, Object defaultValue, boolean hasDefault) {
    public Field {
        Objects.requireNonNull(type, "type");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a column needs a name");
        }
        if (name.equals("id")) {
            throw new IllegalArgumentException(
                    "a column cannot be named id: that is the row's own id; rename the column");
        }
    }

    public static Field of(String name, Type type) {
        return new Field(name, type, false, null, false);
    }

    public Field asKey() {
        return new Field(name, type, true, defaultValue, hasDefault);
    }

    public Field withDefault(Object value) {
        return new Field(name, type, isKey, value, true);
    }

    public Field withType(Type newType) {
        return new Field(name, newType, isKey, defaultValue, hasDefault);
    }

    public Field withName(String newName) {
        return new Field(newName, type, isKey, defaultValue, hasDefault);
    }

    @Override
    public String toString() {
        return name + ": " + type;
    }
}
