package io.millrace.conformance;

import io.millrace.column.CellStatus;
import io.millrace.key.JsonText;
import io.millrace.value.Tensor;
import io.millrace.value.ValueText;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** Prints values as records have them. */
final class ValuePrinter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS");

    private ValuePrinter() {}

    static String print(Object value) {
        return switch (value) {
            case String text -> quoted(text);
            case byte[] bytes -> "x\"" + HexFormat.of().formatHex(bytes) + '"';
            case JsonText json -> "json:" + json.compact().replace("|", "\\u007c");
            case LocalDateTime time -> "naive:" + TIME.format(time);
            case Instant time -> "utc:" + TIME.format(time.atOffset(ZoneOffset.UTC));
            case Duration duration -> "duration:" + duration.toNanos();
            case List<?> list -> list.stream().map(ValuePrinter::print).collect(Collectors.joining(", ", "(", ")"));
            case Tensor tensor -> tensor(tensor);
            case CellStatus status -> ValueText.of(status);
            case null, default -> ValueText.of(value);
        };
    }

    private static String tensor(Tensor tensor) {
        String shape = Arrays.toString(tensor.shape()).replace(" ", "");
        return tensor.isInt64()
                ? "array:int64" + shape
                        + LongStream.of(tensor.longs())
                                .mapToObj(ValuePrinter::print)
                                .collect(Collectors.joining(", ", "(", ")"))
                : "array:float64" + shape
                        + DoubleStream.of(tensor.doubles())
                                .mapToObj(ValuePrinter::print)
                                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char it = text.charAt(i);
            switch (it) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    boolean isHidden = it == '|' || Character.isISOControl(it);
                    quoted.append(isHidden ? String.format("\\u%04x", (int) it) : it);
                }
            }
        }
        return quoted.append('"').toString();
    }
}
