package io.millrace.conformance;

import io.millrace.column.CellStatus;
import io.millrace.key.JsonText;
import io.millrace.key.Pointer;
import io.millrace.value.Tensor;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the values of records: None is null, ints are {@code Long} (or {@code BigInteger}), tuples and lists {@code List}, other
 * values as {@code io.millrace.value} gives them. What a record holds in part only is an {@link Opaque}.
 */
final class GoldenValues {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-f]{4})|(.))", Pattern.CASE_INSENSITIVE);
    private static final Pattern WORD = Pattern.compile("[^,()\\[\\]]+");
    private static final Pattern LONG_TEXT = Pattern.compile("long(?:str|bytes):(\\d+):([0-9a-f]{16})");

    private final String text;
    private int at;

    private GoldenValues(String text) {
        this.text = text;
    }

    /** A value of which a record holds a description: an object's class, or the length and checksum of a long text. */
    record Opaque(String description) {
        @Override
        public String toString() {
            return description;
        }
    }

    static Object parse(String cell) {
        GoldenValues reader = new GoldenValues(cell);
        Object value = reader.value();
        if (reader.at != cell.length()) {
            throw new IllegalArgumentException("not a value: " + cell);
        }
        return value;
    }

    /** Reads a text in quotes. */
    static String text(String quoted) {
        return (String) parse(quoted);
    }

    private Object value() {
        if (skip("(")) {
            return elements(')');
        }
        if (skip("[")) {
            return elements(']');
        }
        if (text.startsWith("\"", at)) {
            return unescaped(quoted());
        }
        if (skip("x\"")) {
            at--;
            return HexFormat.of().parseHex(quoted());
        }
        if (skip("json:")) {
            return new JsonText(jsonText(json()));
        }
        if (skip("array:")) {
            return array();
        }
        if (text.startsWith("pyobject:", at) || text.startsWith("other:", at)) {
            int start = at;
            at = text.indexOf('"', at);
            quoted();
            return new Opaque(text.substring(start, at));
        }
        return word();
    }

    private Object word() {
        Matcher matcher = WORD.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw new IllegalArgumentException("not a value: " + text.substring(at));
        }
        at = matcher.end();
        String word = matcher.group();
        int colon = word.indexOf(':');
        String kind = colon < 0 ? "" : word.substring(0, colon);
        String rest = word.substring(colon + 1);
        return switch (kind) {
            case "naive" -> LocalDateTime.parse(rest);
            case "utc" -> LocalDateTime.parse(rest).toInstant(ZoneOffset.UTC);
            case "duration" -> Duration.ofNanos(Long.parseLong(rest));
            case "longstr", "longbytes" -> new Opaque(word);
            default -> plain(word);
        };
    }

    private static Object plain(String word) {
        return switch (word) {
            case "None" -> null;
            case "True" -> true;
            case "False" -> false;
            case "Error" -> CellStatus.ERROR;
            case "Pending" -> CellStatus.PENDING;
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case String it when it.startsWith("^") -> Pointer.parse(it);
            case String it when it.matches("-?\\d+") -> integer(it);
            default -> Double.valueOf(word);
        };
    }

    private static Object integer(String digits) {
        BigInteger number = new BigInteger(digits);
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    private List<Object> elements(char end) {
        List<Object> elements = new ArrayList<>();
        while (text.charAt(at) != end) {
            elements.add(value());
            skip(", ");
        }
        at++;
        return elements;
    }

    private Tensor array() {
        int bracket = text.indexOf('[', at);
        boolean isInt = text.substring(at, bracket).matches("u?int\\d+|bool");
        int end = text.indexOf(']', bracket);
        String lengths = text.substring(bracket + 1, end);
        long[] shape = lengths.isEmpty()
                ? new long[0]
                : Arrays.stream(lengths.split(", ?")).mapToLong(Long::parseLong).toArray();
        at = end + 2;
        List<Object> elements = elements(')');
        return isInt
                ? Tensor.of(elements.stream().mapToLong(it -> (Long) it).toArray(), shape)
                : Tensor.of(
                        elements.stream()
                                .mapToDouble(it -> ((Number) it).doubleValue())
                                .toArray(),
                        shape);
    }

    /** What stands between the quotes at this place. */
    private String quoted() {
        int start = ++at;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return text.substring(start, at++);
    }

    /** The json that begins at this place. */
    private String json() {
        int start = at;
        int depth = 0;
        do {
            char it = text.charAt(at);
            if (it == '"') {
                quoted();
            } else {
                if ((it == ',' || it == ')' || it == ']') && depth == 0) {
                    break;
                }
                depth += it == '{' || it == '[' ? 1 : it == '}' || it == ']' ? -1 : 0;
                at++;
            }
        } while (at < text.length());
        return text.substring(start, at);
    }

    private static String unescaped(String escaped) {
        return ESCAPE.matcher(escaped)
                .replaceAll(it -> Matcher.quoteReplacement(
                        it.group(1) != null
                                ? String.valueOf((char) Integer.parseInt(it.group(1), 16))
                                : switch (it.group(2)) {
                                    case "n" -> "\n";
                                    case "r" -> "\r";
                                    case "t" -> "\t";
                                    default -> it.group(2);
                                }));
    }

    /** Json whose strings escape nothing but what must be: quotes, backslashes, control characters. */
    static String jsonText(String json) {
        return ESCAPE.matcher(json).replaceAll(it -> {
            String code = it.group(1);
            boolean isPlain = code != null && Integer.parseInt(code, 16) >= ' ' && !code.matches("0022|005[cC]");
            return Matcher.quoteReplacement(isPlain ? String.valueOf((char) Integer.parseInt(code, 16)) : it.group());
        });
    }

    /** Whether a value is the one that was described. */
    static boolean isDescribed(Opaque opaque, Object value) {
        Matcher description = LONG_TEXT.matcher(opaque.description());
        if (!description.matches()) {
            return opaque.description().startsWith("pyobject:") && value != null && !(value instanceof CellStatus);
        }
        byte[] bytes = switch (value) {
            case String it -> it.getBytes(StandardCharsets.UTF_8);
            case byte[] it -> it;
            case null, default -> null;
        };
        long length =
                value instanceof String it ? it.codePointCount(0, it.length()) : bytes == null ? -1 : bytes.length;
        return bytes != null
                && length == Long.parseLong(description.group(1))
                && Checksums.of(bytes).equals(description.group(2));
    }

    private boolean skip(String prefix) {
        if (!text.startsWith(prefix, at)) {
            return false;
        }
        at += prefix.length();
        return true;
    }
}
