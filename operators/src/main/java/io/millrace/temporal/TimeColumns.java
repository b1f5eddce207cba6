package io.millrace.temporal;

import io.millrace.batch.Batch;
import io.millrace.column.Column;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import io.millrace.value.SortableValues;
import java.util.List;

/**
 * Where the event time of rows is.
 *
 * @param time column of the time
 * @param threshold column of the time at which something becomes of the row; of the same type
 * @param instance columns of the instance, each with a time of its own; none for one time of all rows
 */
public record TimeColumns(int time, int threshold, List<Integer> instance) {
    public TimeColumns {
        instance = List.copyOf(instance);
    }

    /** Checks that the columns can be compared. */
    void check(List<Type> types) {
        Type type = types.get(time);
        boolean isTime = !type.isOptional() && (type.lane() == Lane.I64 || type.lane() == Lane.F64);
        if (!isTime || !types.get(threshold).equals(type)) {
            throw new IllegalArgumentException("a time of type " + type + " with a threshold of type "
                    + types.get(threshold) + "; both must be int, float, datetime or duration, and the same");
        }
    }

    List<Type> instanceTypes(List<Type> types) {
        return instance.stream().map(types::get).toList();
    }

    void loadInstance(Batch batch, Column[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = batch.column(instance.get(i));
        }
    }

    /** A time as a word whose unsigned order is that of times. */
    static long word(Column column, int row) {
        return column.lane() == Lane.I64
                ? SortableValues.ofLong(column.getLong(row))
                : SortableValues.ofDouble(column.getDouble(row));
    }
}
