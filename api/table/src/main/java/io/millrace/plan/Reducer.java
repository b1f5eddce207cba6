package io.millrace.plan;

import io.millrace.type.Type;
import java.util.List;

/** The reducers of a group-by: their names in messages, and what they take and give. The operators compute them. */
public enum Reducer {
    COUNT("count") {
        @Override
        public Type resultType(List<Type> arguments) {
            return Type.INT64;
        }
    },
    SUM("sum") {
        @Override
        public Type resultType(List<Type> arguments) {
            return isNumber(arguments.getFirst()) ? arguments.getFirst() : null;
        }
    },
    AVG("avg") {
        @Override
        public Type resultType(List<Type> arguments) {
            return isNumber(arguments.getFirst()) ? Type.FLOAT64 : null;
        }
    };

    private final String text;

    Reducer(String text) {
        this.text = text;
    }

    /** Returns the type of the result, or null where the reducer does not take such arguments. */
    public abstract Type resultType(List<Type> arguments);

    /** Whether the result depends on the ids of the rows. */
    public boolean readsKeys() {
        return false;
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isNumber(Type type) {
        return type == Type.INT64 || type == Type.FLOAT64;
    }
}
