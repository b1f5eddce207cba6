package io.millrace.type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The columns of a table, in order. Names are unique.
 *
 * @param fields the columns
 * @param appendOnly whether the source of such rows promises never to take one back
 */
public record Schema(List<Field> fields, boolean appendOnly) {
    public static final Schema EMPTY = new Schema(List.of(), false);

    public Schema {
        fields = List.copyOf(fields);
        Map<String, Field> seen = new HashMap<>();
        for (Field field : fields) {
            if (seen.put(field.name(), field) != null) {
                throw new IllegalArgumentException("two columns are named " + field.name() + "; rename one of them");
            }
        }
    }

    public static Schema of(Field... fields) {
        return new Schema(List.of(fields), false);
    }

    /** Maps a record class: components to columns in order, {@link Key} and {@link Nullable} as marked. */
    public static Schema of(Class<? extends Record> type) {
        return RecordSchemas.schemaOf(type);
    }

    public static Builder builder() {
        return new Builder();
    }

    public int size() {
        return fields.size();
    }

    public Field field(int index) {
        return fields.get(index);
    }

    public Type type(int index) {
        return fields.get(index).type();
    }

    /** Returns the position of a column, or −1. */
    public int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the position of a column. */
    public int require(String name) {
        int index = indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no column " + name + "; there are " + names());
        }
        return index;
    }

    public List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    /** Positions of the columns that make the row's id, empty where ids come from elsewhere. */
    public List<Integer> keyColumns() {
        List<Integer> keys = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).isKey()) {
                keys.add(i);
            }
        }
        return keys;
    }

    public Schema asAppendOnly() {
        return new Schema(fields, true);
    }

    @Override
    public String toString() {
        return fields.stream().map(Field::toString).collect(Collectors.joining(", ", "(", ")"));
    }

    /** Collects columns one by one. */
    public static final class Builder {
        private final List<Field> fields = new ArrayList<>();
        private boolean appendOnly;

        private Builder() {}

        public Builder column(String name, Type type) {
            fields.add(Field.of(name, type));
            return this;
        }

        /** Adds a column that is part of the row's id. */
        public Builder key(String name, Type type) {
            fields.add(Field.of(name, type).asKey());
            return this;
        }

        /** Adds a column that gets {@code value} where a source has none. */
        public Builder column(String name, Type type, Object value) {
            fields.add(Field.of(name, type).withDefault(value));
            return this;
        }

        public Builder appendOnly() {
            appendOnly = true;
            return this;
        }

        public Schema build() {
            return new Schema(fields, appendOnly);
        }
    }
}
