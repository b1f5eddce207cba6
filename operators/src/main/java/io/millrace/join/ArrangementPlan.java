package io.millrace.join;

import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * What is kept of a table by one key for the joins that read it.
 *
 * @param types types of the table's columns
 * @param keyColumns columns that make the key
 * @param storedColumns columns that some join puts out; those of the key are not stored twice
 * @param storesIds whether some join makes ids of the rows' ids
 * @param isKept whether rows are kept to meet later rows of other tables
 * @param cellsMayFail whether cells may be in error or pending
 */
public record ArrangementPlan(
        List<Type> types,
        List<Integer> keyColumns,
        List<Integer> storedColumns,
        boolean storesIds,
        boolean isKept,
        boolean cellsMayFail) {
    public ArrangementPlan {
        types = List.copyOf(types);
        keyColumns = List.copyOf(keyColumns);
        List<Integer> stored = new ArrayList<>();
        for (int column : storedColumns) {
            if (!keyColumns.contains(column) && !stored.contains(column)) {
                stored.add(column);
            }
        }
        storedColumns = List.copyOf(stored);
    }

    /** What a join that shares nothing keeps of one of its sides. */
    static ArrangementPlan of(JoinPlan plan, int side) {
        JoinPlan.Side it = plan.side(side);
        return new ArrangementPlan(
                it.types(), it.keyColumns(), it.outputColumns(), plan.readsIds(side), it.isKept(), plan.cellsMayFail());
    }

    /** Types of a row's cells: the stored columns, then the id. */
    List<Type> cellTypes() {
        List<Type> cellTypes = new ArrayList<>();
        storedColumns.forEach(column -> cellTypes.add(types.get(column)));
        if (storesIds) {
            cellTypes.add(Type.POINTER);
        }
        return cellTypes;
    }

    /** The cell that holds a column: of the row, or, negative, {@code −1 − cell} of the key. */
    int cellOf(int column) {
        int keyCell = keyColumns.indexOf(column);
        int cell = keyCell >= 0 ? -1 - keyCell : storedColumns.indexOf(column);
        if (keyCell < 0 && cell < 0) {
            throw new IllegalArgumentException("column " + column + " is put out but not kept: " + this);
        }
        return cell;
    }
}
