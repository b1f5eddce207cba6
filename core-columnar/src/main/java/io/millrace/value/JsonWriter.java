package io.millrace.value;

import io.millrace.kernel.NumberPrinter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Prints json without spaces between tokens; letters outside of ASCII stay as they are. */
final class JsonWriter {
    private final StringBuilder text = new StringBuilder();

    private JsonWriter() {}

    static String text(Json json) {
        JsonWriter writer = new JsonWriter();
        writer.put(json);
        return writer.text.toString();
    }

    private void put(Json json) {
        switch (json.value()) {
            case String string -> put(string);
            case Double number -> put((double) number);
            case List<?> elements -> {
                text.append('[');
                String separator = "";
                for (Object element : elements) {
                    text.append(separator);
                    put((Json) element);
                    separator = ",";
                }
                text.append(']');
            }
            case Map<?, ?> members -> {
                text.append('{');
                String separator = "";
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    text.append(separator);
                    put((String) member.getKey());
                    text.append(':');
                    put((Json) member.getValue());
                    separator = ",";
                }
                text.append('}');
            }
            case null, default -> text.append(json.value());
        }
    }

    private void put(double number) {
        NumberPrinter printer = new NumberPrinter();
        int length = printer.printDouble(number);
        text.append(new String(printer.buffer(), 0, length, StandardCharsets.US_ASCII));
    }

    private void put(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char it = string.charAt(i);
            switch (it) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (it < ' ') {
                        text.append("\\u00").append(it < 16 ? "0" : "1").append(Character.forDigit(it & 15, 16));
                    } else {
                        text.append(it);
                    }
                }
            }
        }
        text.append('"');
    }
}
