package io.millrace.expression;

import io.millrace.kernel.Texts;
import io.millrace.port.DataError;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * What is made of a text operand at some cost: a format, a regular expression, a time zone. It is made anew only where the text
 * differs from that of the row before.
 */
final class Derived<T> {
    private final DataError.Kind kind;
    private final Function<String, T> maker;
    private byte[] text;
    private T value;
    private String refusal;

    /**
     * What {@code maker} makes.
     *
     * @param kind the kind of error where it throws an {@link IllegalArgumentException} whose message says why
     */
    Derived(DataError.Kind kind, Function<String, T> maker) {
        this.kind = kind;
        this.maker = maker;
    }

    /** The value of the text in a row; null, and the failure set, where the text is not good for one. */
    T of(Cells cells, int row, Failure failure) {
        if (text == null || !Texts.equal(cells.address(row), cells.length(row), text)) {
            make(cells.column().getString(cells.index(row)));
        }
        if (value == null) {
            failure.set(kind, refusal);
        }
        return value;
    }

    private void make(String newText) {
        text = newText.getBytes(StandardCharsets.UTF_8);
        refusal = null;
        try {
            value = maker.apply(newText);
        } catch (IllegalArgumentException e) {
            value = null;
            refusal = e.getMessage();
        }
    }
}
