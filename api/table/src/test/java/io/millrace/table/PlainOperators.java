package io.millrace.table;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.column.CellStatus;
import io.millrace.column.Column;
import io.millrace.key.Pointer;
import io.millrace.physical.KeyedStep;
import io.millrace.physical.OperatorSet;
import io.millrace.physical.Stage;
import io.millrace.physical.Step;
import io.millrace.plan.JoinId;
import io.millrace.plan.OrderedStep;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.port.Output;
import io.millrace.port.ReaderFactory;
import io.millrace.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Operators as their definitions say: they keep all rows as Java objects and compute their whole result anew at the end of every
 * epoch. The model that plans, and the engine's operators, are checked with.
 */
final class PlainOperators implements OperatorSet {
    /** A row with its id; null where ids are pruned. */
    record Row(Pointer id, List<Object> values) {}

    @FunctionalInterface
    interface Definition {
        /** The rows that come of all rows of each input. */
        Map<Row, Long> result(List<Map<Row, Long>> inputs, OperatorContext context);
    }

    @Override
    public OperatorFactory chain(Stage.Chain chain) {
        return factory(chain, (inputs, context) -> {
            Map<Row, Long> rows = inputs.getFirst();
            for (Step step : chain.steps()) {
                Map<Row, Long> next = new LinkedHashMap<>();
                rows.forEach((row, weight) -> {
                    switch (step) {
                        case Step.Keep keep -> {
                            if (Boolean.TRUE.equals(PlainExpressions.value(keep.condition(), row.values(), row.id()))) {
                                next.merge(row, weight, Long::sum);
                            }
                        }
                        case Step.Compute compute -> {
                            List<Object> values =
                                    PlainExpressions.values(compute.expressions(), row.values(), row.id());
                            if (values.contains(CellStatus.ERROR)
                                    && !row.values().contains(CellStatus.ERROR)) {
                                context.report(DataError.Kind.VALUE, "a cell could not be computed", null);
                            }
                            next.merge(new Row(row.id(), values), weight, Long::sum);
                        }
                    }
                });
                rows = next;
            }
            return rows;
        });
    }

    @Override
    public OperatorFactory preCombination(Stage.Group group) {
        return null;
    }

    @Override
    public OperatorFactory group(Stage.Group group) {
        return factory(group, (inputs, context) -> {
            Map<List<Object>, Map<Row, Long>> groups = new LinkedHashMap<>();
            inputs.getFirst().forEach((row, weight) -> {
                List<Object> key = pick(row.values(), group.keys());
                if (!key.contains(CellStatus.ERROR)) {
                    groups.computeIfAbsent(key, absent -> new LinkedHashMap<>()).merge(row, weight, Long::sum);
                }
            });
            Map<Row, Long> result = new LinkedHashMap<>();
            groups.forEach((key, rows) -> {
                boolean isVisible = group.calls().stream()
                        .filter(call -> !call.columns().isEmpty())
                        .allMatch(call -> isCounted(call, rows));
                if (isVisible
                        && rows.values().stream().mapToLong(weight -> weight).sum() != 0) {
                    List<Object> values = new ArrayList<>(key);
                    group.calls().forEach(call -> values.add(reduced(call, rows)));
                    result.put(new Row(group.keyed() ? Pointer.of(key.toArray()) : null, values), 1L);
                }
            });
            return result;
        });
    }

    /** Whether there are rows without an error in what a reducer reads. */
    private static boolean isCounted(Stage.Call call, Map<Row, Long> rows) {
        return rows.keySet().stream()
                .anyMatch(row -> !pick(row.values(), call.columns()).contains(CellStatus.ERROR));
    }

    private static Object reduced(Stage.Call call, Map<Row, Long> rows) {
        List<List<Object>> all = new ArrayList<>();
        rows.forEach((row, weight) -> {
            List<Object> arguments = pick(row.values(), call.columns());
            Object condition =
                    call.condition() < 0 ? Boolean.TRUE : row.values().get(call.condition());
            for (long copy = 0;
                    copy < weight && condition.equals(true) && !arguments.contains(CellStatus.ERROR);
                    copy++) {
                all.add(arguments);
            }
        });
        return PlainReducers.value(call, all);
    }

