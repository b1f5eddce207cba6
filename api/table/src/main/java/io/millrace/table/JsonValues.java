package io.millrace.table;

import io.millrace.plan.UserLine;
import io.millrace.type.Type;
import io.millrace.value.Json;

/** Json as values of types that have no json of their own, too. */
final class JsonValues {
    private static final String NAIVE = "%Y-%m-%dT%H:%M:%S.%f";

    private JsonValues() {}

    static ColumnExpression of(Type type, ColumnExpression json) {
        if (type.required() == Type.JSON) {
            return type.isOptional() ? json : Expressions.coalesce(json, Json.NULL);
        }
        ColumnExpression plain = plain(type, json);
        ColumnExpression value = switch (type.required()) {
            case Type.Scalar scalar
            when scalar == Type.DATE_TIME_NAIVE ->
                later(plain, plain.unwrap().dt().strptime(NAIVE));
            case Type.Scalar scalar
            when scalar == Type.DATE_TIME_UTC ->
                later(plain, plain.unwrap().dt().strptime(NAIVE + "%z"));
            case Type.Scalar scalar
            when scalar == Type.DURATION -> later(plain, plain.unwrap().dt().toDuration("ns"));
            default -> plain;
        };
        return type.isOptional() ? value : value.unwrap();
    }

    private static ColumnExpression plain(Type type, ColumnExpression json) {
        return switch (type.required()) {
            case Type.Scalar scalar ->
                switch (scalar) {
                    case BOOL -> json.asBool();
                    case INT64, DURATION -> json.asInt();
                    case FLOAT64 -> json.asFloat();
                    case STRING, DATE_TIME_NAIVE, DATE_TIME_UTC -> json.asStr();
                    default -> throw refused(type);
                };
            default -> throw refused(type);
        };
    }

    private static ColumnExpression later(ColumnExpression plain, ColumnExpression value) {
        return Expressions.require(value, plain);
    }

    private static IllegalArgumentException refused(Type type) {
        return UserLine.ofCaller()
                .error("Json becomes bool, int, float, str, DateTimeNaive, DateTimeUtc, Duration or Json, not " + type);
    }
}
