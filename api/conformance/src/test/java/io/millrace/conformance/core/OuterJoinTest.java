package io.millrace.conformance.core;

import static io.millrace.table.Expressions.allColumns;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.id;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.leftId;
import static io.millrace.table.Expressions.require;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Expressions.rightId;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.JoinResult;
import io.millrace.table.Joinable;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;

/** Joins that keep rows without a match. */
@GoldenFile("core/joins.txt")
final class OuterJoinTest {
    private static final ColumnExpression SUM = left("b").plus(right("d"));
    private static final ColumnExpression SUM_OF_PAIRS =
            require(SUM, leftId(), rightId()).as("s");
    private static final ColumnExpression SUM_OF_MATCHED_LEFT =
            require(SUM, rightId()).as("s");
    private static final ColumnExpression SUM_OF_MATCHED_RIGHT =
            require(SUM, leftId()).as("s");

    private static JoinResult onA(GoldenRun run, String how) {
        return join(run.input(1), how, run.input(2), left("a").eq(right("a")));
    }

    private static JoinResult onAAndC(GoldenRun run, String how) {
        return join(run.input(1), how, run.input(2), left("a").eq(right("c")));
    }

    private static JoinResult join(Joinable first, String how, Joinable second, ColumnExpression... conditions) {
        return switch (first) {
            case Table table ->
                switch (how) {
                    case "inner" -> table.join(second, conditions);
                    case "outer" -> table.joinOuter(second, conditions);
                    case "left" -> table.joinLeft(second, conditions);
                    default -> table.joinRight(second, conditions);
                };
            case JoinResult joined ->
                switch (how) {
                    case "inner" -> joined.join(second, conditions);
                    case "outer" -> joined.joinOuter(second, conditions);
                    case "left" -> joined.joinLeft(second, conditions);
                    default -> joined.joinRight(second, conditions);
                };
        };
    }

    @Golden({"test_left_join_01", "test_left_join_universe_asserts"})
    void keepsTheLeft(GoldenRun run) {
        run.check(1, onA(run, "left").select(left("a"), right("a").as("t2_a"), SUM_OF_PAIRS));
    }

    @Golden("test_left_join_this")
    void keepsTheLeftWhereTheRightIdIsRequired(GoldenRun run) {
        run.check(1, onA(run, "left").select(left("a"), right("a").as("t2_a"), SUM_OF_MATCHED_LEFT));
    }

    @Golden("test_left_join_015")
    void givesNoneForTheRight(GoldenRun run) {
        run.check(1, onAAndC(run, "left").select(right("c").as("a")));
    }

    @Golden("test_left_join_02")
    void addsMatchedRows(GoldenRun run) {
        run.check(1, onAAndC(run, "left").select(left("a"), right("c").as("t2_c"), SUM_OF_MATCHED_LEFT));
    }

    @Golden("test_left_join_desugaring_01")
    void addsRowsThatBothSidesHave(GoldenRun run) {
        run.check(1, onAAndC(run, "left").select(left("a"), right("c").as("t2_c"), SUM_OF_PAIRS));
    }

    @Golden("test_left_join_03")
    void computesOfTheLeftWithoutAMatch(GoldenRun run) {
        run.check(
                1,
                onAAndC(run, "left")
                        .select(left("a"), left("a").times(left("a")).as("t1_a2"), SUM_OF_MATCHED_LEFT));
    }

    @Golden("test_right_join_01")
    void keepsTheRight(GoldenRun run) {
        run.check(1, onA(run, "right").select(left("a"), right("a").as("t2_a"), SUM_OF_MATCHED_RIGHT));
    }

    @Golden("test_right_join_02")
    void addsMatchedRowsOfTheRight(GoldenRun run) {
        run.check(1, onAAndC(run, "right").select(left("a"), right("c").as("t2_c"), SUM_OF_MATCHED_RIGHT));
    }

    @Golden("test_right_join_desugaring_01")
    void addsRowsOfTheRightThatBothSidesHave(GoldenRun run) {
        run.check(1, onAAndC(run, "right").select(left("a"), right("c").as("t2_c"), SUM_OF_PAIRS));
    }

    @Golden("test_right_join_wid_substitute_and_desugaring")
    void keepsTheIdsOfTheRight(GoldenRun run) {
        run.check(
                1,
                onAAndC(run, "right").idOfRight().select(left("a"), right("c").as("t2_c"), SUM_OF_PAIRS));
    }

