package io.millrace.key;

import java.util.Objects;

/**
 * A json value for {@link Pointer#of}, as its compact text.
 *
 * @param compact the text without spaces between tokens and with object keys in their order, as {@code {"a":[1,null]}};
 *     it is hashed as it stands and not checked
 */
public record JsonText(String compact) {
    /** Refuses null: json's own null is the text {@code null}, an absent cell is Java's null. */
    public JsonText {
        Objects.requireNonNull(compact, "compact");
    }
}
