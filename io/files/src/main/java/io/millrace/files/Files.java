package io.millrace.files;

import io.millrace.format.CsvEncoder;
import io.millrace.format.CsvSettings;
import io.millrace.format.JsonLinesEncoder;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.nio.file.Path;
import java.util.Map;

/**
 * Files to read and to write. A path is a file, a folder (with all below it) or a glob such as {@code logs/&#42;.csv}; sources keep
 * looking for changes unless {@link FileSource#asStatic} says otherwise.
 */
public final class Files {
    private Files() {}

    /** Reads CSV files with a header into the columns of a record class. */
    public static FileSource csv(String path, Class<? extends Record> type) {
        return csv(path, Schema.of(type));
    }

    /** Reads CSV files with a header. */
    public static FileSource csv(String path, Schema schema) {
        return FileSource.of("csv", schema, FileOptions.of(path, new FileFormat.Csv(CsvSettings.DEFAULT)));
    }

    /** Reads files with a JSON object a line into the columns of a record class. */
    public static FileSource jsonLines(String path, Class<? extends Record> type) {
        return jsonLines(path, Schema.of(type));
    }

    /** Reads files with a JSON object a line. */
    public static FileSource jsonLines(String path, Schema schema) {
        return FileSource.of("jsonlines", schema, FileOptions.of(path, new FileFormat.JsonLines(Map.of())));
    }

    /** Reads the lines of text files into the column {@code data}. */
    public static FileSource plainText(String path) {
        return FileSource.of("plaintext", data(Type.STRING), FileOptions.of(path, new FileFormat.Lines()));
    }

    /** Reads text files, each into one row of the column {@code data}. */
    public static FileSource plainTextByFile(String path) {
        return FileSource.of("plaintext_by_file", data(Type.STRING), FileOptions.of(path, new FileFormat.Whole()));
    }

    /** Reads files, each into one row of the column {@code data}. */
    public static FileSource binary(String path) {
        return FileSource.of("binary", data(Type.BYTES), FileOptions.of(path, new FileFormat.Whole()));
    }

    private static Schema data(Type type) {
        return Schema.builder().column("data", type).build();
    }

    /** Writes changes as CSV, with the columns {@code time} and {@code diff} behind the table's. */
    public static FileSink csvSink(Path path) {
        return new FileSink(path, CsvEncoder::new);
    }

    /** Writes changes as JSON objects, one a line, with the fields {@code diff} and {@code time} behind the table's. */
    public static FileSink jsonLinesSink(Path path) {
        return new FileSink(path, JsonLinesEncoder::new);
    }
}
