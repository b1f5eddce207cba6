package io.millrace.debug;

import io.millrace.key.Pointer;
import java.util.Collections;
import java.util.List;

/**
 * One change of a table.
 *
 * @param id the row's id; null where it was not asked for
 * @param values one a column, as {@code io.millrace.value.Values} gives them: null for None, {@code CellStatus.ERROR} for an error
 * @param time the epoch
 * @param diff how often the row is added; negative where it is taken back
 */
public record Change(Pointer id, List<Object> values, long time, long diff) {
    public Change {
        values = Collections.unmodifiableList(values);
    }
}
