package io.millrace.conformance.doctest;

import static io.millrace.table.Expressions.allColumns;
import static io.millrace.table.Expressions.col;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.StringMethods;

/** The documentation's examples of texts and numbers. */
@GoldenFile(value = "doctest/internals.txt", prefix = "pathway.internals.expressions.")
final class StringDocTest {
    private static final StringMethods NAME = col("name").str();

    private static void checkAdded(GoldenRun run, ColumnExpression added) {
        run.check(1, run.input(1).select(allColumns(), added));
    }

    @Golden({"string.StringNamespace.lower"})
    void lower(GoldenRun run) {
        checkAdded(run, NAME.lower().as("name_lower"));
    }

    @Golden("string.StringNamespace.upper")
    void upper(GoldenRun run) {
        checkAdded(run, NAME.upper().as("name_upper"));
    }

    @Golden("string.StringNamespace.reversed")
    void reversed(GoldenRun run) {
        checkAdded(run, NAME.reversed().as("name_reverse"));
    }

    @Golden("string.StringNamespace.len")
    void len(GoldenRun run) {
        checkAdded(run, NAME.len().as("length"));
    }

    @Golden("string.StringNamespace.startswith")
    void startsWith(GoldenRun run) {
        checkAdded(run, NAME.startsWith("A").as("starts_with_A"));
    }

    @Golden("string.StringNamespace.endswith")
    void endsWith(GoldenRun run) {
        checkAdded(run, NAME.endsWith("e").as("ends_with_e"));
    }

    @Golden("string.StringNamespace.swapcase")
    void swapCase(GoldenRun run) {
        checkAdded(run, NAME.swapCase().as("name_swap"));
    }

    @Golden("string.StringNamespace.strip")
    void strip(GoldenRun run) {
        checkAdded(run, NAME.strip("Aod").as("name_strip"));
    }

    @Golden("string.StringNamespace.title")
    void title(GoldenRun run) {
        run.check(1, run.input(1).select(col("col").str().title().as("col_title")));
    }

    @Golden("string.StringNamespace.count")
    void count(GoldenRun run) {
        checkAdded(run, NAME.count("o").as("count"));
    }

    @Golden("string.StringNamespace.find")
    void find(GoldenRun run) {
        checkAdded(run, NAME.find("o").as("pos"));
    }

    @Golden("string.StringNamespace.rfind")
    void rfind(GoldenRun run) {
        checkAdded(run, NAME.rfind("o").as("pos"));
    }

    @Golden("string.StringNamespace.removeprefix")
    void removePrefix(GoldenRun run) {
        checkAdded(run, NAME.removePrefix("da").as("without_da"));
        ColumnExpression note = col("note");
        run.check(
                2,
                run.input(2).select(note, note.str().removePrefix(col("prefix")).as("new_note")));
    }

    @Golden("string.StringNamespace.removesuffix")
    void removeSuffix(GoldenRun run) {
        checkAdded(run, NAME.removeSuffix("LE").as("without_LE"));
        ColumnExpression fruit = col("fruit");
        run.check(
                2,
                run.input(2)
                        .select(fruit, fruit.str().removeSuffix(col("suffix")).as("fruit_cropped")));
    }

    @Golden("string.StringNamespace.slice")
    void slice(GoldenRun run) {
        checkAdded(run, NAME.slice(1, 4).as("slice"));
    }

    @Golden("string.StringNamespace.parse_int")
    void parseInt(GoldenRun run) {
        run.check(1, run.input(1).select(col("a").str().parseInt().as("a")));
    }

    @Golden("string.StringNamespace.parse_float")
    void parseFloat(GoldenRun run) {
        run.check(1, run.input(1).select(col("a").str().parseFloat().as("a")));
    }

    @Golden("string.StringNamespace.parse_bool")
    void parseBool(GoldenRun run) {
        run.check(1, run.input(1));
        run.check(2, run.input(1).select(col("a").str().parseBool().as("a")));
    }

    @Golden("numerical.NumericalNamespace.abs")
    void abs(GoldenRun run) {
        run.check(1, run.input(1).select(col("v").num().abs().as("v_abs")));
    }

    @Golden("numerical.NumericalNamespace.round")
    void round(GoldenRun run) {
        run.check(1, run.input(1).select(col("v").num().round(1).as("v_round")));
        run.check(2, run.input(2).select(col("v").num().round(col("precision")).as("v_round")));
    }

    @Golden("numerical.NumericalNamespace.fill_na")
    void fillNa(GoldenRun run) {
        run.check(1, run.input(1).select(col("v").num().fillNa(0).as("v_filled")));
    }

    @Golden("string.StringNamespace")
    void addsALowerCaseColumn(GoldenRun run) {
        checkAdded(run, NAME.lower().as("name_lower"));
    }

    @Golden("string.StringNamespace.replace")
    void replace(GoldenRun run) {
        checkAdded(run, NAME.replace("d", "Z").as("name_replace"));
        ColumnExpression value = col("value");
        run.check(
                2,
                run.input(2)
                        .select(
                                value,
                                value.str()
                                        .replace(col("old"), col("new"), col("count"))
                                        .as("value_replace")));
    }
}
