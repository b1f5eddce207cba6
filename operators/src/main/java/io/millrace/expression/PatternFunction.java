package io.millrace.expression;

import io.millrace.column.ColumnBuilder;
import io.millrace.expression.RowFunctionNode.RowFunction;
import io.millrace.key.KeyEncoder;
import io.millrace.port.DataError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Operations with a regular expression, which is Java's; texts become strings for it. */
final class PatternFunction implements RowFunction {
    private final Op op;
    private final Derived<Pattern> pattern = new Derived<>(DataError.Kind.VALUE, PatternFunction::compile);
    private final KeyEncoder encoder = new KeyEncoder();
    private Matcher matcher;

    PatternFunction(Op op) {
        this.op = op;
    }

    @Override
    public void append(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        Pattern wanted = pattern.of(in[1], row, failure);
        if (wanted == null) {
            return;
        }
        String text = in[0].column().getString(in[0].index(row));
        matcher = matcher == null || matcher.pattern() != wanted ? wanted.matcher(text) : matcher.reset(text);
        switch (op) {
            case MATCHES -> out.appendBool(matcher.matches());
            case CONTAINS_MATCH -> out.appendBool(matcher.find());
            case COUNT_MATCHES -> {
                long count = 0;
                while (matcher.find()) {
                    count++;
                }
                out.appendLong(count);
            }
            case REPLACE_MATCHES -> replace(out, in[2].column().getString(in[2].index(row)), failure);
            case EXTRACT -> extract(out, in, row, failure);
            case EXTRACT_ALL -> extractAll(out, in, row, failure);
            case SPLIT_BY_MATCHES -> appendAll(out, split(text));
            default -> throw new AssertionError(op + " has no regular expression");
        }
    }

    private static Pattern compile(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no regular expression: " + e.getDescription() + " at " + e.getIndex(), e);
        }
    }

    private void replace(ColumnBuilder out, String replacement, Failure failure) {
        String replaced;
        try {
            replaced = matcher.replaceAll(replacement);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            failure.set(DataError.Kind.VALUE, "\"" + replacement + "\" is no replacement: " + e.getMessage());
            return;
        }
        out.appendString(replaced);
    }

    private void extract(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        int group = group(in, row, failure);
        if (group < 0) {
            return;
        }
        String found = matcher.find() ? matcher.group(group) : null;
        if (found == null) {
            out.appendNone();
        } else {
            out.appendString(found);
        }
    }

    private void extractAll(ColumnBuilder out, Cells[] in, int row, Failure failure) {
        int group = group(in, row, failure);
        if (group < 0) {
            return;
        }
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            String it = matcher.group(group);
            found.add(it == null ? "" : it);
        }
        appendAll(out, found);
    }

    /** The number of the group that is asked for, or −1 where the expression has none such. */
    private int group(Cells[] in, int row, Failure failure) {
        long group = in.length > 2 ? in[2].getLong(row) : 0;
        if (group < 0 || group > matcher.groupCount()) {
            failure.set(
                    DataError.Kind.VALUE,
                    "the regular expression has no group " + group + ", only " + matcher.groupCount());
            return -1;
        }
        return (int) group;
    }

    /** The parts between matches, the empty ones at the end too. */
    private List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (matcher.find()) {
            parts.add(text.substring(from, matcher.start()));
            from = matcher.end();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private void appendAll(ColumnBuilder out, List<String> texts) {
        encoder.reset().putTupleHeader(texts.size());
        texts.forEach(encoder::putString);
        out.appendBytes(encoder.encoded(), 0, encoder.encodedBytes());
    }
}