    @Override
    public OperatorFactory join(Stage.Join join) {
        Definition definition = joinDefinition(join);
        return switch (join.matching()) {
            case ALWAYS -> factory(join, definition);
            case AS_OF_NOW ->
                (context, output) -> new Recompute(join, definition, context, output) {
                    @Override
                    Map<Row, Long> changes(List<Map<Row, Long>> was, List<Map<Row, Long>> is, long epoch) {
                        Map<Row, Long> questions = new LinkedHashMap<>(is.get(0));
                        was.get(0).forEach((row, weight) -> questions.merge(row, -weight, Long::sum));
                        questions.values().removeIf(weight -> weight <= 0);
                        return definition.result(List.of(questions, is.get(1)), context);
                    }
                };
            case LEFT_ONCE, RIGHT_ONCE, BOTH_ONCE ->
                (context, output) -> new Recompute(join, definition, context, output) {
                    private final List<Map<Row, Long>> gone = List.of(new HashMap<>(), new HashMap<>());

                    @Override
                    Map<Row, Long> changes(List<Map<Row, Long>> was, List<Map<Row, Long>> is, long epoch) {
                        Map<Row, Long> changes = definition.result(left(is), context);
                        definition
                                .result(left(was), context)
                                .forEach((row, weight) -> changes.merge(row, -weight, Long::sum));
                        List<Map<Row, Long>> left = left(is);
                        for (int side = 0; side < 2; side++) {
                            boolean isOnce = side == 0
                                    ? join.matching().leftOnce()
                                    : join.matching().rightOnce();
                            Stage.Side own = side == 0 ? join.left() : join.right();
                            Stage.Side other = side == 0 ? join.right() : join.left();
                            for (Row row : left.get(side).keySet()) {
                                List<Object> key = pick(row.values(), own.keys());
                                if (isOnce
                                        && left.get(1 - side).keySet().stream()
                                                .anyMatch(it -> pick(it.values(), other.keys())
                                                        .equals(key))) {
                                    gone.get(side).merge(row, left.get(side).get(row), Long::sum);
                                }
                            }
                        }
                        return changes;
                    }

                    private List<Map<Row, Long>> left(List<Map<Row, Long>> rows) {
                        List<Map<Row, Long>> left = new ArrayList<>();
                        for (int side = 0; side < 2; side++) {
                            left.add(new LinkedHashMap<>(rows.get(side)));
                            Map<Row, Long> own = left.get(side);
                            gone.get(side).forEach((row, weight) -> own.merge(row, -weight, Long::sum));
                            // Before an epoch some of what is gone by now was not there yet.
                            own.values().removeIf(weight -> weight <= 0);
                        }
                        return left;
                    }
                };
        };
    }

    private static Definition joinDefinition(Stage.Join join) {
        return ((inputs, context) -> {
            Map<Row, Long> result = new LinkedHashMap<>();
            Map<Row, Long> left = inputs.get(0);
            Map<Row, Long> right = inputs.get(1);
            Map<Row, Boolean> matched = new HashMap<>();
            left.forEach((l, leftWeight) -> right.forEach((r, rightWeight) -> {
                List<Object> key = pick(l.values(), join.left().keys());
                if (!key.contains(CellStatus.ERROR)
                        && key.equals(pick(r.values(), join.right().keys()))) {
                    matched.put(l, true);
                    matched.put(r, true);
                    result.merge(joined(join, l, r, key), leftWeight * rightWeight, Long::sum);
                }
            }));
            if (join.kind().keepsLeft()) {
                left.forEach((l, weight) -> {
                    if (!matched.containsKey(l)) {
                        result.merge(
                                joined(
                                        join,
                                        l,
                                        null,
                                        pick(l.values(), join.left().keys())),
                                weight,
                                Long::sum);
                    }
                });
            }
            if (join.kind().keepsRight()) {
                right.forEach((r, weight) -> {
                    if (!matched.containsKey(r)) {
                        result.merge(
                                joined(
                                        join,
                                        null,
                                        r,
                                        pick(r.values(), join.right().keys())),
                                weight,
                                Long::sum);
                    }
                });
            }
            return result;
        });
    }

