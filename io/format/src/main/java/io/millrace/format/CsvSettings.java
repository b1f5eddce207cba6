package io.millrace.format;

/**
 * How a CSV file is written. Special characters are single bytes of ASCII.
 *
 * @param delimiter between fields
 * @param quote around fields that hold special characters
 * @param escape makes the next character in a quoted field stand for itself; {@link #NONE} for no such character
 * @param doubleQuoteEscapes whether two quotes in a quoted field stand for one
 * @param quoting whether quotes mean anything
 * @param comment lines that begin with it are skipped; {@link #NONE} for no such character
 */
public record CsvSettings(
        char delimiter, char quote, char escape, boolean doubleQuoteEscapes, boolean quoting, char comment) {
    /** No character. */
    public static final char NONE = 0;

    /** Commas, double quotes doubled in quoted fields, no comments. */
    public static final CsvSettings DEFAULT = new CsvSettings(',', '"', NONE, true, true, NONE);

    public CsvSettings {
        check("delimiter", delimiter, false);
        check("quote", quote, false);
        check("escape", escape, true);
        check("comment", comment, true);
        if (delimiter == quote || delimiter == escape || delimiter == comment) {
            throw new IllegalArgumentException("delimiter '" + delimiter + "' has another meaning too");
        }
    }

    public CsvSettings withDelimiter(char newDelimiter) {
        return new CsvSettings(newDelimiter, quote, escape, doubleQuoteEscapes, quoting, comment);
    }

    public CsvSettings withQuote(char newQuote) {
        return new CsvSettings(delimiter, newQuote, escape, doubleQuoteEscapes, quoting, comment);
    }

    public CsvSettings withEscape(char newEscape) {
        return new CsvSettings(delimiter, quote, newEscape, doubleQuoteEscapes, quoting, comment);
    }

    public CsvSettings withDoubleQuoteEscapes(boolean enabled) {
        return new CsvSettings(delimiter, quote, escape, enabled, quoting, comment);
    }

    public CsvSettings withQuoting(boolean enabled) {
        return new CsvSettings(delimiter, quote, escape, doubleQuoteEscapes, enabled, comment);
    }

    public CsvSettings withComment(char newComment) {
        return new CsvSettings(delimiter, quote, escape, doubleQuoteEscapes, quoting, newComment);
    }

    private static void check(String name, char character, boolean mayBeNone) {
        if (character == '\n' || character == '\r' || character > 127 || character == NONE && !mayBeNone) {
            throw new IllegalArgumentException(
                    name + " is character " + (int) character + "; it must be ASCII and no line break");
        }
    }
}
