package io.millrace.conformance;

import io.millrace.debug.Change;
import io.millrace.debug.Debug;
import io.millrace.key.Pointer;
import io.millrace.table.Pipeline;
import io.millrace.table.Table;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One record while its program runs: gives the recorded input and compares what the program makes of it. A program must check every
 * step of its record once. One thread.
 */
public final class GoldenRun {
    private static final int SEVERAL_WORKERS = 3;

    private final GoldenRecord golden;
    private final String difference;
    private final Map<Integer, Table> inputs = new HashMap<>();
    private final BitSet checked = new BitSet();
    private UnaryOperator<Pipeline> options = pipeline -> pipeline;
    private int digits;
    private boolean hasDiffered;

    /** A run of a record; {@code difference} says why our answer is another by choice, null where it must be the same. */
    GoldenRun(GoldenRecord golden, String difference) {
        this.golden = golden;
        this.difference = difference;
    }

    /** What stands in the brackets of the record's id, or the empty text. */
    public String parameter() {
        return golden.parameter();
    }

    /** The name of the record, with its parameters. */
    public String name() {
        return golden.name();
    }

    /** A recorded input table with its ids, times and types; always the same one for a number. */
    public Table input(int number) {
        return inputs.computeIfAbsent(number, key -> table(recorded(key)));
    }

    /** The same with other types of some columns, where the record does not say enough: a list of {@code ANY}, a Python class. */
    public Table input(int number, Map<String, Type> types) {
        return table(recorded(number), types);
    }

    /** The changes of a recorded input table, for a program that makes its table in another way. */
    public List<Change> inputChanges(int number) {
        GoldenTable table = recorded(number);
        return changes(table, schema(table, Map.of()));
    }

    private GoldenTable recorded(int number) {
        GoldenTable table = golden.inputs().get(number);
        if (table == null) {
            throw new IllegalArgumentException(golden + " has no input " + number + ", only "
                    + golden.inputs().keySet());
        }
        return table;
    }

    private static Table table(GoldenTable recorded) {
        return table(recorded, Map.of());
    }

    private static Table table(GoldenTable recorded, Map<String, Type> types) {
        Schema schema = schema(recorded, types);
        return Debug.tableFromChanges(schema, changes(recorded, schema));
    }

