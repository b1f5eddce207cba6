package io.millrace.debug;

import io.millrace.column.CellStatus;
import io.millrace.key.JsonText;
import io.millrace.key.Pointer;
import io.millrace.type.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** Cells of text tables: reads them by type, guesses types, prints values as Python does. */
final class CellText {
    private static final String NONE = "None";
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private CellText() {}

    /** The narrowest type that all cells of a column have: int, float, bool or str, optional where some are None or empty. */
    static Type guess(List<String> cells) {
        List<String> values = cells.stream().filter(cell -> !isNone(cell)).toList();
        boolean isOptional = values.size() < cells.size();
        if (values.isEmpty() && isOptional) {
            return Type.NONE;
        }
        Type type = values.stream().allMatch(CellText::isInt)
                ? Type.INT64
                : values.stream().allMatch(CellText::isFloat)
                        ? Type.FLOAT64
                        : values.stream().allMatch(CellText::isBool) ? Type.BOOL : Type.STRING;
        return isOptional ? Type.optional(type) : type;
    }

    /** Reads a cell as a value of a type; {@code Error} is an error. */
    static Object parse(String cell, Type type) {
        if (cell.equals("Error")) {
            return CellStatus.ERROR;
        }
        if (cell.equals("Pending")) {
            return CellStatus.PENDING;
        }
        if (type.isOptional() && isNone(cell)) {
            return null;
        }
        try {
            return value(cell, type.required());
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("\"" + cell + "\" is not a value of type " + type, e);
        }
    }

    private static Object value(String cell, Type type) {
        return switch (type) {
            case Type.Scalar scalar ->
                switch (scalar) {
                    case BOOL -> bool(cell);
                    case INT64 -> Long.valueOf(cell);
                    case FLOAT64 -> floating(cell);
                    case STRING -> unquoted(cell);
                    case BYTES -> unquoted(cell).getBytes(StandardCharsets.UTF_8);
                    case POINTER -> pointer(cell);
                    case JSON -> new JsonText(cell);
                    case DATE_TIME_NAIVE -> LocalDateTime.parse(cell.replace(' ', 'T'));
                    case DATE_TIME_UTC -> Instant.parse(cell.replace(' ', 'T'));
                    case DURATION -> Duration.parse(cell);
                    case DATE -> java.time.LocalDate.parse(cell);
                    case UUID -> java.util.UUID.fromString(cell);
                    case NONE -> null;
                    case ANY -> isNone(cell) ? null : value(cell, guess(List.of(cell)));
                };
            case Type.Decimal decimal -> new BigDecimal(cell).setScale(decimal.scale());
            case Type.Tuple tuple -> tuple(cell, tuple);
            case Type.ListOf list ->
                elements(cell).stream()
                        .map(element -> parse(element, list.element()))
                        .collect(Collectors.toList());
            default -> throw new IllegalArgumentException("no text form of type " + type);
        };
    }

    private static List<Object> tuple(String cell, Type.Tuple tuple) {
        List<String> elements = elements(cell);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            values.add(parse(elements.get(i), tuple.elements().get(i)));
        }
        return values;
    }

    /** The texts of the elements of {@code (a, (b, c))}. */
    private static List<String> elements(String cell) {
        String inside = cell.substring(1, cell.length() - 1);
        List<String> elements = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            if (c == ',' && depth == 0) {
                elements.add(inside.substring(start, i).strip());
                start = i + 1;
            }
        }
        String last = inside.substring(start).strip();
        if (!last.isEmpty()) {
            elements.add(last);
        }
        return elements;
    }

    /** A row id: as printed, or a label that it is derived from. */
    static Pointer pointer(String cell) {
        return cell.startsWith("^")
                ? Pointer.parse(cell)
                : Pointer.of(isInt(cell) ? (Object) Long.valueOf(cell) : cell);
    }

    /** Prints a value; texts without quotes unless inside a tuple. */
    static String print(Object value, boolean shortPointers) {
        return switch (value) {
            case null -> NONE;
            case CellStatus status -> status == CellStatus.ERROR ? "Error" : "Pending";
            case Boolean truth -> truth ? "True" : "False";
            case Double number -> floating(number);
            case Pointer pointer -> shortPointers ? pointer.toString().substring(0, 8) + "..." : pointer.toString();
            case JsonText json -> json.compact();
            case byte[] bytes -> "b'" + new String(bytes, StandardCharsets.ISO_8859_1) + "'";
            case LocalDateTime time -> dateTime(time);
            case Instant time -> dateTime(LocalDateTime.ofInstant(time, java.time.ZoneOffset.UTC)) + "+00:00";
            case List<?> elements ->
                elements.stream()
                        .map(element ->
                                element instanceof String text ? "'" + text + "'" : print(element, shortPointers))
                        .collect(Collectors.joining(", ", "(", elements.size() == 1 ? ",)" : ")"));
            default -> value.toString();
        };
    }

    /** A form of a value that is equal for equal values, arrays included. */
    static Object comparable(Object value) {
        return switch (value) {
            case byte[] bytes -> "bytes " + HexFormat.of().formatHex(bytes);
            case Double number when number == 0 -> 0.0;
            case List<?> elements -> {
                List<Object> all = new ArrayList<>();
                elements.forEach(element -> all.add(comparable(element)));
                yield all;
            }
            case null, default -> value;
        };
    }

    private static String dateTime(LocalDateTime time) {
        String fraction = time.getNano() == 0
                ? ""
                : String.format(".%09d", time.getNano()).replaceAll("(000){1,2}$", "");
        return SECONDS.format(time) + fraction;
    }

    /** The shortest digits that read back, with an exponent below 1e-4 and from 1e16 on, as Python prints floats. */
    private static String floating(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = digits.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String mantissa = digits.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    private static boolean isNone(String cell) {
        return cell.isEmpty() || cell.equals(NONE);
    }

    private static boolean isInt(String cell) {
        return cell.matches("[+-]?\\d{1,19}");
    }

    private static boolean isFloat(String cell) {
        return cell.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[+-]?inf|nan");
    }

    private static boolean isBool(String cell) {
        return cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false");
    }

    private static boolean bool(String cell) {
        if (!isBool(cell)) {
            throw new IllegalArgumentException(cell);
        }
        return Boolean.parseBoolean(cell);
    }

    private static Double floating(String cell) {
        return switch (cell) {
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.valueOf(cell);
        };
    }

    private static String unquoted(String cell) {
        boolean isQuoted = cell.length() >= 2
                && (cell.startsWith("\"") && cell.endsWith("\"") || cell.startsWith("'") && cell.endsWith("'"));
        return isQuoted ? cell.substring(1, cell.length() - 1) : cell;
    }
}