    @Golden("test_right_join_03")
    void computesOfTheRightWithoutAMatch(GoldenRun run) {
        run.check(
                1,
                onAAndC(run, "right")
                        .select(left("a"), right("c").times(right("c")).as("t2_c2"), SUM_OF_MATCHED_RIGHT));
    }

    @Golden("test_left_join_empty_duplicates_01")
    void givesEmptyRowsForTheLeft(GoldenRun run) {
        ColumnExpression square = require(right("c").times(right("c")), rightId());
        run.check(1, onAAndC(run, "left").select(square.as("t2_c2"), SUM_OF_MATCHED_LEFT));
    }

    @Golden("test_left_join_duplicates_02")
    void repeatsTheLeft(GoldenRun run) {
        run.check(
                1,
                onAAndC(run, "left")
                        .select(
                                left("a").times(left("a")).as("t1_a2"),
                                left("a").plus(left("b")).as("s")));
    }

    @Golden("test_right_join_empty_duplicates_01")
    void givesEmptyRowsForTheRight(GoldenRun run) {
        ColumnExpression square = require(left("a").times(left("a")), leftId());
        run.check(1, onAAndC(run, "right").select(square.as("t1_a2"), SUM_OF_MATCHED_RIGHT));
    }

    @Golden("test_right_join_duplicates_02")
    void repeatsTheRight(GoldenRun run) {
        run.check(
                1,
                onAAndC(run, "right")
                        .select(
                                right("c").times(right("c")).as("t2_c2"),
                                right("c").plus(right("d")).as("s")));
    }

    @Golden({"test_outer_join_01", "test_outer_join_desugaring_02"})
    void keepsBoth(GoldenRun run) {
        run.check(1, onA(run, "outer").select(left("a"), right("a").as("t2_a"), SUM_OF_PAIRS));
    }

    @Golden({"test_outer_join_02", "test_outer_join_03", "test_outer_join_04", "test_outer_join_desugaring_01"})
    void keepsBothWithoutAMatch(GoldenRun run) {
        run.check(1, onAAndC(run, "outer").select(left("a"), right("c").as("t2_c"), SUM_OF_PAIRS));
    }

    @Golden("test_outer_join_smart_cols")
    void readsTheSideThatIsThere(GoldenRun run) {
        run.check(
                1,
                onA(run, "outer")
                        .select(col("a"), left("a").as("la"), right("a").as("ra")));
    }

    @Golden("test_chained_outer_join_smart_cols")
    void readsTheSideThatIsThereInAChain(GoldenRun run) {
        Table t1 = run.input(1);
        Table t2 = run.input(2);
        Table t3 = run.input(3);
        run.check(
                1,
                t1.joinOuter(t2, t1.col("a").eq(t2.col("a")))
                        .joinOuter(t3, left("a").eq(t3.col("a")))
                        .select(
                                col("a"),
                                left("a").as("la"),
                                right("a").as("ra"),
                                t1.col("a").as("lla"),
                                t2.col("a").as("lra")));
    }

    @Golden("test_left_join_set_id_01")
    void hasTheIdsOfTheLeft(GoldenRun run) {
        run.check(1, onA(run, "left").idOfLeft().select());
        run.refuses(2, () -> onA(run, "left").idOfRight().select()).saying("no right id");
    }

    @Golden("test_left_join_set_id_02")
    void hasTheIdsOfTheLeftAfterASelect(GoldenRun run) {
        run.check(1, onA(run, "left").idOfLeft().select(left("a")).select());
    }

    @Golden("test_right_join_set_id_01")
    void hasTheIdsOfTheRight(GoldenRun run) {
        run.check(1, onA(run, "right").idOfRight().select());
        run.refuses(2, () -> onA(run, "right").idOfLeft().select()).saying("no left id");
    }

    @Golden("test_right_join_set_id_02")
    void hasTheIdsOfTheRightAfterNoSelect(GoldenRun run) {
        run.check(1, onA(run, "right").idOfRight().select());
    }

    @Golden("test_outer_join_set_id_01")
    void refusesTheIdsOfASideThatMayBeMissing(GoldenRun run) {
        run.refuses(1, () -> onA(run, "outer").idOfRight().select()).saying("no right id");
        run.refuses(2, () -> onA(run, "outer").idOfLeft().select()).saying("no left id");
    }

