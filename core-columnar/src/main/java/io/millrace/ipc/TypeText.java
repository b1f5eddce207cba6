package io.millrace.ipc;

import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;

/** Reads back what {@link Type#toString} wrote, except types of a user's class, whose serializer is not in the text. */
final class TypeText {
    private static final String NONE_SUFFIX = " | None";

    private final String text;
    private int at;

    private TypeText(String text) {
        this.text = text;
    }

    static Type parse(String text) {
        TypeText reader = new TypeText(text);
        Type type = reader.type();
        if (reader.at != text.length()) {
            throw reader.unknown();
        }
        return type;
    }

    private Type type() {
        Type type = plainType();
        if (text.startsWith(NONE_SUFFIX, at)) {
            at += NONE_SUFFIX.length();
            return Type.optional(type);
        }
        return type;
    }

    private Type plainType() {
        int from = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        String word = text.substring(from, at);
        return switch (word) {
            case "decimal" -> decimal();
            case "tuple" -> tuple();
            case "list" -> {
                expect("[");
                Type element = type();
                expect("]");
                yield Type.list(element);
            }
            case "Future" -> {
                expect("[");
                Type value = type();
                expect("]");
                yield Type.future(value);
            }
            case "Array" -> tensor();
            case "object" ->
                throw new IllegalArgumentException(
                        text + " is of a user's class: say how its bytes are read by naming the type of the column");
            default -> scalar(word);
        };
    }

    private Type scalar(String word) {
        for (Type.Scalar scalar : Type.Scalar.values()) {
            if (scalar.toString().equals(word)) {
                return scalar;
            }
        }
        throw unknown();
    }

    private Type decimal() {
        expect("(");
        int precision = number();
        expect(", ");
        int scale = number();
        expect(")");
        return new Type.Decimal(precision, scale);
    }

    private Type tuple() {
        expect("[");
        List<Type> elements = new ArrayList<>();
        while (!text.startsWith("]", at)) {
            if (!elements.isEmpty()) {
                expect(", ");
            }
            elements.add(type());
        }
        expect("]");
        return new Type.Tuple(elements);
    }

    private Type tensor() {
        expect("[");
        Type element = type();
        int dimensions = -1;
        if (text.startsWith(", ", at)) {
            at += 2;
            dimensions = number();
        }
        expect("]");
        return new Type.Tensor(element, dimensions);
    }

    private int number() {
        int from = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        if (from == at || at - from > 9) {
            throw unknown();
        }
        return Integer.parseInt(text.substring(from, at));
    }

    private void expect(String token) {
        if (!text.startsWith(token, at)) {
            throw unknown();
        }
        at += token.length();
    }

    private IllegalArgumentException unknown() {
        return new IllegalArgumentException("no type is written as " + text);
    }
}
