package io.millrace.table;

import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.List;

/**
 * How closely the columns of a table must match a schema; for {@link Table#requireSchema}.
 *
 * @param allowsMore whether the table may have other columns too
 * @param ignoresKeys whether it does not matter which columns make the ids
 * @param allowsSubtypes whether a column may have a type that the schema's type contains, an int where a float is asked for too
 */
public record SchemaMatch(boolean allowsMore, boolean ignoresKeys, boolean allowsSubtypes) {
    /** The columns named and no others, with these types and keys. */
    public static SchemaMatch exact() {
        return new SchemaMatch(false, false, false);
    }

    /** At least the columns named, each of its type or one within it. */
    public static SchemaMatch atLeast() {
        return new SchemaMatch(true, true, true);
    }

    public SchemaMatch allowingMore(boolean more) {
        return new SchemaMatch(more, ignoresKeys, allowsSubtypes);
    }

    public SchemaMatch ignoringKeys(boolean ignores) {
        return new SchemaMatch(allowsMore, ignores, allowsSubtypes);
    }

    public SchemaMatch allowingSubtypes(boolean allows) {
        return new SchemaMatch(allowsMore, ignoresKeys, allows);
    }

    /** What keeps a schema from matching the one expected, or null. */
    String mismatch(Schema actual, Schema expected) {
        for (Field field : expected.fields()) {
            int index = actual.indexOf(field.name());
            if (index < 0) {
                return "there is no column " + field.name() + ", only " + actual.names();
            }
            Type type = actual.type(index);
            if (!(type.equals(field.type()) || allowsSubtypes && field.type().accepts(type))) {
                return "column " + field.name() + " is " + type + ", not " + field.type();
            }
        }
        List<String> more = actual.names().stream()
                .filter(name -> expected.indexOf(name) < 0)
                .toList();
        if (!allowsMore && !more.isEmpty()) {
            return "there are more columns: " + more;
        }
        if (!ignoresKeys && !keys(actual).equals(keys(expected))) {
            return "the ids are made of " + keys(actual) + ", not of " + keys(expected);
        }
        return null;
    }

    private static List<String> keys(Schema schema) {
        return schema.fields().stream().filter(Field::isKey).map(Field::name).toList();
    }
}
