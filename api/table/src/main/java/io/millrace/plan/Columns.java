package io.millrace.plan;

import io.millrace.expression.Expression;
import io.millrace.expression.Expression.Call;
import io.millrace.expression.Expression.ColumnRef;
import io.millrace.expression.Op;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The columns that operations give, from those that they take. Pure functions. */
public final class Columns {
    private Columns() {}

    /** Columns of these names and types. */
    public static Schema of(List<String> names, List<Type> types) {
        return new Schema(
                IntStream.range(0, names.size())
                        .mapToObj(i -> Field.of(names.get(i), types.get(i)))
                        .toList(),
                false);
    }

    /** References to all columns, in order. */
    public static List<Expression> refs(Schema schema) {
        return IntStream.range(0, schema.size()).mapToObj(i -> ref(schema, i)).toList();
    }

    static Expression ref(Schema schema, int index) {
        return new ColumnRef(index, schema.type(index));
    }

    /** Some of the columns. */
    public static Schema choose(Schema schema, List<Integer> indexes) {
        return new Schema(indexes.stream().map(schema::field).toList(), false);
    }

    /**
     * The columns of both sides of a join, the right ones under other names where the left has the same. Those of a side that may
     * be missing are optional.
     */
    public static Schema joined(Schema left, Schema right, JoinKind kind) {
        Set<String> taken = new HashSet<>(left.names());
        List<Field> fields = new ArrayList<>();
        for (Field field : left.fields()) {
            fields.add(Field.of(field.name(), kind.keepsRight() ? Type.optional(field.type()) : field.type()));
        }
        for (Field field : right.fields()) {
            String name = taken.contains(field.name()) ? "right." + field.name() : field.name();
            fields.add(Field.of(unique(name, taken), kind.keepsLeft() ? Type.optional(field.type()) : field.type()));
        }
        return new Schema(fields, false);
    }

    /** A name that is not taken, made of {@code name}; takes it. */
    public static String unique(String name, Set<String> taken) {
        String unique = name;
        for (int i = 2; !taken.add(unique); i++) {
            unique = name + "#" + i;
        }
        return unique;
    }

    /** The columns of rows for which {@code condition} holds: without the optional where it says that they are not None. */
    public static Schema narrowed(Schema schema, Expression condition) {
        List<Field> fields = new ArrayList<>(schema.fields());
        for (Expression part : Trees.conjuncts(condition)) {
            if (part instanceof Call call
                    && call.op() == Op.IS_NOT_NONE
                    && call.operands().getFirst() instanceof ColumnRef ref) {
                Field field = fields.get(ref.index());
                fields.set(ref.index(), field.withType(field.type().required()));
            }
        }
        return new Schema(fields, schema.appendOnly());
    }
}