    @Override
    public ReaderFactory arrange(Stage.Arrange arrange) {
        return null;
    }

    @Override
    public ReaderFactory sharedJoin(Stage.Join join) {
        return null;
    }

    private static Row joined(Stage.Join join, Row left, Row right, List<Object> key) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < join.left().columnCount(); i++) {
            values.add(left == null ? null : left.values().get(i));
        }
        for (int i = 0; i < join.right().columnCount(); i++) {
            values.add(right == null ? null : right.values().get(i));
        }
        Pointer id = null;
        if (join.keyed()) {
            Pointer leftId = left == null ? null : left.id();
            Pointer rightId = right == null ? null : right.id();
            Pointer only = left == null ? rightId : leftId;
            Pointer keyId = key.contains(CellStatus.ERROR) ? only : keyOf(join, key);
            id = join.id() == JoinId.LEFT
                    ? leftId
                    : join.id() == JoinId.RIGHT ? rightId : Pointer.joinKey(leftId, rightId, keyId);
        }
        return new Row(id, values);
    }

    private static Pointer keyOf(Stage.Join join, List<Object> key) {
        return join.hasInstance()
                ? Pointer.withInstance(key.subList(0, key.size() - 1), key.getLast())
                : Pointer.of(key.toArray());
    }

    @Override
    public OperatorFactory flatten(Stage.Flatten flatten) {
        return factory(flatten, (inputs, context) -> {
            Map<Row, Long> result = new LinkedHashMap<>();
            inputs.getFirst().forEach((row, weight) -> {
                long index = 0;
                for (Object element : elements(row.values().getFirst())) {
                    List<Object> values = new ArrayList<>();
                    values.add(element);
                    values.addAll(row.values().subList(1, row.values().size()));
                    Pointer id = flatten.keyed() ? Pointer.flattenKey(row.id(), index++) : null;
                    result.merge(new Row(id, values), weight, Long::sum);
                }
            });
            return result;
        });
    }

    private static List<?> elements(Object value) {
        return value instanceof String text
                ? text.codePoints().mapToObj(Character::toString).toList()
                : (List<?>) value;
    }

    @Override
    public OperatorFactory concat(Stage.Concat concat) {
        return factory(concat, (inputs, context) -> {
            Map<Row, Long> result = new LinkedHashMap<>();
            for (int table = 0; table < inputs.size(); table++) {
                int index = table;
                inputs.get(table).forEach((row, weight) -> {
                    boolean isNew = concat.keyed() && concat.reindex();
                    Pointer id = isNew ? Pointer.concatKey(row.id(), index) : row.id();
                    result.merge(new Row(id, row.values()), weight, Long::sum);
                });
            }
            return result;
        });
    }

    @Override
    public OperatorFactory keyed(Stage.Keyed keyed) {
        return (context, output) ->
                new Recompute(keyed, (inputs, errors) -> PlainKeyed.result(keyed, inputs, errors), context, output) {
                    private final PlainUpserts upserts = new PlainUpserts();

                    @Override
                    Map<Row, Long> changes(List<Map<Row, Long>> before, List<Map<Row, Long>> after, long epoch) {
                        if (keyed.step() instanceof KeyedStep.Upserts) {
                            return upserts.changes(before.getFirst(), after.getFirst());
                        }
                        Map<Row, Long> changes =
                                PlainKeyed.changes(keyed, before.getFirst(), after.getFirst(), epoch, context);
                        return changes == null ? super.changes(before, after, epoch) : changes;
                    }
                };
    }

    /**
     * Neighbours as a sort of all rows says; what else depends on when rows come, and is left to the engine, whose operators have
     * models of their own.
     */
    @Override
    public OperatorFactory ordered(Stage.Ordered ordered) {
        if (!(ordered.step() instanceof OrderedStep.Sort)) {
            return new EngineOperators(true).ordered(ordered);
        }
        return factory(ordered, (inputs, context) -> {
            Map<List<Object>, List<Row>> instances = new HashMap<>();
            inputs.getFirst()
                    .forEach((row, weight) -> instances
                            .computeIfAbsent(pick(row.values(), ordered.instance()), key -> new ArrayList<>())
                            .add(row));
            Map<Row, Long> result = new LinkedHashMap<>();
            int key = ordered.expressions().getFirst();
            instances.values().forEach(rows -> {
                rows.sort(PlainReducers.byCell(key).thenComparing(Row::id));
                for (int i = 0; i < rows.size(); i++) {
                    List<Object> beside = new ArrayList<>();
                    beside.add(i == 0 ? null : rows.get(i - 1).id());
                    beside.add(i + 1 == rows.size() ? null : rows.get(i + 1).id());
                    result.put(new Row(ordered.keyed() ? rows.get(i).id() : null, beside), 1L);
                }
            });
            return result;
        });
    }

    private static List<Object> pick(List<Object> values, List<Integer> columns) {
        List<Object> picked = new ArrayList<>();
        columns.forEach(column -> picked.add(values.get(column)));
        return picked;
    }

    private static OperatorFactory factory(Stage stage, Definition definition) {
        return (context, output) -> new Recompute(stage, definition, context, output);
    }

    /** Keeps its inputs, and puts out how the result has changed. */
    static class Recompute implements Operator {
        private final Stage stage;
        private final Definition definition;
        private final OperatorContext context;
        private final Output output;
        private final List<Map<Row, Long>> inputs = new ArrayList<>();
        private Map<Row, Long> result = Map.of();
        private List<Map<Row, Long>> before = new ArrayList<>();
        private boolean touched;
        private int iteration;

        Recompute(Stage stage, Definition definition, OperatorContext context, Output output) {
            this.stage = stage;
            this.definition = definition;
            this.context = context;
            this.output = output;
            stage.inputs().forEach(input -> {
                inputs.add(new LinkedHashMap<>());
                before.add(new LinkedHashMap<>());
            });
        }

        @Override
        public void push(int input, Batch batch) {
            touched = true;
            iteration = batch.iteration();
            for (int i = 0; i < batch.selectedCount(); i++) {
                int at = batch.selectedRow(i);
                List<Object> values = new ArrayList<>();
                for (Column column : batch.columns()) {
                    values.add(Values.read(column, at));
                }
                Column keys = batch.keys();
                Pointer id = keys == null || !stage.inputs().get(input).keyed()
                        ? null
                        : new Pointer(keys.getHigh(at), keys.getLow(at));
                inputs.get(input).merge(new Row(id, values), batch.weight(at), Long::sum);
                inputs.get(input).values().removeIf(weight -> weight == 0);
            }
        }

        @Override
        public void endEpoch(long epoch) {
            if (!touched) {
                return;
            }
            touched = false;
            Map<Row, Long> changes = changes(before, inputs, epoch);
            before = inputs.stream()
                    .map(rows -> (Map<Row, Long>) new LinkedHashMap<>(rows))
                    .toList();
            try (BatchBuilder builder = new BatchBuilder(context.pool(), stage.schema(), stage.keyed())) {
                changes.forEach((row, weight) -> append(builder, row, weight));
                if (builder.rowCount() > 0) {
                    try (Batch batch = builder.build(epoch, iteration)) {
                        output.push(batch);
                    }
                }
            }
        }

        /** What changes with the inputs. */
        Map<Row, Long> changes(List<Map<Row, Long>> was, List<Map<Row, Long>> is, long epoch) {
            Map<Row, Long> next = definition.result(is, context);
            Map<Row, Long> changes = new LinkedHashMap<>();
            result.forEach((row, weight) -> changes.merge(row, -weight, Long::sum));
            next.forEach((row, weight) -> changes.merge(row, weight, Long::sum));
            result = next;
            return changes;
        }

        private void append(BatchBuilder builder, Row row, long weight) {
            if (weight == 0) {
                return;
            }
            for (int i = 0; i < row.values().size(); i++) {
                Values.append(
                        builder.column(i), stage.schema().type(i), row.values().get(i));
            }
            if (builder.keys() != null) {
                Pointer id = Objects.requireNonNull(row.id(), () -> "no id at " + stage);
                builder.keys().append128(id.high(), id.low());
            }
            builder.endRow(weight);
        }
    }
}