    private static Schema schema(GoldenTable recorded, Map<String, Type> types) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < recorded.names().size(); i++) {
            int column = i;
            String name = recorded.names().get(i);
            List<Object> values = recorded.rows().stream()
                    .map(row -> GoldenValues.parse(row.cells().get(column)))
                    .toList();
            Type type = types.containsKey(name)
                    ? types.get(name)
                    : GoldenTypes.of(recorded.types().get(i), values);
            fields.add(Field.of(name, type));
        }
        return new Schema(fields, recorded.isAppendOnly());
    }

    private static List<Change> changes(GoldenTable recorded, Schema schema) {
        if (recorded.checksum() != null) {
            throw new IllegalStateException("the record holds the first of " + recorded.rowCount() + " rows only");
        }
        List<Change> changes = new ArrayList<>();
        for (GoldenTable.Row row : recorded.rows()) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < schema.size(); i++) {
                values.add(Comparison.conformed(GoldenValues.parse(row.cells().get(i)), schema.type(i)));
            }
            changes.add(new Change(Pointer.parse(row.id()), values, Long.parseUnsignedLong(row.time()), row.diff()));
        }
        return changes;
    }

    /** From here on tables are computed by pipelines that go on after data errors. */
    public GoldenRun keepGoing() {
        return with(Pipeline::keepGoing);
    }

    /** From here on tables are computed by pipelines with an option more. */
    public GoldenRun with(UnaryOperator<Pipeline> option) {
        UnaryOperator<Pipeline> before = options;
        options = pipeline -> option.apply(before.apply(pipeline));
        return this;
    }

    /** From here on floats are compared by so many significant digits: for sums, whose last digits depend on the order. */
    public GoldenRun withDigits(int count) {
        digits = count;
        return this;
    }

    /**
     * Computes tables together and compares them with the results of a step, one by one. Where the step is an assertion that did not
     * hold, our comparison must find a difference to what was expected too.
     */
    public void check(int step, Table... tables) {
        GoldenRecord.Computed computed = computed(step, tables.length);
        String found = compare(computed, tables);
        if (!found.isEmpty()) {
            throw new AssertionError(golden + ", " + computed + "\n" + found);
        }
        if (!computed.holds() && computed.expected() != null) {
            List<Change> changes = Debug.changes(List.of(tables), options).getFirst();
            Comparison comparison = Comparison.of(computed.expected(), tables[0], changes, digits);
            if (comparison.differences().isEmpty()) {
                throw new AssertionError(golden + ", " + computed + ": our table is the one that was falsely expected");
            }
        }
        checked.set(step);
    }

    /**
     * The same for a table whose results come in an order that is nobody's choice: what it holds in the end is compared, and that every
     * change before it was of a row that was there.
     */
    public void checkAtLast(int step, Table table) {
        GoldenRecord.Computed computed = computed(step, 1);
        for (int workers : new int[] {1, SEVERAL_WORKERS}) {
            List<Change> changes = Debug.changes(
                            List.of(table), pipeline -> options.apply(pipeline).workers(workers))
                    .getFirst();
            String found = Comparison.of(computed.results().getFirst(), table, changes, digits)
                    .differencesAtLast();
            if (!found.isEmpty()) {
                throw new AssertionError(golden + ", " + computed + " on " + workers + " workers\n" + found);
            }
        }
        checked.set(step);
    }

    /** The same for an assertion of Pathway's that names the table that it computes second, where the expected one should stand. */
    public void checkSecond(int step, Table table) {
        GoldenRecord.Computed computed = computed(step, 1);
        if (computed.expected() == null) {
            throw new IllegalArgumentException(computed + " of " + golden + " has two equal tables: check the first");
        }
        List<Change> changes = Debug.changes(List.of(table), options).getFirst();
        String found =
                Comparison.of(computed.expected(), table, changes, digits).differences();
        if (!found.isEmpty()) {
            throw new AssertionError(golden + ", " + computed + "\n" + found);
        }
        checked.set(step);
    }

    private GoldenRecord.Computed computed(int step, int tables) {
        if (!(golden.step(step) instanceof GoldenRecord.Computed computed)) {
            throw new IllegalArgumentException(golden.step(step) + " of " + golden + " has no tables");
        }
        if (computed.results().size() != tables) {
            throw new IllegalArgumentException(
                    computed + " of " + golden + " has " + computed.results().size() + " tables, not " + tables);
        }
        return computed;
    }

    /** What differs on one worker, else on several. */
    private String compare(GoldenRecord.Computed computed, Table... tables) {
        String found = compare(computed, options, tables);
        if (!found.isEmpty()) {
            return found;
        }
        found = compare(computed, pipeline -> options.apply(pipeline).workers(SEVERAL_WORKERS), tables);
        return found.isEmpty() ? "" : "on " + SEVERAL_WORKERS + " workers, while one gives the same\n" + found;
    }

    private String compare(GoldenRecord.Computed computed, UnaryOperator<Pipeline> how, Table... tables) {
        List<List<Change>> changes = Debug.changes(List.of(tables), how);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < tables.length; i++) {
            String difference = Comparison.of(computed.results().get(i), tables[i], changes.get(i), digits)
                    .differences();
            if (!difference.isEmpty()) {
                found.add((tables.length == 1 ? "" : "table " + (i + 1) + ": ") + difference);
            }
        }
        return String.join("\n", found);
    }

    /**
     * Computes a table in a run that goes on after data errors, compares it, and compares the log of errors: as many entries of
     * each kind.
     *
     * @param words what our messages say, by what Pathway's messages begin with
     */
    public void checkWithErrors(int step, Table table, int logStep, Map<String, String> words) {
        keepGoing();
        check(step, table);
        List<String> expected = new ArrayList<>();
        for (GoldenTable.Row row : computed(logStep, 1).results().getFirst().rows()) {
            String message = GoldenValues.text(row.cells().getFirst());
            expected.add(words.entrySet().stream()
                    .filter(entry -> message.startsWith(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no counterpart of the message: " + message)));
        }
        checkLog(logStep, table, expected);
        checked.set(logStep);
    }

    /** Checks that by choice, as the list of differences says, the log of errors has other entries, which say these. */
    public void differsInErrors(int logStep, Table table, String... parts) {
        requireChoice(logStep);
        keepGoing();
        checkLog(logStep, table, List.of(parts));
    }

    private void checkLog(int logStep, Table table, List<String> expected) {
        Table log = Pipeline.create().globalErrorLog().select("message");
        List<String> messages = Debug.changes(List.of(table, log), options).get(1).stream()
                .map(change -> (String) change.values().getFirst())
                .toList();
        List<String> left = new ArrayList<>(messages);
        for (String part : expected) {
            if (!left.remove(
                    left.stream().filter(it -> it.contains(part)).findFirst().orElse(null))) {
                throw new AssertionError(golden.step(logStep) + " of " + golden + ": no entry of the log says \"" + part
                        + "\": " + messages);
            }
        }
        if (!left.isEmpty()) {
            throw new AssertionError(
                    golden.step(logStep) + " of " + golden + ": entries of the log that Pathway has not: " + left);
        }
    }

    /** Checks that the program refuses, as Pathway did: when its table is built, or when it runs. */
    public Refusal refuses(int step, Supplier<Table> program) {
        if (!(golden.step(step) instanceof GoldenRecord.Refused)) {
            throw new IllegalArgumentException(golden.step(step) + " of " + golden + " is no refusal");
        }
        Refusal refusal = refusal(step, program);
        checked.set(step);
        return refusal;
    }

    /** Checks that our comparison refuses to take a table for a recorded input, as Pathway's did. */
    public void isNotInput(int step, Table table, int number) {
        List<Change> changes = Debug.changes(List.of(table), options).getFirst();
        if (Comparison.of(recorded(number), table, changes, digits)
                .differences()
                .isEmpty()) {
            throw new AssertionError(golden.step(step) + " of " + golden + ": the table is input " + number);
        }
        checked.set(step);
    }

    /** Whether the record has a recorded input of this number. */
    public boolean hasInput(int number) {
        return golden.inputs().containsKey(number);
    }

    /**
     * Checks that Java's compiler refuses what Pathway refuses when its table is built or runs.
     *
     * @param expression a program over the tables {@code t} and {@code u}
     */
    public void compilerRefuses(int step, String expression) {
        if (!(golden.step(step) instanceof GoldenRecord.Refused)) {
            throw new IllegalArgumentException(golden.step(step) + " of " + golden + " is no refusal");
        }
        List<String> errors = new JavaSnippet(expression).errors();
        if (errors.isEmpty()) {
            throw new AssertionError(golden.step(step) + " of " + golden + ": the compiler takes " + expression);
        }
        checked.set(step);
    }

    /**
     * Checks that a table differs from the record by choice, as the list of differences says, and what its updates are instead.
     *
     * @param updates of our table as {@link Debug#assertUpdates} takes them
     */
    public void differs(int step, Table table, String updates) {
        requireChoice(step);
        Debug.assertUpdates(table, updates, options);
        if (golden.step(step) instanceof GoldenRecord.Computed computed
                && compare(computed, table).isEmpty()) {
            throw new AssertionError(computed + " of " + golden + " is the same again: take it off the list");
        }
    }

    /** Checks that by choice some columns of a table have other types than the record, these, while the rows are the same. */
    public void differsInTypes(int step, Table table, Map<String, Type> types) {
        requireChoice(step);
        List<Change> changes = Debug.changes(List.of(table), options).getFirst();
        GoldenTable recorded = computed(step, 1).results().getFirst();
        Comparison comparison = Comparison.of(recorded, table, changes, digits);
        String rows = comparison.differencesBesidesTypes();
        if (!comparison.otherTypes().equals(types) || !rows.isEmpty()) {
            throw new AssertionError(golden.step(step) + " of " + golden + ": other types are "
                    + comparison.otherTypes() + ", not " + types + "\n" + rows);
        }
    }

    /** Checks that the program refuses by choice, as the list of differences says, what Pathway computes. */
    public Refusal differsByRefusing(int step, Supplier<Table> program) {
        requireChoice(step);
        return refusal(step, program);
    }

    private void requireChoice(int step) {
        if (difference == null) {
            throw new AssertionError(golden + " differs, but is not on the list of differences");
        }
        golden.step(step);
        checked.set(step);
        hasDiffered = true;
    }

    private Refusal refusal(int step, Supplier<Table> program) {
        Table table;
        try {
            table = program.get();
        } catch (IllegalArgumentException | IllegalStateException refused) {
            return new Refusal(refused.getMessage());
        }
        try {
            List<List<Change>> changes = Debug.changes(List.of(table), options);
            throw new AssertionError(
                    golden.step(step) + " of " + golden + ": our program is taken and gives " + changes);
        } catch (RuntimeException refused) {
            return new Refusal(String.valueOf(refused.getMessage()));
        }
    }

    /** The message of a refusal. */
    public record Refusal(String message) {
        /** Checks that the message has all these parts. */
        public void saying(String... parts) {
            for (String part : parts) {
                if (!message.contains(part)) {
                    throw new AssertionError("the message does not say \"" + part + "\": " + message);
                }
            }
        }
    }

    /** Checks that all steps were checked, but for the suite's own complaint about an assertion that did not hold. */
    void finish() {
        List<GoldenRecord.Step> steps = golden.steps();
        for (int i = 0; i < steps.size(); i++) {
            boolean isComplaint = i > 0
                    && steps.get(i) instanceof GoldenRecord.Refused refused
                    && steps.get(i - 1) instanceof GoldenRecord.Computed before
                    && (!before.holds()
                            || before.what().equals("subscribe")
                                    && refused.exception().equals("AssertionError"));
            if (!isComplaint && !checked.get(steps.get(i).number())) {
                throw new AssertionError("the program of " + golden + " does not check " + steps.get(i));
            }
        }
        if (difference != null && !hasDiffered) {
            throw new AssertionError(golden + " is on the list of differences, but its program shows none");
        }
    }
}
