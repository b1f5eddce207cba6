package io.millrace.conformance.core;

import static io.millrace.table.Expressions.apply;
import static io.millrace.table.Expressions.col;

import io.millrace.conformance.Golden;
import io.millrace.conformance.GoldenFile;
import io.millrace.conformance.GoldenRun;
import io.millrace.debug.Change;
import io.millrace.debug.Debug;
import io.millrace.key.Pointer;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.value.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Engine-level tests, whose tables have a column {@code c0} and ids that are small numbers. */
@GoldenFile("core/api.txt")
final class ApiTest {
    private static final Map<String, Object> VALUES = Map.ofEntries(
            Map.entry("42", 42L),
            Map.entry("42.0", 42.0),
            Map.entry("''", ""),
            Map.entry("'foo'", "foo"),
            Map.entry("True", true),
            Map.entry("False", false),
            Map.entry("()", List.of()),
            Map.entry("(42,)", List.of(42L)),
            Map.entry("(1, 2, 3)", List.of(1L, 2L, 3L)),
            Map.entry("array([], dtype=int64)", Tensor.of(new long[0])),
            Map.entry("array([42])", Tensor.of(new long[] {42})),
            Map.entry("array([1, 2, 3])", Tensor.of(new long[] {1, 2, 3})),
            Map.entry("array([], dtype=float64)", Tensor.of(new double[0])),
            Map.entry("array([42.])", Tensor.of(new double[] {42})),
            Map.entry("array([1., 2., 3.])", Tensor.of(new double[] {1, 2, 3})));

    @Golden("test_value_type_via_python")
    void passesValuesOfEveryTypeThroughAFunction(GoldenRun run) {
        Object value = VALUES.get(run.parameter());
        Schema schema = Schema.builder().column("c0", Type.ANY).build();
        Table table = Debug.tableFromChanges(
                schema, List.of(new Change(Pointer.EMPTY, new ArrayList<>(Arrays.asList(value)), 0, 1)));
        run.check(1, table.select(apply(arguments -> arguments[0], Type.ANY, col("c0")).as("c0")));
    }

    @Golden("test_assert")
    void tellsTablesOfOtherValuesApart(GoldenRun run) {
        run.check(1, numbers());
        run.check(2, numbers());
    }

    private static Table numbers() {
        Schema schema = Schema.builder().column("c0", Type.INT64).build();
        return Debug.tableFromChanges(
                schema,
                LongStream.range(0, 3)
                        .mapToObj(i -> new Change(new Pointer(0, i), List.of(10 * i), 0, 1))
                        .toList());
    }
}
