package io.millrace.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.column.ColumnBuilder;
import io.millrace.memory.Allocators;
import io.millrace.type.Lane;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final Schema PAIR =
            Schema.builder().column("n", Type.INT64).column("s", Type.STRING).build();

    private final BufferAllocator allocator = Allocators.root(1 << 26);
    private final BatchPool pool = new BatchPool(allocator, 128);

    @AfterEach
    void nothingIsLeftOver() {
        pool.close();
        allocator.close();
    }

    private Batch pairs(int rows) {
        try (BatchBuilder builder = new BatchBuilder(pool, PAIR, false)) {
            for (int i = 0; i < rows; i++) {
                builder.column(0).appendLong(i);
                builder.column(1).appendString("row " + i);
                builder.endRow();
            }
            return builder.build(4, 0);
        }
    }

    @Test
    void aBatchOfInsertionsHasNoWeights() {
        try (Batch batch = pairs(100)) {
            assertNull(batch.weights());
            assertEquals(1, batch.weight(99));
            assertEquals(100, batch.selectedCount());
            assertEquals(4, batch.epoch());
            assertEquals("row 99", batch.column(1).getString(99));
        }
    }

    @Test
    void aWeightOtherThanOneBringsTheColumnWithAllEarlierRows() {
        try (BatchBuilder builder = new BatchBuilder(pool, PAIR, false)) {
            for (int i = 0; i < 10; i++) {
                builder.column(0).appendLong(i);
                builder.column(1).appendString("");
                builder.endRow(i == 7 ? -2 : 1);
            }
            try (Batch batch = builder.build(0, 0)) {
                for (int i = 0; i < 10; i++) {
                    assertEquals(i == 7 ? -2 : 1, batch.weight(i));
                }
            }
        }
    }

    @Test
    void aCancelledRowLeavesNoTrace() {
        try (BatchBuilder builder = new BatchBuilder(pool, PAIR, true)) {
            builder.column(0).appendNone();
            builder.keys().append128(1, 2);
            builder.cancelRow();
            builder.column(0).appendLong(3);
            builder.column(1).appendString("kept");
            builder.keys().append128(3, 4);
            builder.endRow();
            try (Batch batch = builder.build(0, 0)) {
                assertEquals(1, batch.rowCount());
                assertEquals(3, batch.column(0).getLong(0));
                assertEquals(4, batch.keys().getLow(0));
            }
        }
    }

    @Test
    void aSelectionLetsRowsThroughWithoutACopy() {
        try (Batch all = pairs(130)) {
            ColumnBuilder even = pool.take(Lane.BIT);
            for (int i = 0; i < 130; i++) {
                even.appendBool(i % 2 == 0);
            }
            try (Batch half = Batch.of(pool, 130)
                    .columns(all.column(0))
                    .selection(even.view(Type.BOOL))
                    .owning(even)
                    .sharing(all)
                    .timeOf(all)
                    .build()) {
                assertEquals(65, half.selectedCount());
                assertTrue(half.isSelected(128));
                assertFalse(half.isSelected(129));
                assertEquals(all.column(0).data(), half.column(0).data());
                for (int i = 0; i < 65; i++) {
                    assertEquals(2 * i, half.selectedRow(i));
                }
            }
        }
    }

    @Test
    void sharedColumnsOutliveTheBatchThatTheyCameFrom() {
        Batch parent = pairs(10);
        Batch child = Batch.of(pool, 10)
                .columns(parent.column(1))
                .sharing(parent)
                .timeOf(parent)
                .build();
        parent.close();
        try (Batch other = pairs(10)) {
            assertNotEquals(other.column(1).data(), child.column(0).data(), "the parent's buffers are in use still");
            assertEquals("row 9", child.column(0).getString(9));
        }
        child.close();
    }

    @Test
    void buffersComeBackFromWhicheverThreadClosesLast() throws InterruptedException {
        Batch batch = pairs(5).retain();
        long data = batch.column(0).data();
        Thread consumer = Thread.ofPlatform().start(batch::close);
        batch.close();
        consumer.join();
        ColumnBuilder first = pool.take(Lane.I64);
        ColumnBuilder second = pool.take(Lane.I64);
        assertTrue(data == first.data() || data == second.data(), "the buffer is in the pool again");
        pool.give(first);
        pool.give(second);
    }

    @Test
    void partsThatBecameABatchAreTheBatchesOwn() {
        ColumnBuilder builder = pool.take(Lane.I64);
        builder.appendLong(42);
        Batch batch;
        try (Batch.Parts parts = Batch.of(pool, 1).columns(builder.view(Type.INT64))) {
            batch = parts.owning(builder).build();
        }
        ColumnBuilder other = pool.take(Lane.I64);
        other.appendLong(43);
        assertEquals(42, batch.column(0).getLong(0));
        pool.give(other);
        batch.close();
    }

    @Test
    void aBatchMayOutliveItsPool() {
        BatchPool shortLived = new BatchPool(allocator, 8);
        ColumnBuilder builder = shortLived.take(Lane.I64);
        builder.appendLong(1);
        Batch batch = Batch.of(shortLived, 1)
                .columns(builder.view(Type.INT64))
                .owning(builder)
                .build();
        shortLived.close();
        assertTrue(allocator.getAllocatedMemory() > 0);
        batch.close();
        assertEquals(0, allocator.getAllocatedMemory());
    }
}
