package io.millrace.column;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.memory.Allocators;
import io.millrace.type.Lane;
import io.millrace.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColumnBuilderTest {
    private static final Type[] TYPE_OF_LANE = {Type.BOOL, Type.INT64, Type.FLOAT64, Type.POINTER, Type.BYTES};

    /** A cell as the test remembers it. */
    private record Cell(CellStatus status, long high, long low, byte[] bytes) {}

    @ParameterizedTest
    @EnumSource(Lane.class)
    void cellsSurviveGrowthRemovalAndReuse(Lane lane) {
        SplittableRandom random = new SplittableRandom(lane.ordinal());
        try (BufferAllocator allocator = Allocators.root(1 << 26);
                ColumnBuilder builder = new ColumnBuilder(allocator, lane, 3)) {
            for (int round = 0; round < 30; round++) {
                builder.reset();
                List<Cell> cells = new ArrayList<>();
                boolean dense = round % 3 == 0;
                int rows = random.nextInt(1000);
                while (cells.size() < rows) {
                    if (!cells.isEmpty() && random.nextInt(10) == 0) {
                        builder.removeLast();
                        cells.removeLast();
                    } else {
                        cells.add(append(builder, lane, dense, random));
                    }
                }
                check(cells, builder.view(TYPE_OF_LANE[lane.ordinal()]), "seed " + lane.ordinal() + " round " + round);
            }
        }
    }

    private static Cell append(ColumnBuilder builder, Lane lane, boolean dense, SplittableRandom random) {
        switch (dense ? 9 : random.nextInt(10)) {
            case 0 -> {
                builder.appendNone();
                return new Cell(CellStatus.NONE, 0, 0, null);
            }
            case 1 -> {
                builder.appendError();
                return new Cell(CellStatus.ERROR, 0, 0, null);
            }
            case 2 -> {
                builder.appendPending();
                return new Cell(CellStatus.PENDING, 0, 0, null);
            }
            default -> {
                long high = random.nextLong();
                long low = lane == Lane.BIT ? random.nextInt(2) : random.nextLong();
                byte[] bytes = new byte[random.nextInt(30)];
                random.nextBytes(bytes);
                switch (lane) {
                    case BIT -> builder.appendBool(low == 1);
                    case I64 -> builder.appendLong(low);
                    case F64 -> builder.appendDouble(Double.longBitsToDouble(low));
                    case I128 -> builder.append128(high, low);
                    case BYTES -> builder.appendBytes(bytes, 0, bytes.length);
                }
                return new Cell(CellStatus.VALUE, high, low, bytes);
            }
        }
    }

    private static void check(List<Cell> cells, Column column, String hint) {
        assertEquals(cells.size(), column.rowCount(), hint);
        for (int row = 0; row < cells.size(); row++) {
            Cell cell = cells.get(row);
            String where = hint + " row " + row;
            assertEquals(cell.status(), column.status(row), where);
            if (cell.status() != CellStatus.VALUE) {
                continue;
            }
            switch (column.lane()) {
                case BIT -> assertEquals(cell.low() == 1, column.getBool(row), where);
                case I64, F64 -> assertEquals(cell.low(), column.getLong(row), where);
                case I128 -> {
                    assertEquals(cell.high(), column.getHigh(row), where);
                    assertEquals(cell.low(), column.getLow(row), where);
                }
                case BYTES -> assertArrayEquals(cell.bytes(), column.getBytes(row), where);
            }
        }
    }

    @Test
    void aColumnWithoutExceptionsHasNoBitmaps() {
        try (BufferAllocator allocator = Allocators.root(1 << 20);
                ColumnBuilder builder = new ColumnBuilder(allocator, Lane.I64, 8)) {
            builder.appendNone();
            builder.reset();
            builder.appendLong(5);
            Column column = builder.view(Type.INT64);
            assertTrue(column.isDense());
            assertEquals(0, column.errors());
            assertEquals(0, column.pending());
        }
    }

    @Test
    void copiedCellsKeepTheirStatus() {
        try (BufferAllocator allocator = Allocators.root(1 << 20);
                ColumnBuilder from = new ColumnBuilder(allocator, Lane.BYTES, 4);
                ColumnBuilder to = new ColumnBuilder(allocator, Lane.BYTES, 1)) {
            from.appendString("mill");
            from.appendNone();
            from.appendError();
            from.appendPending();
            Column source = from.view(Type.STRING);
            for (int row = 3; row >= 0; row--) {
                to.appendFrom(source, row);
            }
            Column copy = to.view(Type.STRING);
            assertEquals(CellStatus.PENDING, copy.status(0));
            assertEquals(CellStatus.ERROR, copy.status(1));
            assertEquals(CellStatus.NONE, copy.status(2));
            assertEquals("mill", copy.getString(3));
        }
    }
}
