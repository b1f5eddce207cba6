package io.millrace.table;

import io.millrace.keyed.ChangesOperator;
import io.millrace.keyed.DropOperator;
import io.millrace.keyed.IdMerge;
import io.millrace.keyed.LookupOperator;
import io.millrace.keyed.SnapshotsOperator;
import io.millrace.keyed.UpsertOperator;
import io.millrace.physical.KeyedStep;
import io.millrace.physical.Stage;
import io.millrace.plan.MergeById;
import io.millrace.port.OperatorFactory;
import io.millrace.stateless.ReindexOperator;
import io.millrace.type.Field;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The engine's operators on rows by id. */
final class KeyedOperators {
    private static final String DUPLICATE = "several rows have the id %s; what is read of them is an error";
    private static final String MISSING =
            "the id %s is in the table that gives the ids, but not in the one whose columns are read";

    private KeyedOperators() {}

    static OperatorFactory of(Stage.Keyed stage) {
        List<Type> input = types(stage.inputs().getFirst());
        String line = stage.origin().line().toString();
        return switch (stage.step()) {
            case KeyedStep.NewIds it -> ReindexOperator.withIdFrom(it.idColumn(), it.columnCount(), line);
            case KeyedStep.Merge it -> merge(stage, it, line);
            case KeyedStep.Found it -> LookupOperator.of(found(stage, it, line));
            case KeyedStep.Drop it ->
                it.pending() ? DropOperator.ofPending(types(stage)) : DropOperator.ofErrors(input);
            case KeyedStep.Changes it ->
                it.asUpserts()
                        ? ChangesOperator.asUpserts(input, stage.keyed())
                        : ChangesOperator.assertingAppendOnly(input, stage.keyed(), line);
            case KeyedStep.Upserts it -> UpsertOperator.ofStream(types(stage), stage.keyed(), line);
            case KeyedStep.CallLater it -> throw new AssertionError("lowered with its source of results: " + it);
            case KeyedStep.Snapshots it -> SnapshotsOperator.of(input, stage.keyed());
        };
    }

    private static LookupOperator.Lookup found(Stage.Keyed stage, KeyedStep.Found it, String line) {
        List<Type> types = types(stage);
        return new LookupOperator.Lookup(
                it.own(),
                it.found(),
                types.subList(it.own().size(), types.size()),
                it.pointer(),
                it.id(),
                it.mustBeThere(),
                line);
    }

    private static OperatorFactory merge(Stage.Keyed stage, KeyedStep.Merge it, String line) {
        boolean isOneTable = it.rule() == MergeById.Rule.UNIQUE;
        List<IdMerge.Kept> tables = new ArrayList<>();
        for (int table = 0; table < (isOneTable ? 1 : stage.inputs().size()); table++) {
            int input = table;
            boolean isRead = isOneTable
                    || it.columns().stream()
                            .flatMap(source -> source.cells().stream())
                            .anyMatch(cell -> cell.input() == input);
            List<Type> types = types(stage.inputs().get(table));
            tables.add(new IdMerge.Kept(isRead ? types : List.of(), isRead));
        }
        List<IdMerge.Output> outputs = new ArrayList<>();
        for (int column = 0; column < it.columns().size(); column++) {
            MergeById.Source source = it.columns().get(column);
            List<IdMerge.Cell> cells = source.cells().stream()
                    .map(cell -> new IdMerge.Cell(cell.input(), cell.column()))
                    .toList();
            outputs.add(
                    new IdMerge.Output(cells, source.survives(), stage.schema().type(column)));
        }
        List<Integer> tableOfInput = isOneTable
                ? Collections.nCopies(stage.inputs().size(), 0)
                : range(0, stage.inputs().size());
        IdMerge.Messages messages = new IdMerge.Messages(MISSING, stray(it.rule()), DUPLICATE, line);
        return new IdMerge(
                tables, tableOfInput, rule(it.rule(), stage.inputs().size()), outputs, stage.keyed(), messages);
    }

    private static IdMerge.Rule rule(MergeById.Rule rule, int inputs) {
        List<Integer> none = List.of();
        List<Integer> first = List.of(0);
        List<Integer> others = range(1, inputs);
        return switch (rule) {
            case INTERSECT -> new IdMerge.Rule(range(0, inputs), none, none, none);
            case DIFFERENCE -> new IdMerge.Rule(first, others, none, none);
            case RESTRICT, UNIQUE -> new IdMerge.Rule(first, none, none, none);
            case SAME_IDS, UPDATE_CELLS -> new IdMerge.Rule(first, none, none, others);
            case UPDATE_ROWS -> new IdMerge.Rule(none, none, range(0, inputs), none);
        };
    }

    private static String stray(MergeById.Rule rule) {
        return rule == MergeById.Rule.UPDATE_CELLS
                ? "a row that does not exist is updated, its id is %s; the update is left out"
                : "the id %s is in a table that was promised to have the same ids as another, but not in that one;"
                        + " the row is left out";
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    private static List<Type> types(Stage stage) {
        return stage.schema().fields().stream().map(Field::type).toList();
    }
}
