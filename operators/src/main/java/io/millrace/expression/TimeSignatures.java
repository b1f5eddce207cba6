package io.millrace.expression;

import io.millrace.type.Type;
import java.util.List;

/** Types of the operations on datetimes and durations; null where an operation does not take the operands. */
final class TimeSignatures {
    private TimeSignatures() {}

    static Type ofField(Op op, Type operand) {
        boolean fits = switch (op) {
            case NANOSECOND, MICROSECOND, MILLISECOND, SECOND, MINUTE, HOUR -> isDateTime(operand);
            default -> isDateTime(operand) || operand == Type.DATE;
        };
        return !fits ? null : op == Op.IS_LEAP_YEAR ? Type.BOOL : Type.INT64;
    }

    static Type of(Op op, List<Type> types) {
        Type first = types.get(0);
        return switch (op) {
            case TIMESTAMP -> isDateTime(first) && types.get(1) == Type.STRING ? Type.FLOAT64 : null;
            case TIMESTAMP_NS -> isDateTime(first) ? Type.INT64 : null;
            case FROM_TIMESTAMP -> isNumberAndUnit(types) ? Type.DATE_TIME_NAIVE : null;
            case UTC_FROM_TIMESTAMP -> isNumberAndUnit(types) ? Type.DATE_TIME_UTC : null;
            case STRFTIME -> isDateTime(first) && types.get(1) == Type.STRING ? Type.STRING : null;
            case STRPTIME_NAIVE -> are(types, Type.STRING, Type.STRING) ? Type.DATE_TIME_NAIVE : null;
            case STRPTIME_UTC -> are(types, Type.STRING, Type.STRING) ? Type.DATE_TIME_UTC : null;
            case TO_UTC -> are(types, Type.DATE_TIME_NAIVE, Type.STRING) ? Type.DATE_TIME_UTC : null;
            case TO_NAIVE_IN_TIMEZONE -> are(types, Type.DATE_TIME_UTC, Type.STRING) ? Type.DATE_TIME_NAIVE : null;
            case ROUND_TO, FLOOR_TO -> isDateTime(first) && types.get(1) == Type.DURATION ? first : null;
            case TRUNCATE_TO -> isDateTime(first) && types.get(1) == Type.STRING ? first : null;
            case ADD_MONTHS -> isDateTime(first) && types.get(1) == Type.INT64 ? first : null;
            case TO_DURATION -> are(types, Type.INT64, Type.STRING) ? Type.DURATION : null;
            default -> throw new AssertionError(op + " is no operation on datetimes");
        };
    }

    static boolean isDateTime(Type type) {
        return type == Type.DATE_TIME_NAIVE || type == Type.DATE_TIME_UTC;
    }

    private static boolean are(List<Type> types, Type first, Type second) {
        return types.get(0) == first && types.get(1) == second;
    }

    private static boolean isNumberAndUnit(List<Type> types) {
        return Signatures.isNumber(types.get(0)) && types.get(1) == Type.STRING;
    }
}
