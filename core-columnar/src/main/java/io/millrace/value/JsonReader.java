package io.millrace.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Reads json by RFC 8259; of members with one name the last counts. Used once. */
final class JsonReader {
    /** Deeper values would overflow the stack of whoever walks over them. */
    private static final int DEEPEST = 512;

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    Json read() {
        Json json = value();
        skipSpace();
        if (at < text.length()) {
            throw unexpected();
        }
        return json;
    }

    private Json value() {
        skipSpace();
        return switch (peek()) {
            case '{' -> nested(this::object);
            case '[' -> nested(this::list);
            case '"' -> Json.of(string());
            case 't' -> word("true", Json.of(true));
            case 'f' -> word("false", Json.of(false));
            case 'n' -> word("null", Json.NULL);
            default -> number();
        };
    }

    private Json nested(Supplier<Json> reader) {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("json is nested deeper than " + DEEPEST + " levels");
        }
        at++;
        Json json = reader.get();
        depth--;
        return json;
    }

    private Json object() {
        Map<String, Json> members = new LinkedHashMap<>();
        skipSpace();
        while (peek() != '}') {
            skipSpace();
            if (peek() != '"') {
                throw unexpected();
            }
            String name = string();
            skipSpace();
            expect(':');
            members.put(name, value());
            next('}');
        }
        at++;
        return Json.of(members);
    }

    private Json list() {
        List<Json> elements = new ArrayList<>();
        skipSpace();
        while (peek() != ']') {
            elements.add(value());
            next(']');
        }
        at++;
        return Json.of(elements);
    }

    /** Skips a comma that another element follows, or stops before the end. */
    private void next(char end) {
        skipSpace();
        if (peek() != end) {
            expect(',');
            skipSpace();
            if (peek() == end) {
                throw unexpected();
            }
        }
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        at++;
        while (peek() != '"') {
            char it = text.charAt(at++);
            if (it < ' ') {
                at--;
                throw unexpected();
            }
            string.append(it == '\\' ? escaped() : it);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char it = peek();
        at++;
        return switch (it) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\', '/' -> it;
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(peek(), 16);
                    if (digit < 0) {
                        throw unexpected();
                    }
                    code = code * 16 + digit;
                    at++;
                }
                yield (char) code;
            }
            default -> {
                at--;
                throw unexpected();
            }
        };
    }

    private Json number() {
        int from = at;
        at += peek() == '-' ? 1 : 0;
        int digits = at;
        skipDigits();
        boolean startsWell = text.charAt(digits) != '0' || at == digits + 1;
        boolean isInt = true;
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            skipDigits();
            isInt = false;
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            at++;
            at += at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-') ? 1 : 0;
            skipDigits();
            isInt = false;
        }
        if (!startsWell) {
            at = digits;
            throw unexpected();
        }
        String number = text.substring(from, at);
        if (isInt) {
            return Json.of(number.length() < 19 ? (Object) Long.parseLong(number) : new BigInteger(number));
        }
        return Json.of(Double.parseDouble(number));
    }

    private void skipDigits() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == from) {
            throw unexpected();
        }
    }

    private Json word(String word, Json json) {
        if (!text.startsWith(word, at)) {
            throw unexpected();
        }
        at += word.length();
        return json;
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw unexpected();
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw unexpected();
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException(
                at >= text.length()
                        ? "json ends too early: " + text
                        : "unexpected '" + text.charAt(at) + "' at " + at + " of json " + text);
    }
}
