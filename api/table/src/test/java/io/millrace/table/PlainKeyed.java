package io.millrace.table;

import io.millrace.column.CellStatus;
import io.millrace.key.Pointer;
import io.millrace.physical.KeyedStep;
import io.millrace.physical.Stage;
import io.millrace.plan.MergeById;
import io.millrace.plan.MergeById.Rule;
import io.millrace.port.DataError;
import io.millrace.port.OperatorContext;
import io.millrace.table.PlainOperators.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Operations on rows by id as their definitions say: pure functions of all rows, before and after an epoch. */
final class PlainKeyed {
    private PlainKeyed() {}

    /** What an epoch puts out, where that is no function of the rows as they are; null where it is. */
    static Map<Row, Long> changes(
            Stage.Keyed stage, Map<Row, Long> before, Map<Row, Long> after, long epoch, OperatorContext context) {
        Map<Row, Long> changes = new LinkedHashMap<>();
        before.forEach((row, weight) -> changes.merge(row, -weight, Long::sum));
        after.forEach((row, weight) -> changes.merge(row, weight, Long::sum));
        changes.values().removeIf(weight -> weight == 0);
        Map<Row, Long> result = new LinkedHashMap<>();
        switch (stage.step()) {
            case KeyedStep.Changes it -> {
                Set<Pointer> added = new LinkedHashSet<>();
                changes.forEach((row, weight) -> {
                    if (weight > 0) {
                        added.add(row.id());
                        result.put(it.asUpserts() ? flagged(row, true) : row, weight);
                    }
                });
                changes.forEach((row, weight) -> {
                    if (weight < 0 && !it.asUpserts()) {
                        context.report(DataError.Kind.APPEND_ONLY_VIOLATION, "a row is taken back", null);
                    } else if (weight < 0 && !added.contains(row.id())) {
                        result.put(flagged(row, false), -weight);
                    }
                });
            }
            case KeyedStep.Snapshots it -> {
                if (!changes.isEmpty()) {
                    after.forEach((row, weight) ->
                            result.put(new Row(Pointer.concatKey(row.id(), epoch), row.values()), 1L));
                }
            }
            default -> {
                return null;
            }
        }
        return result;
    }

    private static Row flagged(Row row, boolean flag) {
        List<Object> values = new ArrayList<>(row.values());
        values.add(flag);
        return new Row(row.id(), values);
    }

    /** The rows that come of all rows of each input. */
    static Map<Row, Long> result(Stage.Keyed stage, List<Map<Row, Long>> inputs, OperatorContext context) {
        return switch (stage.step()) {
            case KeyedStep.NewIds it -> mapped(inputs.getFirst(), row -> newId(row, it, context));
            case KeyedStep.Merge it -> merged(stage, it, inputs, context);
            case KeyedStep.Found it -> mapped(inputs.getFirst(), row -> found(row, it, context));
            case KeyedStep.Drop it ->
                mapped(
                        inputs.getFirst(),
                        row -> row.values().contains(it.pending() ? CellStatus.PENDING : CellStatus.ERROR)
                                ? null
                                : row);
            case KeyedStep.Changes it -> throw new AssertionError("not a function of the rows");
            case KeyedStep.Snapshots it -> throw new AssertionError("not a function of the rows");
            case KeyedStep.CallLater it -> throw new AssertionError("not a function of the rows");
            case KeyedStep.Upserts it -> throw new AssertionError("not a function of the rows");
        };
    }

    private interface Mapping {
        Row map(Row row);
    }

    private static Map<Row, Long> mapped(Map<Row, Long> rows, Mapping mapping) {
        Map<Row, Long> result = new LinkedHashMap<>();
        rows.forEach((row, weight) -> {
            Row mapped = mapping.map(row);
            if (mapped != null) {
                result.merge(mapped, weight, Long::sum);
            }
        });
        return result;
    }

    private static Row newId(Row row, KeyedStep.NewIds it, OperatorContext context) {
        Object id = row.values().get(it.idColumn());
        if (!(id instanceof Pointer pointer)) {
            context.report(DataError.Kind.ERROR_IN_REINDEX, "no id", null);
            return null;
        }
        return new Row(pointer, row.values().subList(0, it.columnCount()));
    }

    private static Row found(Row row, KeyedStep.Found it, OperatorContext context) {
        Object pointer = row.values().get(it.pointer());
        boolean isMissing =
                row.values().get(it.id()) == null && (it.mustBeThere() ? pointer != null : pointer == CellStatus.ERROR);
        List<Object> values = new ArrayList<>();
        it.own().forEach(column -> values.add(row.values().get(column)));
        it.found()
                .forEach(column ->
                        values.add(isMissing ? CellStatus.ERROR : row.values().get(column)));
        if (isMissing) {
            context.report(DataError.Kind.MISSING_KEY, "nothing found", null);
        }
        return new Row(row.id(), values);
    }

    private static Map<Row, Long> merged(
            Stage.Keyed stage, KeyedStep.Merge it, List<Map<Row, Long>> inputs, OperatorContext context) {
        List<Map<Pointer, List<List<Object>>>> tables = new ArrayList<>();
        Set<Pointer> ids = new LinkedHashSet<>();
        for (int input = 0; input < inputs.size(); input++) {
            if (tables.isEmpty() || it.rule() != Rule.UNIQUE) {
                tables.add(new LinkedHashMap<>());
            }
            Map<Pointer, List<List<Object>>> table = tables.getLast();
            inputs.get(input).forEach((row, weight) -> {
                ids.add(row.id());
                for (long i = 0; i < weight; i++) {
                    table.computeIfAbsent(row.id(), absent -> new ArrayList<>()).add(row.values());
                }
            });
        }
        List<Integer> surviving = it.columns().stream()
                .filter(MergeById.Source::survives)
                .map(source -> source.cells().getFirst().column())
                .toList();
        Map<Row, Long> result = new LinkedHashMap<>();
        for (Pointer id : ids) {
            List<Boolean> has =
                    tables.stream().map(table -> table.containsKey(id)).toList();
            if (isThere(it.rule(), has)) {
                List<Object> values = new ArrayList<>();
                it.columns().forEach(source -> values.add(value(source, surviving, tables, id)));
                if (values.contains(CellStatus.ERROR)) {
                    context.report(DataError.Kind.MISSING_KEY, "missing or doubled", null);
                }
                result.merge(new Row(stage.keyed() ? id : null, values), 1L, Long::sum);
            }
        }
        return result;
    }

    private static boolean isThere(Rule rule, List<Boolean> has) {
        return switch (rule) {
            case INTERSECT -> !has.contains(false);
            case DIFFERENCE -> has.getFirst() && !has.subList(1, has.size()).contains(true);
            case RESTRICT, SAME_IDS, UPDATE_CELLS, UNIQUE -> has.getFirst();
            case UPDATE_ROWS -> has.contains(true);
        };
    }

    private static Object value(
            MergeById.Source source,
            List<Integer> surviving,
            List<Map<Pointer, List<List<Object>>>> tables,
            Pointer id) {
        for (MergeById.Cell cell : source.cells()) {
            List<List<Object>> rows = tables.get(cell.input()).get(id);
            if (rows != null) {
                boolean agree = rows.stream()
                        .allMatch(row -> surviving.stream()
                                .allMatch(column -> Objects.equals(
                                        row.get(column), rows.getFirst().get(column))));
                return rows.size() > 1 && !(source.survives() && agree)
                        ? CellStatus.ERROR
                        : rows.getFirst().get(cell.column());
            }
        }
        return CellStatus.ERROR;
    }
}
