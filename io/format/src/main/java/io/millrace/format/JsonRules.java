package io.millrace.format;

import io.millrace.type.Type;

/** Values of JSON fields, as Pathway's {@code parse_value_from_json} reads them. */
final class JsonRules extends CellRules {
    JsonRules() {
        super(CellTable.NUMBER);
    }

    @Override
    boolean wordsAreNumbers() {
        return false;
    }

    @Override
    int judge(Type type, boolean hasDefault, int kind, long address, int byteCount) {
        if (kind == CellTable.MISSING) {
            return hasDefault ? DEFAULT : WRONG;
        }
        Type required = type.required();
        if (kind == CellTable.NULL) {
            return type.isOptional() ? NONE : required == Type.JSON ? READ : WRONG;
        }
        boolean fits = switch (required) {
            case Type.Scalar scalar ->
                switch (scalar) {
                    case BOOL -> kind == CellTable.TRUE || kind == CellTable.FALSE;
                    case INT64, FLOAT64, DURATION -> kind == CellTable.NUMBER;
                    case STRING, BYTES, POINTER, DATE_TIME_NAIVE, DATE_TIME_UTC, DATE, UUID -> isText(kind);
                    case JSON, ANY -> true;
                    case NONE -> false;
                };
            case Type.Decimal decimal -> kind == CellTable.NUMBER || isText(kind);
            case Type.ObjectOf<?> object -> isText(kind);
            case Type.Tuple tuple -> kind == CellTable.NESTED;
            case Type.ListOf list -> kind == CellTable.NESTED;
            case Type.Tensor tensor -> kind == CellTable.NESTED;
            case Type.Optional optional -> throw new AssertionError(optional);
            case Type.Future future -> false;
        };
        return fits ? READ : WRONG;
    }

    private static boolean isText(int kind) {
        return kind == CellTable.TEXT || kind == CellTable.ESCAPED;
    }

    @Override
    int bool(int kind, long address, int byteCount) {
        return kind == CellTable.TRUE ? 1 : kind == CellTable.FALSE ? 0 : -1;
    }

    @Override
    int unescape(long from, int byteCount, long to) {
        return JsonStrings.unescape(from, byteCount, to);
    }
}