    @Golden("test_outer_join_desugaring_03")
    void refusesTheIdsOfEitherSide(GoldenRun run) {
        run.refuses(1, () -> onA(run, "outer").idOfLeft().select()).saying("no left id");
        run.refuses(2, () -> onA(run, "outer").idOfRight().select()).saying("no right id");
    }

    @Golden("test_outer_join_set_id_02")
    void refusesAColumnAsId(GoldenRun run) {
        run.compilerRefuses(1, "t.joinOuter(u, left(\"a\").eq(right(\"a\"))).idOfLeft(left(\"a\"))");
    }

    @Golden("test_outer_join_id")
    void givesTheIdsOfPairs(GoldenRun run) {
        Table t1 = run.input(1);
        Table t2 = run.input(2);
        run.check(1, t1.joinOuter(t2, t1.id().eq(t2.id())).select(id().as("id_col")));
    }

    @Golden("test_outer_join_chaining_no_cond_leftsided")
    void pairsAllRowsOfThreeTablesFromTheLeft(GoldenRun run) {
        int step = 1;
        for (String first : new String[] {"inner", "outer", "left", "right"}) {
            for (String second : new String[] {"inner", "outer", "left", "right"}) {
                JoinResult pairs = join(run.input(1), first, run.input(2));
                run.check(step++, join(pairs, second, run.input(3)).select(allColumns()));
            }
        }
    }

    @Golden("test_outer_join_chaining_no_cond_rightsided")
    void pairsAllRowsOfThreeTablesFromTheRight(GoldenRun run) {
        int step = 1;
        for (String first : new String[] {"inner", "outer", "left", "right"}) {
            for (String second : new String[] {"inner", "outer", "left", "right"}) {
                JoinResult pairs = join(run.input(2), first, run.input(3));
                run.check(step++, join(run.input(1), second, pairs).select(allColumns()));
            }
        }
    }

    @Golden("test_outer_join_chaining_some_cond")
    void joinsThreeTablesByIds(GoldenRun run) {
        Table t1 = run.input(1);
        Table t2 = run.input(2);
        Table t3 = run.input(3);
        run.check(
                1,
                t1.joinOuter(t2.joinOuter(t3, t2.id().eq(t3.id())), t1.id().eq(t2.id()))
                        .select(allColumns()));
    }

    @Golden("test_outer_join_chaining_cond")
    void joinsThreeTablesByColumns(GoldenRun run) {
        Table t1 = run.input(1);
        Table t2 = run.input(2);
        Table t3 = run.input(3);
        run.check(
                1,
                t1.joinOuter(t2, t1.col("col").eq(t2.col("col")))
                        .joinOuter(t3, t1.col("col").eq(t3.col("col")))
                        .select(
                                t1.col("a"),
                                t2.col("b"),
                                t3.col("c"),
                                t1.col("col").as("col1"),
                                t2.col("col").as("col2"),
                                t3.col("col").as("col3")));
    }

    @Golden("test_leftjoin_chain_assign_id")
    void keepsTheIdsOfTheFirstTableInAChain(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .joinLeft(run.input(2), left("b").eq(right("bb")))
                        .idOfLeft()
                        .joinLeft(run.input(3), left("c").eq(right("cc")))
                        .idOfLeft()
                        .select(allColumns()));
    }

    @Golden("test_joins_typing_on")
    void refusesToJoinIntsWithTexts(GoldenRun run) {
        Table ints = Table.empty(Schema.builder().column("col", Type.INT64).build());
        Table texts = Table.empty(Schema.builder().column("col", Type.STRING).build());
        run.refuses(
                        1,
                        () -> ints.join(texts, ints.col("col").eq(texts.col("col")))
                                .select())
                .saying("int", "str");
    }

    @Golden("test_inner_join_exactly_once[False-False]")
    void joinsStreams(GoldenRun run) {
        run.check(1, onA(run, "inner").select(left("a"), left("b"), right("c")));
    }

    @Golden("test_use_other_column_after_left_join_preserving_universe")
    void addsColumnsOfTheLeftsRows(GoldenRun run) {
        Table t1 = run.input(1);
        Table t3 = t1.select(col("a").plus(1).as("a"));
        Table joined =
                t1.joinLeft(run.input(2), left("b").eq(right("b"))).idOfLeft().select(left("b"), right("c"));
        run.check(1, joined.plus(t3));
    }
}
