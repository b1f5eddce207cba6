package io.millrace.conformance.doctest;

import static io.millrace.table.Expressions.allColumns;
import static io.millrace.table.Expressions.coalesce;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.id;
import static io.millrace.table.Expressions.ifElse;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.leftId;
import static io.millrace.table.Expressions.lit;
import static io.millrace.table.Expressions.pointerFrom;
import static io.millrace.table.Expressions.require;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Expressions.rightId;
import static io.millrace.table.Reducers.avg;
import static io.millrace.table.Reducers.count;
import static io.millrace.table.Reducers.sum;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.ColumnExpression;
import io.millrace.table.JoinResult;
import io.millrace.table.SplitTable;
import io.millrace.table.Table;
import io.millrace.table.Universes;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.Map;

/** The documentation's examples of operations on tables. */
@GoldenFile(value = "doctest/internals.txt", prefix = "pathway.internals.")
final class TableDocTest {
    private static final ColumnExpression[] SAME_PET_AND_OWNER = {
        left("pet").eq(right("pet")), left("owner").eq(right("owner"))
    };
    private static final ColumnExpression[] SIZES = {
        left("age").as("age"), right("owner").as("owner_name"), right("size").as("size")
    };

    @Golden("common.iterate")
    void repeatsAStepUntilNothingChanges(GoldenRun run) {
        ColumnExpression val = col("val");
        run.check(
                1,
                run.input(1)
                        .iterate(table -> table.select(ifElse(
                                        val.eq(1),
                                        1,
                                        ifElse(
                                                val.mod(2).eq(0),
                                                val.floorDividedBy(2),
                                                val.times(3).plus(1)))
                                .as("val"))));
    }

    @Golden({"groupbys.GroupedTable.reduce", "table.Table.groupby"})
    void groupsByTwoColumns(GoldenRun run) {
        run.check(1, ages(run));
    }

    private static Table ages(GoldenRun run) {
        return run.input(1)
                .groupBy("pet", "owner")
                .reduce(col("owner"), col("pet"), sum("age").as("ageagg"));
    }

    @Golden("table.groupby")
    void groupsTablesAndJoins(GoldenRun run) {
        run.check(1, ages(run));
        run.check(2, pairs(run.input(2), run.input(3)));
    }

    @Golden({"groupbys.GroupedJoinResult.reduce", "joins.JoinResult.groupby"})
    void groupsPairs(GoldenRun run) {
        run.check(1, pairs(run.input(1), run.input(2)));
    }

    private static Table pairs(Table t1, Table t2) {
        return t1.join(t2, t1.col("owner").eq(t2.col("owner")))
                .groupBy("owner")
                .reduce(col("owner"), count().as("pairs"));
    }

