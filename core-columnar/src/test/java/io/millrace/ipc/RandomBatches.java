package io.millrace.ipc;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.column.CellStatus;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.type.Field;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.type.ValueSerializer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Batches of every type with every status, and their rows as text to compare. */
final class RandomBatches {
    static final Type OBJECT = new Type.ObjectOf<>(String.class, new ValueSerializer<String>() {
        @Override
        public byte[] serialize(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String deserialize(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    });

    static final List<Type> TYPES = List.of(
            Type.BOOL,
            Type.INT64,
            Type.FLOAT64,
            Type.STRING,
            Type.BYTES,
            Type.POINTER,
            Type.DATE_TIME_NAIVE,
            Type.DATE_TIME_UTC,
            Type.DURATION,
            Type.DATE,
            Type.UUID,
            Type.JSON,
            Type.NONE,
            Type.ANY,
            new Type.Decimal(38, 9),
            Type.tuple(Type.INT64, Type.optional(Type.STRING)),
            Type.list(Type.FLOAT64),
            new Type.Tensor(Type.FLOAT64, 2),
            new Type.Tensor(Type.INT64, -1),
            Type.optional(Type.INT64),
            Type.future(Type.optional(Type.STRING)));

    private RandomBatches() {}

    static Schema schema(List<Type> types) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            fields.add(Field.of("c" + i, types.get(i)));
        }
        return new Schema(fields, false);
    }

    /** Returns an owned batch; each of keys, weights, selection, None, errors and pending is there by chance. */
    static Batch random(Random random, BatchPool pool, List<Type> types, int rowCount, boolean hasSelection) {
        Batch.Parts parts = Batch.of(pool, rowCount).time(random.nextInt(1000) * 2L, 0);
        Column[] columns = new Column[types.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = random(random, pool, types.get(i), rowCount, random.nextInt(16), parts);
        }
        parts.columns(columns);
        if (random.nextBoolean()) {
            parts.keys(random(random, pool, Type.POINTER, rowCount, 0, parts));
        }
        if (random.nextBoolean()) {
            parts.weights(random(random, pool, Type.INT64, rowCount, 0, parts));
        }
        if (hasSelection) {
            parts.selection(random(random, pool, Type.BOOL, rowCount, 0, parts));
        }
        return parts.build();
    }

    private static Column random(
            Random random, BatchPool pool, Type type, int rowCount, int statuses, Batch.Parts parts) {
        ColumnBuilder builder = pool.take(type.lane());
        parts.owning(builder);
        for (int row = 0; row < rowCount; row++) {
            CellStatus status = type == Type.NONE ? CellStatus.NONE : CellStatus.VALUE;
            int dice = random.nextInt(8);
            if (dice > 0 && dice < 4 && (statuses & 1 << dice) != 0) {
                status = CellStatus.values()[dice];
            }
            switch (status) {
                case NONE -> builder.appendNone();
                case ERROR -> builder.appendError();
                case PENDING -> builder.appendPending();
                case VALUE -> appendValue(random, builder);
            }
        }
        return builder.view(type);
    }

    private static void appendValue(Random random, ColumnBuilder builder) {
        switch (builder.lane()) {
            case BIT -> builder.appendBool(random.nextBoolean());
            case I64 -> builder.appendLong(random.nextInt(10) == 0 ? Long.MIN_VALUE : random.nextLong());
            case F64 -> builder.appendDouble(random.nextInt(10) == 0 ? Double.NaN : random.nextGaussian());
            case I128 -> builder.append128(random.nextLong(), random.nextLong());
            case BYTES -> {
                String text = Integer.toString(random.nextInt(), 36).repeat(random.nextInt(4));
                builder.appendString(text);
            }
        }
    }

    /** The selected rows: cells, key, weight. */
    static List<String> rows(Batch batch) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < batch.selectedCount(); i++) {
            int row = batch.selectedRow(i);
            StringBuilder text = new StringBuilder();
            for (Column column : batch.columns()) {
                text.append(cell(column, row)).append('|');
            }
            text.append(batch.keys() == null ? "no key" : cell(batch.keys(), row));
            rows.add(text.append(" x ").append(batch.weight(row)).toString());
        }
        return rows;
    }

    private static String cell(Column column, int row) {
        CellStatus status = column.status(row);
        if (status != CellStatus.VALUE) {
            return status.toString();
        }
        return switch (column.lane()) {
            case BIT -> Boolean.toString(column.getBool(row));
            case I64, F64 -> Long.toString(column.getLong(row));
            case I128 -> Long.toHexString(column.getHigh(row)) + ":" + Long.toHexString(column.getLow(row));
            case BYTES -> Arrays.toString(column.getBytes(row));
        };
    }
}
