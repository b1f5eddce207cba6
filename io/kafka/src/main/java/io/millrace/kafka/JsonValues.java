package io.millrace.kafka;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.key.JsonText;
import io.millrace.key.Pointer;
import io.millrace.type.Schema;
import io.millrace.value.Tensor;
import io.millrace.value.Values;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Writes rows as JSON objects, values in Pathway's forms, with {@code diff} and {@code time} behind them. One thread. */
final class JsonValues {
    private static final DateTimeFormatter NAIVE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS");
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSxx").withZone(ZoneOffset.UTC);

    private final String[] names;
    private final StringBuilder text = new StringBuilder(256);

    JsonValues(Schema schema) {
        names = schema.names().stream().map(JsonValues::quoted).toArray(String[]::new);
    }

    byte[] row(Batch batch, int row, long epoch, long diff) {
        text.setLength(0);
        text.append('{');
        for (int column = 0; column < names.length; column++) {
            text.append(names[column]).append(':');
            append(text, Values.read(batch.column(column), row));
            text.append(',');
        }
        text.append("\"diff\":").append(diff).append(",\"time\":").append(epoch).append('}');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    byte[] cell(Column column, int row) {
        text.setLength(0);
        append(text, Values.read(column, row));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder text, Object value) {
        switch (value) {
            case null -> text.append("null");
            case Double number when !Double.isFinite(number) -> text.append("null");
            case Boolean flag -> text.append(flag);
            case Number number when !(number instanceof BigDecimal) -> text.append(number);
            case BigDecimal decimal -> quote(text, decimal.toPlainString());
            case String string -> quote(text, string);
            case JsonText json -> text.append(json.compact());
            case byte[] bytes -> quote(text, Base64.getEncoder().encodeToString(bytes));
            case Pointer pointer -> quote(text, pointer.toString());
            case LocalDateTime naive -> quote(text, NAIVE.format(naive));
            case Instant instant -> quote(text, UTC.format(instant));
            case Duration duration -> text.append(duration.toNanos());
            case LocalDate date -> quote(text, date.toString());
            case UUID uuid -> quote(text, uuid.toString());
            case List<?> list -> appendList(text, list);
            case Tensor tensor -> appendTensor(text, tensor);
            default ->
                throw new IllegalArgumentException("a value of "
                        + value.getClass().getName() + " cannot be written as JSON; write it as text or bytes");
        }
    }

    private static void appendList(StringBuilder text, List<?> list) {
        String separator = "[";
        for (Object element : list) {
            text.append(separator);
            append(text, element);
            separator = ",";
        }
        text.append(list.isEmpty() ? "[]" : "]");
    }

    private static void appendTensor(StringBuilder text, Tensor tensor) {
        text.append("{\"shape\":");
        appendNumbers(text, tensor.shape());
        text.append(",\"elements\":");
        if (tensor.isInt64()) {
            appendNumbers(text, tensor.longs());
        } else {
            String separator = "[";
            for (double element : tensor.doubles()) {
                text.append(separator);
                append(text, element);
                separator = ",";
            }
            text.append(tensor.doubles().length == 0 ? "[]" : "]");
        }
        text.append('}');
    }

    private static void appendNumbers(StringBuilder text, long[] numbers) {
        String separator = "[";
        for (long number : numbers) {
            text.append(separator).append(number);
            separator = ",";
        }
        text.append(numbers.length == 0 ? "[]" : "]");
    }

    private static String quoted(String name) {
        StringBuilder text = new StringBuilder();
        quote(text, name);
        return text.toString();
    }

    static void quote(StringBuilder text, String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char letter = string.charAt(i);
            switch (letter) {
                case '"', '\\' -> text.append('\\').append(letter);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (letter < ' ') {
                        text.append("\\u00")
                                .append(Character.forDigit(letter >> 4, 16))
                                .append(Character.forDigit(letter & 15, 16));
                    } else {
                        text.append(letter);
                    }
                }
            }
        }
        text.append('"');
    }
}
