package io.millrace.value;

import io.millrace.column.CellStatus;
import io.millrace.column.Column;
import io.millrace.kernel.NumberPrinter;
import io.millrace.key.JsonText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;

/**
 * How values print where a person reads them: as Python prints them, texts inside tuples in quotes, bytes as {@code b'…'},
 * datetimes with nine digits of fraction, durations as their nanoseconds. Allocates.
 */
public final class ValueText {
    private static final DateTimeFormatter NAIVE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS");

    private ValueText() {}

    /** The text of a cell. */
    public static String of(Column column, int row) {
        return of(Values.read(column, row));
    }

    /** The text of a value in its Java form. */
    public static String of(Object value) {
        return value instanceof String text ? text : inside(value);
    }

    private static String inside(Object value) {
        return switch (value) {
            case null -> "None";
            case CellStatus status -> status == CellStatus.ERROR ? "Error" : "Pending";
            case Boolean bool -> bool ? "True" : "False";
            case Double number -> number(number);
            case String text -> quoted(text);
            case byte[] bytes -> bytes(bytes);
            case JsonText json -> json.compact();
            case LocalDateTime naive -> NAIVE.format(naive);
            case Instant utc -> NAIVE.format(utc.atOffset(ZoneOffset.UTC)) + "+0000";
            case Duration duration -> Long.toString(duration.toNanos());
            case BigDecimal decimal -> decimal.toPlainString();
            case List<?> list -> tuple(list);
            default -> value.toString();
        };
    }

    private static String number(double value) {
        NumberPrinter printer = new NumberPrinter();
        int length = printer.printDouble(value);
        return new String(printer.buffer(), 0, length, StandardCharsets.ISO_8859_1);
    }

    private static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder quoted = new StringBuilder(text.length() + 2).append(quote);
        for (int i = 0; i < text.length(); i++) {
            char it = text.charAt(i);
            switch (it) {
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(it == quote ? "\\" : "").append(it);
            }
        }
        return quoted.append(quote).toString();
    }

    private static String bytes(byte[] bytes) {
        StringBuilder text = new StringBuilder("b'");
        for (byte it : bytes) {
            if (it >= ' ' && it < 0x7F && it != '\'' && it != '\\') {
                text.append((char) it);
            } else {
                text.append("\\x").append(HexFormat.of().toHexDigits(it));
            }
        }
        return text.append('\'').toString();
    }

    private static String tuple(List<?> list) {
        StringBuilder text = new StringBuilder("(");
        for (int i = 0; i < list.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(inside(list.get(i)));
        }
        return text.append(list.size() == 1 ? ",)" : ")").toString();
    }
}
