package io.millrace.keyed;

import io.millrace.batch.Batch;
import io.millrace.key.Pointer;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.state.IdTables;
import io.millrace.state.PickedRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs an {@link IdMerge} on one worker. */
final class IdMergeOperator implements Operator {
    private static final int NOT_THERE = -1;

    private final IdMerge plan;
    private final OperatorContext context;
    private final Output output;
    private final IdTables tables;
    private final PickedRows picked;
    private final PickedBatches batches;
    private final int[] required;
    private final int[] excluded;
    private final int[] any;
    private final int[] strays;
    /** By group: tables in the order in which they are asked for a row, the columns, and whether they survive duplicates. */
    private final int[][] sources;

    private final int[][] columns;
    private final boolean[] survives;
    /** By table whether cells come from it. */
    private final boolean[] isRead;

    IdMergeOperator(IdMerge plan, OperatorContext context, Output output) {
        this.plan = plan;
        this.context = context;
        this.output = output;
        required = ints(plan.rule().required());
        excluded = ints(plan.rule().excluded());
        any = ints(plan.rule().any());
        strays = ints(plan.rule().strays());
        List<List<Integer>> groups = plan.groups();
        sources = new int[groups.size()][];
        columns = new int[groups.size()][];
        survives = new boolean[groups.size()];
        isRead = new boolean[plan.tables().size()];
        for (int group = 0; group < sources.length; group++) {
            IdMerge.Output first = plan.outputs().get(groups.get(group).getFirst());
            sources[group] =
                    first.cells().stream().mapToInt(IdMerge.Cell::table).toArray();
            columns[group] = ints(groups.get(group));
            survives[group] = first.survives();
            for (int table : sources[group]) {
                isRead[table] = true;
            }
        }
        batches = new PickedBatches(plan, columns, context.pool());
        List<IdTables.Kept> kept = new ArrayList<>();
        for (int table = 0; table < plan.tables().size(); table++) {
            IdMerge.Kept it = plan.tables().get(table);
            kept.add(new IdTables.Kept(it.types(), it.keepsRows(), plan.surviving(table)));
        }
        tables = new IdTables(context.allocator(), kept);
        try {
            picked = new PickedRows(
                    context.allocator(),
                    tables,
                    sources.length,
                    Math.max(2, context.pool().batchRows()));
        } catch (RuntimeException | Error e) {
            tables.close();
            throw e;
        }
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void push(int input, Batch batch) {
        if (batch.keys() == null) {
            throw new IllegalStateException("rows that are found by their id came without ids");
        }
        tables.add(plan.tableOfInput().get(input), batch);
    }

    @Override
    public void endEpoch(long epoch) {
        picked.clear();
        tables.beginIds();
        while (tables.nextId()) {
            boolean was = isThere(true);
            boolean is = isThere(false);
            report(was, is);
            if (was && is && isUnchanged()) {
                continue;
            }
            if (was) {
                pick(-1, true, epoch);
            }
            if (is) {
                pick(1, false, epoch);
            }
        }
        flush(epoch);
        tables.settle(epoch);
    }

    private int row(int table, boolean before) {
        return before ? tables.before(table) : tables.after(table);
    }

    /** Whether the result has a row of the current id. */
    private boolean isThere(boolean before) {
        for (int table : required) {
            if (row(table, before) == IdTables.ABSENT) {
                return false;
            }
        }
        for (int table : excluded) {
            if (row(table, before) != IdTables.ABSENT) {
                return false;
            }
        }
        for (int table : any) {
            if (row(table, before) != IdTables.ABSENT) {
                return true;
            }
        }
        return any.length == 0;
    }

    /** The table that a group takes its cells from. */
    private int source(int group, boolean before) {
        for (int table : sources[group]) {
            if (row(table, before) != IdTables.ABSENT) {
                return table;
            }
        }
        return NOT_THERE;
    }

    /** The row that a group takes its cells from: none is {@link IdTables#ABSENT}, cells of several are errors unless they survive. */
    private int picked(int group, int table, boolean before) {
        int row = table == NOT_THERE ? IdTables.ABSENT : row(table, before);
        return survives[group] && row != IdTables.DIFFERENT ? Math.abs(row) : row;
    }

    private boolean isUnchanged() {
        for (int group = 0; group < sources.length; group++) {
            int was = source(group, true);
            int is = source(group, false);
            int before = picked(group, was, true);
            int after = picked(group, is, false);
            int wasTable = was == NOT_THERE ? sources[group][0] : was;
            int isTable = is == NOT_THERE ? sources[group][0] : is;
            if (wasTable == isTable && before == after) {
                continue;
            }
            for (int column : columns[group]) {
                int cell = batches.cell(column, wasTable);
                if (!tables.areEqual(wasTable, cell, before, isTable, batches.cell(column, isTable), after)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void pick(long weight, boolean before, long epoch) {
        if (picked.isFull()) {
            flush(epoch);
        }
        picked.add(weight);
        for (int group = 0; group < sources.length; group++) {
            int table = source(group, before);
            picked.pick(group, table == NOT_THERE ? sources[group][0] : table, picked(group, table, before));
        }
    }

    /** Reports what is wrong with the current id now and was not before. */
    private void report(boolean was, boolean is) {
        for (int table = 0; table < isRead.length; table++) {
            if (isRead[table] && tables.after(table) < 0 && tables.before(table) >= 0) {
                report(DataError.Kind.DUPLICATE_KEY, plan.messages().duplicate());
            }
        }
        if (is) {
            for (int group = 0; group < sources.length; group++) {
                if (source(group, false) == NOT_THERE && !(was && source(group, true) == NOT_THERE)) {
                    report(DataError.Kind.MISSING_KEY, plan.messages().missing());
                    break;
                }
            }
        } else {
            for (int table : strays) {
                if (tables.after(table) != IdTables.ABSENT && (was || tables.before(table) == IdTables.ABSENT)) {
                    report(DataError.Kind.MISSING_KEY, plan.messages().stray());
                }
            }
        }
    }

    private void report(DataError.Kind kind, String message) {
        String id = new Pointer(tables.idHigh(), tables.idLow()).toString();
        context.report(kind, message.replace("%s", id), plan.messages().userLine());
    }

    private void flush(long epoch) {
        if (picked.count() > 0) {
            try (Batch batch = batches.of(picked, epoch)) {
                output.push(batch);
            }
            picked.clear();
        }
    }

    @Override
    public void saveTo(StateOutput out) throws IOException {
        tables.saveTo(out);
    }

    @Override
    public void restoreFrom(StateInput in) throws IOException {
        tables.restoreFrom(in, context.keyGroups());
    }

    @Override
    public long stateBytes() {
        return tables.heldBytes();
    }

    @Override
    public void close() {
        picked.close();
        tables.close();
    }
}
