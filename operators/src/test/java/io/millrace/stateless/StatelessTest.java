package io.millrace.stateless;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.column.CellStatus;
import io.millrace.expression.Expression;
import io.millrace.expression.Op;
import io.millrace.expression.Signatures;
import io.millrace.key.JsonText;
import io.millrace.key.Pointer;
import io.millrace.memory.Allocators;
import io.millrace.port.DataError;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.OperatorFactory;
import io.millrace.type.Type;
import io.millrace.value.Tensor;
import io.millrace.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StatelessTest {
    private static final List<Type> TYPES = List.of(Type.INT64, Type.STRING);
    private static final Expression NUMBER = new Expression.ColumnRef(0, Type.INT64);
    private static final Expression TEXT = new Expression.ColumnRef(1, Type.STRING);

    private final BufferAllocator allocator = Allocators.root(1L << 28);
    private final BatchPool pool = new BatchPool(allocator, 8);
    private final List<DataError> errors = new ArrayList<>();
    private final OperatorContext context = new OperatorContext(1, "test", 0, 1, allocator, pool, errors::add);

    @AfterEach
    void nothingLeaked() {
        pool.close();
        assertEquals(0, allocator.getAllocatedMemory());
        allocator.close();
    }

    @Test
    void aChainIsOnePassThatSharesWhatItDoesNotCompute() {
        List<Step> steps = List.of(
                new Step.Filter(call(Op.GREATER, NUMBER, literal(1L)), null),
                new Step.Project(List.of(TEXT, call(Op.ADD, NUMBER, literal(10L))), List.of()),
                new Step.Filter(call(Op.LESS, new Expression.ColumnRef(1, Type.INT64), literal(14L)), null),
                new Step.Project(
                        List.of(
                                new Expression.ColumnRef(1, Type.INT64),
                                new Expression.ColumnRef(0, Type.STRING),
                                call(Op.MULTIPLY, new Expression.ColumnRef(1, Type.INT64), literal(2L))),
                        List.of()));
        try (Batch batch = batch(TYPES, row(1, 1L, "a"), row(1, 2L, "b"), row(-1, 3L, "c"), row(1, 4L, "d"))) {
            run(StatelessStage.of(TYPES, steps), batch, result -> {
                assertEquals(List.of("12 b 24 +1 ^1", "13 c 26 -1 ^2"), rows(result));
                assertEquals(batch.column(1).data(), result.column(1).data(), "the text was copied");
                assertEquals(batch.weights().data(), result.weights().data());
                assertEquals(batch.epoch(), result.epoch());
            });
        }
    }

    @Test
    void fewRowsOfManyAreCopiedAndComputedAlone() {
        List<Step> steps = List.of(
                new Step.Filter(call(Op.EQUAL, NUMBER, literal(7L)), null),
                new Step.Project(List.of(TEXT, call(Op.ADD, TEXT, TEXT), NUMBER), List.of()));
        Row[] rows = new Row[20];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(i + 1, (long) i, "t" + i);
        }
        try (Batch batch = batch(TYPES, rows)) {
            run(StatelessStage.of(TYPES, steps), batch, result -> {
                assertEquals(1, result.rowCount());
                assertNull(result.selection());
                assertEquals(List.of("t7 t7t7 7 +8 ^7"), rows(result));
            });
        }
    }

    @Test
    void aBatchOfWhichNothingIsLeftIsNotPassedOn() {
        List<Step> steps = List.of(new Step.Filter(call(Op.LESS, NUMBER, literal(0L)), null));
        try (Batch batch = batch(TYPES, row(1, 1L, "a"))) {
            run(StatelessStage.of(TYPES, steps), batch, result -> {
                throw new AssertionError("passed on");
            });
        }
    }

    @Test
    void aFilterDropsRowsWhoseConditionIsAnErrorAndReportsThem() {
        Expression quotient = call(Op.FLOOR_DIVIDE, literal(6L), NUMBER);
        List<Step> steps = List.of(
                new Step.Filter(call(Op.GREATER, quotient, literal(1L)), "App.java:3"),
                new Step.Project(List.of(quotient), List.of("App.java:4")));
        try (Batch batch = batch(TYPES, row(1, 0L, "a"), row(1, 2L, "b"), row(1, 6L, "c"), row(1, 1L, "d"))) {
            run(
                    StatelessStage.of(TYPES, steps),
                    batch,
                    result -> assertEquals(List.of("3 +1 ^1", "6 +1 ^3"), rows(result)));
        }
        assertEquals(
                List.of(DataError.Kind.DIVISION_BY_ZERO, DataError.Kind.ERROR_IN_FILTER),
                errors.stream().map(DataError::kind).toList());
        assertEquals(
                List.of("App.java:3", "App.java:3"),
                errors.stream().map(DataError::userLine).toList());
    }

    @Test
    void constantsAndErrorsPassAsColumns() {
        List<Step> steps = List.of(new Step.Project(
                List.of(literal(5L), new Expression.Literal(null, Type.optional(Type.STRING)), TEXT), List.of()));
        try (Batch batch = batch(TYPES, row(1, 0L, CellStatus.ERROR), row(1, 2L, "b"))) {
            run(
                    StatelessStage.of(TYPES, steps),
                    batch,
                    result -> assertEquals(List.of("5 null ERROR +1 ^0", "5 null b +1 ^1"), rows(result)));
        }
        assertEquals(List.of(), errors);
    }

    @Test
    void flatteningRepeatsTheRowForEachElementWithIdsOfItsOwn() {
        List<Type> types = List.of(Type.STRING, Type.optional(Type.list(Type.INT64)));
        try (Batch batch = batch(
                types,
                row(1, "a", List.of(1L, 2L)),
                row(2, "b", List.of()),
                row(-1, "c", List.of(3L)),
                row(1, "d", null),
                row(1, "e", CellStatus.ERROR))) {
            var flattening = new FlattenOperator.Flattening(1, Type.INT64, true, true, "App.java:9");
            run(FlattenOperator.of(flattening), batch, result -> {
                assertEquals(3, result.rowCount());
                Pointer first = new Pointer(0, 0);
                Pointer third = new Pointer(0, 2);
                assertEquals(Arrays.asList("a", 1L, first), cells(result, 0));
                assertEquals(Arrays.asList("a", 2L, first), cells(result, 1));
                assertEquals(Arrays.asList("c", 3L, third), cells(result, 2));
                assertEquals(-1, result.weight(2));
                assertEquals(Pointer.flattenKey(first, 1), id(result, 1));
                assertEquals(Pointer.flattenKey(third, 0), id(result, 2));
            });
        }
        assertEquals(
                List.of(DataError.Kind.VALUE, DataError.Kind.ERROR_IN_FLATTEN),
                errors.stream().map(DataError::kind).toList());
        assertEquals(
                "cannot flatten None; the row is dropped", errors.getFirst().message());
    }

    @Test
    void textsJsonArraysAndAnyFlattenToo() {
        assertFlat(Type.STRING, "añ🙂", "a", "ñ", "🙂");
        assertFlat(
                Type.JSON,
                new JsonText("[1,[2],{\"a\":3}]"),
                new JsonText("1"),
                new JsonText("[2]"),
                new JsonText("{\"a\":3}"));
        assertFlat(Type.JSON, new JsonText("[]"));
        assertFlat(new Type.Tensor(Type.FLOAT64, 1), Tensor.of(new double[] {1.5, 2}), 1.5, 2.0);
        assertFlat(
                new Type.Tensor(Type.INT64, 2),
                Tensor.of(new long[] {1, 2, 3, 4}, 2, 2),
                Tensor.of(new long[] {1, 2}),
                Tensor.of(new long[] {3, 4}));
        assertFlat(Type.ANY, "xy", "x", "y");
        assertFlat(Type.ANY, List.of(1L, "b"), 1L, "b");
        assertFlat(Type.tuple(Type.INT64, Type.FLOAT64), List.of(1L, 2.5), 1.0, 2.5);
        assertEquals(List.of(), errors);
        assertFlat(Type.JSON, new JsonText("{\"field\":[1]}"));
        assertEquals(
                "cannot flatten {\"field\":[1]}; the row is dropped",
                errors.getFirst().message());
    }

    @Test
    void manyElementsAreCutIntoBatches() {
        List<Object> many = new ArrayList<>();
        for (long i = 0; i < 21; i++) {
            many.add(i);
        }
        List<Integer> sizes = new ArrayList<>();
        List<Type> types = List.of(Type.list(Type.INT64));
        try (Batch batch = batch(types, row(1, many))) {
            var flattening = new FlattenOperator.Flattening(0, Type.INT64, true, false, null);
            run(FlattenOperator.of(flattening), batch, result -> {
                for (int i = 0; i < result.rowCount(); i++) {
                    int element = sizes.stream().mapToInt(it -> it).sum() + i;
                    assertEquals(element, result.column(0).getLong(i));
                    assertEquals(Pointer.flattenKey(new Pointer(0, 0), element), id(result, i));
                }
                sizes.add(result.rowCount());
            });
        }
        assertEquals(List.of(8, 8, 5), sizes);
    }

    @Test
    void concatenationPassesOnAndCanGiveNewIds() {
        try (Batch batch = batch(TYPES, row(1, 1L, "a"))) {
            run(ConcatOperator.factory(), batch, result -> assertEquals(List.of("1 a +1 ^0"), rows(result)));
            run(
                    ReindexOperator.concat(),
                    batch,
                    result -> assertEquals(Pointer.concatKey(new Pointer(0, 0), 0), id(result, 0)));
        }
    }

    @Test
    void aPointerColumnBecomesTheIdAndErrorsAmongThemAreDropped() {
        List<Type> types = List.of(Type.INT64, Type.optional(Type.POINTER));
        Pointer id = Pointer.of("x");
        try (Batch batch = batch(types, row(1, 1L, id), row(1, 2L, null), row(1, 3L, CellStatus.ERROR))) {
            run(ReindexOperator.withIdFrom(1, "App.java:5"), batch, result -> {
                assertEquals(1, result.selectedCount());
                assertEquals(id, id(result, result.selectedRow(0)));
            });
        }
        assertEquals(2, errors.size());
        assertEquals(DataError.Kind.ERROR_IN_REINDEX, errors.getFirst().kind());
    }

    @Test
    void anySplitOfTheInputGivesTheSameRows() {
        List<Step> steps = List.of(
                new Step.Filter(call(Op.NOT_EQUAL, call(Op.MODULO, NUMBER, literal(3L)), literal(0L)), null),
                new Step.Project(List.of(call(Op.TO_STRING, NUMBER), call(Op.UPPER, TEXT)), List.of()),
                new Step.Filter(
                        call(
                                Op.NOT_EQUAL,
                                new Expression.ColumnRef(1, Type.STRING),
                                new Expression.Literal("B", Type.STRING)),
                        null));
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Row[] input = new Row[100];
            for (int i = 0; i < input.length; i++) {
                input[i] = row(
                        random.nextInt(5) - 2,
                        (long) random.nextInt(50),
                        List.of("a", "b", "c").get(random.nextInt(3)));
            }
            List<String> whole = new ArrayList<>();
            List<String> split = new ArrayList<>();
            try (Batch batch = batch(TYPES, input)) {
                run(StatelessStage.of(TYPES, steps), batch, result -> whole.addAll(withoutIds(result)));
            }
            for (int from = 0; from < input.length; ) {
                int to = Math.min(input.length, from + 1 + random.nextInt(9));
                try (Batch batch = batch(TYPES, Arrays.copyOfRange(input, from, to))) {
                    run(StatelessStage.of(TYPES, steps), batch, result -> split.addAll(withoutIds(result)));
                }
                from = to;
            }
            assertNotEquals(List.of(), whole);
            assertEquals(whole, split, "seed " + seed);
        }
    }

    private void assertFlat(Type type, Object value, Object... elements) {
        List<Object> flat = new ArrayList<>();
        try (Batch batch = batch(List.of(type), row(1, value))) {
            Type element = Signatures.flatten(type).orThrow();
            run(FlattenOperator.of(new FlattenOperator.Flattening(0, element, false, false, null)), batch, result -> {
                for (int i = 0; i < result.rowCount(); i++) {
                    flat.add(cells(result, i).getFirst());
                }
            });
        }
        assertEquals(List.of(elements), flat, type.toString());
    }

    private void run(OperatorFactory factory, Batch batch, Consumer<Batch> output) {
        try (Operator operator = factory.open(context, output::accept)) {
            operator.push(0, batch);
            operator.endEpoch(batch.epoch());
        }
    }

    private Batch batch(List<Type> types, Row... rows) {
        try (BatchBuilder builder = new BatchBuilder(pool, types, true)) {
            int number = 0;
            for (Row row : rows) {
                for (int i = 0; i < types.size(); i++) {
                    Values.append(builder.column(i), types.get(i), row.cells()[i]);
                }
                builder.keys().append128(0, number++);
                builder.endRow(row.weight());
            }
            return builder.build(8, 0);
        }
    }

    private static List<String> rows(Batch batch) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < batch.selectedCount(); i++) {
            int row = batch.selectedRow(i);
            StringBuilder text = new StringBuilder();
            cells(batch, row).forEach(cell -> text.append(cell).append(' '));
            rows.add(text.append(batch.weight(row) > 0 ? "+" : "")
                    .append(batch.weight(row))
                    .append(" ^")
                    .append(batch.keys().getLow(row))
                    .toString());
        }
        return rows;
    }

    private static List<String> withoutIds(Batch batch) {
        return rows(batch).stream()
                .map(row -> row.substring(0, row.indexOf(" ^")))
                .toList();
    }

    private static List<Object> cells(Batch batch, int row) {
        List<Object> cells = new ArrayList<>();
        for (int i = 0; i < batch.columnCount(); i++) {
            cells.add(Values.read(batch.column(i), row));
        }
        return cells;
    }

    private static Pointer id(Batch batch, int row) {
        return new Pointer(batch.keys().getHigh(row), batch.keys().getLow(row));
    }

    private static Row row(long weight, Object... cells) {
        return new Row(weight, cells);
    }

    private static Expression call(Op op, Expression... operands) {
        return Signatures.call(op, operands);
    }

    private static Expression literal(Long value) {
        return new Expression.Literal(value, Type.INT64);
    }

    private record Row(long weight, Object[] cells) {}
}
