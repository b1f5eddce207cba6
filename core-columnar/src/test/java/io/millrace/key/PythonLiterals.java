package io.millrace.key;

import java.util.ArrayList;
import java.util.List;

/** Reads the Python literals of the golden files: None, True, False, int, float, 'string', tuple and list (as List). */
final class PythonLiterals {
    private final String text;
    private int at;

    private PythonLiterals(String text) {
        this.text = text;
    }

    static Object parse(String text) {
        PythonLiterals parser = new PythonLiterals(text);
        Object value = parser.value();
        if (parser.at != text.length()) {
            throw parser.unexpected();
        }
        return value;
    }

    static List<?> parseTuple(String text) {
        return (List<?>) parse(text);
    }

    private Object value() {
        char first = text.charAt(at);
        if (first == '(' || first == '[') {
            return sequence(first == '(' ? ')' : ']');
        }
        if (first == '\'') {
            return string();
        }
        int start = at;
        while (at < text.length() && ",)] ".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return word(text.substring(start, at));
    }

    private static Object word(String word) {
        return switch (word) {
            case "None" -> null;
            case "True" -> true;
            case "False" -> false;
            default -> word.matches("-?\\d+") ? (Object) Long.valueOf(word) : Double.valueOf(word);
        };
    }

    private List<Object> sequence(char end) {
        List<Object> elements = new ArrayList<>();
        at++;
        while (text.charAt(at) != end) {
            elements.add(value());
            while (text.charAt(at) == ',' || text.charAt(at) == ' ') {
                at++;
            }
        }
        at++;
        return elements;
    }

    private String string() {
        StringBuilder content = new StringBuilder();
        for (at++; text.charAt(at) != '\''; at++) {
            if (text.charAt(at) == '\\') {
                at++;
                if (text.charAt(at) != 'n') {
                    throw unexpected();
                }
                content.append('\n');
            } else {
                content.append(text.charAt(at));
            }
        }
        at++;
        return content.toString();
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("unexpected text at " + at + " of " + text);
    }
}