    @Golden("joins.JoinResult.reduce")
    void countsPairs(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .join(run.input(2), left("owner").eq(right("owner")))
                        .reduce(count().as("total_pairs")));
    }

    @Golden("join_mode.JoinMode")
    void joinsInnerAndOuter(GoldenRun run) {
        run.check(1, run.input(1).join(run.input(2), SAME_PET_AND_OWNER).select(SIZES));
        run.check(2, run.input(1).joinOuter(run.input(2), SAME_PET_AND_OWNER).select(SIZES));
    }

    @Golden({
        "joins.JoinResult.select",
        "joins.Joinable.join",
        "joins.Joinable.join_inner",
        "joins.join",
        "joins.join_inner",
        "thisclass.left",
        "thisclass.right"
    })
    void joins(GoldenRun run) {
        run.check(1, run.input(1).joinInner(run.input(2), SAME_PET_AND_OWNER).select(SIZES));
    }

    @Golden("joins.JoinResult")
    void selectsOfPairs(GoldenRun run) {
        run.check(1, run.input(1).join(run.input(2), SAME_PET_AND_OWNER).select(left("age"), right("size")));
    }

    @Golden("joins.JoinResult.filter")
    void filtersPairs(GoldenRun run) {
        run.check(
                1,
                run.input(1)
                        .join(run.input(2))
                        .filter(left("owner").eq(right("owner")))
                        .select(left("age"), right("size")));
    }

    @Golden({"joins.Joinable.join_left", "joins.join_left"})
    void joinsLeft(GoldenRun run) {
        ColumnExpression sum = require(left("b").plus(right("d")), rightId());
        run.check(
                1, run.input(1).joinLeft(run.input(2), left("a").eq(right("c"))).select(columnsAnd(sum)));
    }

    @Golden({"joins.Joinable.join_right", "joins.join_right"})
    void joinsRight(GoldenRun run) {
        ColumnExpression sum = require(coalesce(left("b"), 0).plus(right("d")), leftId());
        run.check(
                1,
                run.input(1).joinRight(run.input(2), left("a").eq(right("c"))).select(columnsAnd(sum)));
    }

    @Golden({"joins.Joinable.join_outer", "joins.join_outer"})
    void joinsOuter(GoldenRun run) {
        ColumnExpression sum = require(left("b").plus(right("d")), leftId(), rightId());
        JoinResult joined = run.input(1).joinOuter(run.input(2), left("a").eq(right("c")));
        run.check(1, joined.select(columnsAnd(sum)));
    }

    private static ColumnExpression[] columnsAnd(ColumnExpression sum) {
        return new ColumnExpression[] {left("a"), right("c").as("t2_c"), sum.as("s")};
    }

    @Golden("joins.Joinable.C")
    void filtersByAColumnWithTheNameOfAMethod(GoldenRun run) {
        run.check(1, run.input(1).filter(col("filter")));
    }

    @Golden("joins.Joinable.__getattr__")
    void selectsAColumn(GoldenRun run) {
        run.check(1, run.input(1).select("age"));
    }

    @Golden("thisclass.this")
    void selectsColumnsInAnotherOrder(GoldenRun run) {
        run.check(1, run.input(1).select("owner", "age"));
    }

    @Golden("table.Table.__getitem__")
    void selectsTwoColumns(GoldenRun run) {
        run.check(1, run.input(1).select("age", "pet"));
    }

    @Golden("table.Table.select")
    void selectsAConstant(GoldenRun run) {
        run.check(1, run.input(1).select(col("pet").as("animal"), lit("fluffy").as("desc")));
    }

    @Golden("table.Table.id")
    void comparesIds(GoldenRun run) {
        Table ids = run.input(1).select(id().as("ids"));
        run.check(1, ids.select(id().eq(col("ids")).as("test")));
    }

    @Golden("table.Table.empty")
    void isEmpty(GoldenRun run) {
        run.check(
                1,
                Table.empty(Schema.builder()
                        .column("age", Type.FLOAT64)
                        .column("pet", Type.FLOAT64)
                        .build()));
    }

    @Golden("table.Table.filter")
    void filters(GoldenRun run) {
        run.check(1, run.input(1).filter(col("outdegree").eq(0)));
    }

    @Golden("table_like.TableLike")
    void filtersByAge(GoldenRun run) {
        run.check(1, run.input(1).filter(col("age").ge(9)));
    }

    @Golden("table.Table.split")
    void splits(GoldenRun run) {
        SplitTable split = run.input(1).split(col("outdegree").eq(0));
        run.check(1, split.positive());
        run.check(2, split.negative());
    }

    @Golden("table.Table.copy")
    void copies(GoldenRun run) {
        run.check(1, run.input(1).copy());
    }

    @Golden("table.Table.flatten")
    void flattens(GoldenRun run) {
        run.check(1, run.input(1).flatten("pet"));
    }

    @Golden("table.Table.concat_reindex")
    void concatenatesWithNewIds(GoldenRun run) {
        run.check(1, run.input(1).concatReindex(run.input(2)));
    }

    @Golden({
        "table.Table.concat",
        "universes.promise_are_pairwise_disjoint",
        "table_like.TableLike.promise_universes_are_disjoint"
    })
    void concatenates(GoldenRun run) {
        Table second = run.input(2);
        run.check(1, run.input(1).promiseUniversesAreDisjoint(second).concat(second));
    }

    @Golden({"table.Table.rename_columns", "table.Table.rename_by_dict"})
    void renames(GoldenRun run) {
        run.check(1, run.input(1).rename(Map.of("age", "years_old", "pet", "animal")));
    }

    @Golden("table.Table.with_prefix")
    void addsAPrefix(GoldenRun run) {
        run.check(1, run.input(1).withPrefix("u_"));
    }

    @Golden("table.Table.with_suffix")
    void addsASuffix(GoldenRun run) {
        run.check(1, run.input(1).withSuffix("_current"));
    }

    @Golden("table.Table.without")
    void dropsColumns(GoldenRun run) {
        run.check(1, run.input(1).without("age", "pet"));
    }

    @Golden("table.Table.pointer_from")
    void derivesIds(GoldenRun run) {
        Table grouped =
                run.input(1).groupBy("owner").reduce(pointerFrom(col("owner")).as("refcol"));
        run.check(1, grouped.select(id().eq(col("refcol")).as("test")));
    }

    @Golden("reducers.avg")
    void averages(GoldenRun run) {
        run.check(1, run.input(1).groupBy("colA").reduce(avg("colB").as("avg")));
    }

    @Golden("reducers.count")
    void counts(GoldenRun run) {
        run.check(1, run.input(1).groupBy("colA").reduce(count().as("count")));
    }

    private static Table[] ofSameIds(GoldenRun run) {
        Table first = run.input(1);
        Table second = run.input(2);
        Universes.promiseAreEqual(first, second);
        return new Table[] {first, second};
    }

    @Golden("table.Table.__add__")
    void putsColumnsOfTheSameRowsTogether(GoldenRun run) {
        Table[] t = ofSameIds(run);
        run.check(1, t[0].plus(t[1]));
    }

    @Golden("table.Table.with_columns")
    void replacesColumns(GoldenRun run) {
        Table[] t = ofSameIds(run);
        run.check(1, t[0].withColumns(t[1].col("owner"), t[1].col("pet"), t[1].col("size")));
    }

    @Golden({
        "table.Table.update_cells",
        "table.Table.__lshift__",
        "universes.promise_is_subset_of",
        "table_like.TableLike.promise_universe_is_subset_of"
    })
    void updatesCells(GoldenRun run) {
        Table old = run.input(1);
        run.check(1, old.updateCells(run.input(2).promiseUniverseIsSubsetOf(old)));
    }

    @Golden("table.Table.update_rows")
    void updatesRows(GoldenRun run) {
        run.check(1, run.input(1).updateRows(run.input(2)));
    }

    @Golden("table.Table.difference")
    void subtracts(GoldenRun run) {
        run.check(1, run.input(1).difference(run.input(2)));
    }

    @Golden("table.Table.intersect")
    void intersects(GoldenRun run) {
        run.check(1, run.input(1).intersect(run.input(2)));
    }

    @Golden("table.Table.restrict")
    void restricts(GoldenRun run) {
        Table t1 = run.input(1);
        run.check(1, t1.restrict(run.input(2).promiseUniverseIsSubsetOf(t1)));
    }

    @Golden("table.Table.with_universe_of")
    void takesTheIdsOfAnotherTable(GoldenRun run) {
        Table t1 = run.input(1);
        Table young = run.input(2).filter(col("age").lt(30)).withUniverseOf(t1);
        run.check(1, t1.plus(young));
    }

    @Golden("table_like.TableLike.promise_universe_is_equal_to")
    void updatesCellsOfATablePromisedToHaveTheSameIds(GoldenRun run) {
        Table t1 = run.input(1).filter(col("age").lt(30));
        Table t2 = run.input(2);
        Table t3 = t2.filter(col("age").gt(10));
        run.refuses(1, () -> t1.updateCells(t3)).saying("promiseUniverseIsSubsetOf");
        run.check(2, t1.promiseUniverseIsEqualTo(t2).updateCells(t3));
    }

    @Golden("universes.promise_are_equal")
    void updatesCellsAfterAPromise(GoldenRun run) {
        Table t1 = run.input(1);
        Table t2 = run.input(2).filter(col("age").lt(20));
        Table t3 = t2.filter(col("age").gt(10));
        run.refuses(1, () -> t1.updateCells(t3)).saying("promiseUniverseIsSubsetOf");
        Universes.promiseAreEqual(t1, t2);
        run.check(2, t1.updateCells(t3));
    }

    @Golden("table.Table.from_columns")
    void makesATableOfColumns(GoldenRun run) {
        Table t1 = Table.empty(Schema.builder()
                .column("age", Type.FLOAT64)
                .column("pet", Type.FLOAT64)
                .build());
        Table t2 = Table.empty(Schema.builder()
                        .column("foo", Type.FLOAT64)
                        .column("bar", Type.FLOAT64)
                        .build())
                .withUniverseOf(t1);
        run.check(1, Table.fromColumns(t1.col("pet"), t2.col("foo").as("qux")));
    }

    @Golden("table.Table.ix")
    void looksUpRows(GoldenRun run) {
        Table birds = run.input(2);
        run.check(
                1,
                birds.select(
                        col("desc"), run.input(1).ix(birds.id()).col("genus").as("latin")));
    }

    @Golden("table.Table.ix_ref")
    void looksUpRowsByValues(GoldenRun run) {
        Table named = run.input(1).withIdFrom("name");
        run.check(1, named.select(allColumns(), named.ixRef("Alice").col("pet").as("new_value")));
        Table second = run.input(2);
        Table counts = second.groupBy("pet").reduce(col("pet"), count().as("count"));
        run.check(
                2,
                second.select(
                        allColumns(),
                        counts.ixRef(second.col("pet")).col("count").as("new_value")));
        Table third = run.input(3);
        Table all = third.reduce(count().as("count"));
        run.check(3, third.select(allColumns(), all.ixRef().col("count").as("new_value")));
    }

    @Golden("table.Table.with_id_from")
    void makesIdsOfAColumn(GoldenRun run) {
        Table old = run.input(1).withColumns(id().as("old_id"));
        Table renewed = old.withIdFrom("age");
        run.check(1, renewed);
        run.check(
                2,
                renewed.select(
                        col("age"),
                        col("owner"),
                        col("pet"),
                        id().eq(col("old_id")).as("same_as_old"),
                        id().eq(pointerFrom(col("age"))).as("same_as_new")));
    }

    @Golden("table.Table.remove_errors")
    void removesErrors(GoldenRun run) {
        run.keepGoing();
        run.check(
                1,
                run.input(1)
                        .withColumns(col("a").floorDividedBy(col("b")).as("x"))
                        .removeErrors());
    }

    @Golden("table.Table.to_stream")
    void makesAStream(GoldenRun run) {
        run.check(1, run.input(1).toStream());
    }

    @Golden("table.Table.from_streams")
    void makesATableOfTwoStreams(GoldenRun run) {
        run.check(1, Table.fromStreams(run.input(1), run.input(2)));
    }

    @Golden("table.Table.stream_to_table")
    void makesATableOfAStream(GoldenRun run) {
        Table flagged = run.input(1).withColumns(col("is_upsert").as("flag"));
        run.check(1, flagged.streamToTable("flag"));
    }
}
