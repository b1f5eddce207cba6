package io.millrace.benchmarks.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.benchmarks.measure.Variant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * One measured run as a JSON object: the fields that every line has, in one order, then what only some engines tell, then
 * {@code check}.
 */
public final class ResultLine {
    /** What a field must hold. */
    private enum Kind {
        TEXT,
        NUMBER,
        /** A number, or {@code null} where the engine does not tell. */
        NUMBER_OR_NULL
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String CHECK = "check";
    private static final SequencedMap<String, Kind> FIELDS = fields();

    private final ObjectNode json;

    private ResultLine(ObjectNode json) {
        this.json = json;
    }

    private static SequencedMap<String, Kind> fields() {
        SequencedMap<String, Kind> fields = new LinkedHashMap<>();
        List.of("peer", "version", "workload", "variant", "input").forEach(name -> fields.put(name, Kind.TEXT));
        fields.put("rows", Kind.NUMBER);
        List.of("epochs", "updates_out", "epoch_ms_p50", "epoch_ms_p99")
                .forEach(name -> fields.put(name, Kind.NUMBER_OR_NULL));
        List.of("workers", "seconds", "cpu_seconds", "cpu_seconds_run", "rows_per_s", "peak_rss_mb")
                .forEach(name -> fields.put(name, Kind.NUMBER));
        fields.put("state_bytes", Kind.NUMBER_OR_NULL);
        return fields;
    }

    /**
     * Reads what the process of a peer printed for a variant, which it need not name.
     *
     * @throws IllegalArgumentException where a field is missing or not what it should be
     */
    public static ResultLine of(String printed, Variant variant) {
        try {
            if (!(MAPPER.readTree(printed) instanceof ObjectNode read)) {
                throw new IllegalArgumentException("not a JSON object: " + printed);
            }
            read.put("workload", variant.workload());
            read.put("variant", variant.name());
            return new ResultLine(ordered(read));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + printed, e);
        }
    }

    private static ObjectNode ordered(ObjectNode read) {
        ObjectNode ordered = MAPPER.createObjectNode();
        for (Map.Entry<String, Kind> field : FIELDS.entrySet()) {
            JsonNode value = read.get(field.getKey());
            boolean fits = value != null
                    && switch (field.getValue()) {
                        case TEXT -> value.isTextual() && !value.textValue().isEmpty();
                        case NUMBER -> value.isNumber();
                        case NUMBER_OR_NULL -> value.isNumber() || value.isNull();
                    };
            if (!fits) {
                throw new IllegalArgumentException(
                        "field " + field.getKey() + " is " + value + ", not " + field.getValue() + ", in " + read);
            }
            ordered.set(field.getKey(), value);
        }
        read.properties().forEach(field -> {
            if (!ordered.has(field.getKey()) && !field.getKey().equals(CHECK)) {
                ordered.set(field.getKey(), field.getValue());
            }
        });
        JsonNode check = read.get(CHECK);
        if (check == null || !check.isObject() || check.isEmpty() || !allIntegers(check)) {
            throw new IllegalArgumentException("field check is no object of integers in " + read);
        }
        ordered.set(CHECK, check);
        return ordered;
    }

    private static boolean allIntegers(JsonNode check) {
        for (JsonNode figure : check) {
            if (!figure.canConvertToLong() || !figure.isIntegralNumber()) {
                return false;
            }
        }
        return true;
    }

    public String peer() {
        return json.get("peer").textValue();
    }

    public Variant variant() {
        return new Variant(json.get("workload").textValue(), json.get("variant").textValue());
    }

    public String input() {
        return json.get("input").textValue();
    }

    public long rows() {
        return json.get("rows").longValue();
    }

    public double seconds() {
        return json.get("seconds").doubleValue();
    }

    /** Seconds of processor time of the whole process, start and compilation included. */
    public double cpuSeconds() {
        return json.get("cpu_seconds").doubleValue();
    }

    /** Seconds of processor time from the first row fed to the last change delivered. */
    public double cpuSecondsRun() {
        return json.get("cpu_seconds_run").doubleValue();
    }

    public long peakRssMb() {
        return json.get("peak_rss_mb").longValue();
    }

    /** The median and the 99th percentile of the epochs' milliseconds; NaN where not told. */
    public double epochMillis(String quantile) {
        JsonNode value = json.get("epoch_ms_" + quantile);
        return value.isNull() ? Double.NaN : value.doubleValue();
    }

    /** The figures that prove the answer, by name. */
    public SequencedMap<String, Long> check() {
        SequencedMap<String, Long> figures = new LinkedHashMap<>();
        json.get(CHECK)
                .properties()
                .forEach(
                        figure -> figures.put(figure.getKey(), figure.getValue().longValue()));
        return figures;
    }

    /** The line, without its end. */
    public String toJson() {
        return json.toString();
    }
}
