package io.millrace.format;

/**
 * The bytes that structure a CSV file. Where quotes or escapes mean nothing they are line feeds here, so that they are not looked
 * for.
 */
record CsvBytes(byte delimiter, byte quote, byte escape) {
    static CsvBytes of(CsvSettings settings) {
        byte quote = settings.quoting() ? (byte) settings.quote() : (byte) '\n';
        boolean escapes = settings.quoting() && settings.escape() != CsvSettings.NONE;
        return new CsvBytes((byte) settings.delimiter(), quote, escapes ? (byte) settings.escape() : (byte) '\n');
    }

    boolean hasEscape() {
        return escape != '\n';
    }
}
