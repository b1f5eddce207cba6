package io.millrace.conformance.expressions;

import static io.millrace.table.Expressions.apply;
import static io.millrace.table.Expressions.col;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.files.Files;
import io.millrace.format.CsvSettings;
import io.millrace.key.JsonText;
import io.millrace.table.ColumnExpression;
import io.millrace.table.Pipeline;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.value.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Json in files, by way of the connectors. */
@GoldenFile("expressions/json.txt")
final class JsonFilesTest {
    @TempDir
    private Path folder;

    /** A cell of a CSV file and the Java class of the json in it. */
    private record Cell(String text, Class<?> type) {}

    @Golden("test_json_in_csv")
    void readsJsonFromCells(GoldenRun run) throws IOException {
        char delimiter = run.parameter().equals("\\t") ? '\t' : run.parameter().charAt(0);
        List<Cell> cells = new ArrayList<>(List.of(
                new Cell("\"{\"\"a\"\": 1,\"\"b\"\": \"\"foo\"\", \"\"c\"\": null, \"\"d\"\": [1,2,3]}\"", Map.class),
                new Cell("\"[1,2,3]\"", List.class),
                new Cell("[]", List.class),
                new Cell("1", Long.class),
                new Cell("\"42\"", Long.class),
                new Cell("1.5", Double.class),
                new Cell("\"\"\"\"\"\"", String.class),
                new Cell("\"\"\"42\"\"\"", String.class),
                new Cell("\"\"\"foo\"\"\"", String.class),
                new Cell("\"\"\"true\"\"\"", String.class),
                new Cell("true", Boolean.class),
                new Cell("\"false\"", Boolean.class),
                new Cell("null", Void.class)));
        if (delimiter != ',') {
            cells.add(new Cell("{\"field\": 1, \"b\": \"foo\", \"c\": null, \"d\": [1,2,3]}", Map.class));
            cells.add(new Cell("[1,2,3]", List.class));
        }
        Schema.Builder schema = Schema.builder();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            names.add("c" + i);
            schema.column("c" + i, Type.JSON);
        }
        String separator = String.valueOf(delimiter);
        Path file = folder.resolve("input.csv");
        java.nio.file.Files.writeString(
                file,
                String.join(separator, names) + "\n"
                        + String.join(separator, cells.stream().map(Cell::text).toList()) + "\n");
        Table table = Pipeline.create()
                .read(Files.csv(file.toString(), schema.build())
                        .csvSettings(CsvSettings.DEFAULT.withDelimiter(delimiter))
                        .asStatic());
        ColumnExpression areOfTypes = apply(
                arguments -> {
                    for (int i = 0; i < arguments.length; i++) {
                        Json json = Json.of((JsonText) arguments[i]);
                        assertTrue(isOf(json, cells.get(i).type()), json + " in " + cells.get(i));
                    }
                    return true;
                },
                Type.BOOL,
                names.stream().map(name -> (Object) col(name)).toArray());
        run.checkSecond(1, table.select(areOfTypes.as("ret")));
    }

    private static boolean isOf(Json json, Class<?> type) {
        Object value = switch (json.toString().charAt(0)) {
            case '{' -> json.asMap();
            case '[' -> json.asList();
            case '"' -> json.asString();
            case 't', 'f' -> json.asBoolean();
            case 'n' -> null;
            default -> json.toString().contains(".") ? (Object) json.asDouble() : (Object) json.asLong();
        };
        return value == null ? type == Void.class : type.isInstance(value);
    }

    @Golden("test_json_serde")
    void readsWhatItWrote(GoldenRun run) {
        Path file = folder.resolve("input.jsonl");
        Table written = run.input(1);
        Pipeline pipeline = Pipeline.create();
        pipeline.write(written, Files.jsonLinesSink(file));
        pipeline.run();
        Table read = Pipeline.create()
                .read(Files.jsonLines(file.toString(), written.schema()).asStatic());
        run.check(1, read);
    }
}
