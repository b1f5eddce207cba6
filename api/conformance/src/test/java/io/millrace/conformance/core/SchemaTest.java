package io.millrace.conformance.core;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.table.SchemaMatch;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;

/** Tables that must match a schema, and functions over tables that say so. */
@GoldenFile("core/common.txt")
final class SchemaTest {
    private static final Type OPTIONAL_INT = Type.optional(Type.INT64);
    private static final Schema INT = Schema.builder().column("col_a", Type.INT64).build();
    private static final Schema INT_KEY = Schema.builder().key("col_a", Type.INT64).build();
    private static final Schema INT_FLOAT = Schema.builder()
            .column("col_a", Type.INT64)
            .column("col_b", Type.FLOAT64)
            .build();
    private static final Schema INT_KEY_FLOAT = Schema.builder()
            .key("col_a", Type.INT64)
            .column("col_b", Type.FLOAT64)
            .build();

    private static final Schema FOO = Schema.builder().column("foo", Type.INT64).build();
    private static final Schema FOO_BAR = Schema.builder()
            .column("foo", Type.INT64)
            .column("bar", Type.FLOAT64)
            .build();
    private static final Schema FOO_KEY_BAR =
            Schema.builder().key("foo", Type.INT64).column("bar", Type.FLOAT64).build();
    private static final Schema FOO_BAR_BAZ = Schema.builder()
            .column("foo", Type.INT64)
            .column("bar", Type.FLOAT64)
            .column("baz", Type.ANY)
            .build();

    private static Schema one(Type type) {
        return Schema.builder().column("col_a", type).build();
    }

    /** The parameters are the numbers of two schemas, then: may there be more columns, do keys not count, may types be narrower. */
    @Golden("test_assert_table_has_schema_fails")
    void refusesTablesOfAnotherSchema(GoldenRun run) {
        String[] parameters = run.parameter().split("-");
        SchemaMatch match = SchemaMatch.exact()
                .allowingMore(parameters[2].equals("True"))
                .ignoringKeys(parameters[3].equals("True"))
                .allowingSubtypes(parameters[4].equals("True"));
        record Case(Schema table, Schema expected, String message) {}
        Case it =
                switch (parameters[0]) {
                    case "table_schema0" -> new Case(INT, one(Type.STRING), "column col_a is int, not str");
                    case "table_schema1" -> new Case(INT, one(Type.FLOAT64), "column col_a is int, not float");
                    case "table_schema2" -> new Case(INT_FLOAT, INT, "more columns: [col_b]");
                    case "table_schema3" -> new Case(INT_KEY, INT_KEY_FLOAT, "no column col_b");
                    case "table_schema4" -> new Case(INT_KEY_FLOAT, INT, "made of [col_a], not of []");
                    case "table_schema5" ->
                        new Case(one(OPTIONAL_INT), one(Type.optional(Type.STRING)), "column col_a is int | None");
                    default -> new Case(one(OPTIONAL_INT), INT, "column col_a is int | None, not int");
                };
        run.refuses(1, () -> Table.empty(it.table()).requireSchema(it.expected(), match))
                .saying(it.message());
    }

    @Golden({"test_table_transformer_decorator", "test_table_transformer_decorator_no_args"})
    void checksTheTablesThatAFunctionTakesAndGives(GoldenRun run) {
        Table foo = Table.empty(FOO);
        Table fooBar = Table.empty(FOO_BAR);
        Table fooBarBaz = Table.empty(FOO_BAR_BAZ);
        takesAndGivesFooBar(fooBar, fooBarBaz, fooBar);
        run.refuses(1, () -> takesAndGivesFooBar(fooBar, fooBarBaz, foo)).saying("no column bar");
        run.refuses(2, () -> takesAndGivesFooBar(fooBar, foo, fooBar)).saying("no column bar");
        run.refuses(3, () -> takesAndGivesFooBar(foo, fooBarBaz, fooBar)).saying("no column bar");
    }

    private static Table takesAndGivesFooBar(Table a, Table c, Table d) {
        d.requireSchema(FOO_BAR);
        c.requireSchema(FOO_BAR);
        return a.requireSchema(FOO_BAR);
    }

    @Golden("test_table_transformer_decorator_args_as_mapping")
    void checksWhatAFunctionGivesMoreClosely(GoldenRun run) {
        Table fooBar = Table.empty(FOO_BAR);
        Table fooBarBaz = Table.empty(FOO_BAR_BAZ);
        givesFooBarExactly(fooBar, fooBarBaz);
        run.refuses(1, () -> givesFooBarExactly(fooBarBaz, fooBarBaz)).saying("more columns: [baz]");
        run.refuses(2, () -> givesFooBarExactly(Table.empty(FOO_KEY_BAR), fooBarBaz))
                .saying("made of [foo], not of []");
    }

    private static Table givesFooBarExactly(Table a, Table c) {
        c.requireSchema(FOO_KEY_BAR);
        return a.requireSchema(FOO_BAR, SchemaMatch.exact().allowingSubtypes(true));
    }
}
