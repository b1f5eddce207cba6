package io.millrace.expression;

import io.millrace.type.Type;
import java.util.List;

/** Types of the operations on texts and bytes; null where an operation does not take the operands. */
final class TextSignatures {
    private static final Type TEXTS = Type.list(Type.STRING);

    private TextSignatures() {}

    static Type of(Op op, List<Type> types) {
        int count = types.size();
        return switch (op) {
            case IS_DIGIT, IS_LETTER, IS_LETTER_OR_DIGIT, IS_SPACE, IS_LOWER, IS_UPPER ->
                areStrings(types, 0, 1) ? Type.BOOL : null;
            case STARTS_WITH, ENDS_WITH -> areStrings(types, 0, 2) ? Type.BOOL : null;
            case SLICE -> areStrings(types, 0, 1) && areBounds(types, 1) ? Type.STRING : null;
            case PAD_START, PAD_END, ZERO_FILL ->
                areStrings(types, 0, 1) && types.get(1) == Type.INT64 && areStrings(types, 2, count)
                        ? Type.STRING
                        : null;
            default -> areStrings(types, 0, count) ? Type.STRING : null;
        };
    }

    static Type ofSearch(Op op, List<Type> types) {
        int count = types.size();
        return switch (op) {
            case CONTAINS -> areStrings(types, 0, 2) ? Type.BOOL : null;
            case EDIT_DISTANCE -> areStrings(types, 0, 2) ? Type.INT64 : null;
            case COUNT, FIND, RFIND -> areStrings(types, 0, 2) && areBounds(types, 2) ? Type.INT64 : null;
            case REPLACE -> areStrings(types, 0, 3) && areInts(types, 3) ? Type.STRING : null;
            case SPLIT, SPLIT_WORDS -> areStrings(types, 0, Math.min(count, 2)) && areInts(types, 2) ? TEXTS : null;
            case JOIN -> areTexts(types.get(0)) && types.get(1) == Type.STRING ? Type.STRING : null;
            default -> throw new AssertionError(op + " is no search in texts");
        };
    }

    static Type ofPattern(Op op, List<Type> types) {
        if (!areStrings(types, 0, 2)) {
            return null;
        }
        return switch (op) {
            case MATCHES, CONTAINS_MATCH -> Type.BOOL;
            case COUNT_MATCHES -> Type.INT64;
            case REPLACE_MATCHES -> types.get(2) == Type.STRING ? Type.STRING : null;
            case EXTRACT -> areInts(types, 2) ? Type.optional(Type.STRING) : null;
            case EXTRACT_ALL -> areInts(types, 2) ? TEXTS : null;
            case SPLIT_BY_MATCHES -> TEXTS;
            default -> throw new AssertionError(op + " has no regular expression");
        };
    }

    static Type ofParse(Op op, List<Type> types) {
        boolean isText = types.get(0) == Type.STRING;
        boolean hasWords = types.size() == 1 || areTexts(types.get(1)) && areTexts(types.get(2));
        if (!isText || !hasWords) {
            return null;
        }
        return switch (op) {
            case PARSE_INT -> Type.INT64;
            case PARSE_FLOAT -> Type.FLOAT64;
            case PARSE_BOOL -> Type.BOOL;
            case PARSE_INT_OR_NONE -> Type.optional(Type.INT64);
            case PARSE_FLOAT_OR_NONE -> Type.optional(Type.FLOAT64);
            case PARSE_BOOL_OR_NONE -> Type.optional(Type.BOOL);
            default -> throw new AssertionError(op + " parses nothing");
        };
    }

    static Type ofBytes(Op op, List<Type> types) {
        boolean isText = types.get(0) == Type.STRING;
        boolean isBytes = types.get(0) == Type.BYTES;
        return switch (op) {
            case ENCODE, FROM_HEX, FROM_BASE64 -> isText ? Type.BYTES : null;
            case DECODE -> isBytes ? Type.STRING : null;
            case CRC32 -> isText || isBytes ? Type.INT64 : null;
            default -> isText || isBytes ? Type.STRING : null;
        };
    }

    private static boolean areStrings(List<Type> types, int from, int to) {
        return to <= from || types.subList(from, to).stream().allMatch(type -> type == Type.STRING);
    }

    private static boolean areInts(List<Type> types, int from) {
        return types.size() <= from
                || types.subList(from, types.size()).stream().allMatch(type -> type == Type.INT64);
    }

    /** Whether the operands from {@code first} on are positions in a text, None for its end. */
    private static boolean areBounds(List<Type> types, int first) {
        return types.subList(first, types.size()).stream()
                .allMatch(type -> type.required() == Type.INT64 || type == Type.NONE);
    }

    private static boolean areTexts(Type type) {
        return type.equals(TEXTS)
                || type instanceof Type.Tuple tuple && tuple.elements().stream().allMatch(it -> it == Type.STRING);
    }
}
