package io.millrace.program;

import static io.millrace.table.Expressions.coalesce;
import static io.millrace.table.Expressions.col;
import static io.millrace.table.Expressions.left;
import static io.millrace.table.Expressions.right;
import static io.millrace.table.Reducers.sum;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.BatchBuilder;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.table.Pipeline;
import io.millrace.table.Subscriber;
import io.millrace.table.Table;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import io.millrace.value.RowView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Money moves between ten accounts, some moves are taken back, and they come late and in any order: the sum of all balances must
 * be 0 in every output, not only in the last.
 */
class TenAccountsTest {
    private static final int ACCOUNTS = 10;

    /** Moves in epochs of random size. */
    private record Moves(long seed, int count) implements Source {
        @Override
        public String name() {
            return "moves";
        }

        @Override
        public Schema schema() {
            return Schema.builder()
                    .column("from_account", Type.INT64)
                    .column("to_account", Type.INT64)
                    .column("amount", Type.INT64)
                    .build();
        }

        @Override
        public boolean hasOwnTimes() {
            return true;
        }

        @Override
        public void run(SourceOutput output, byte[] position) {
            SplittableRandom random = new SplittableRandom(seed);
            List<long[]> made = new ArrayList<>();
            long epoch = 0;
            try (BatchBuilder builder = output.newBuilder()) {
                for (int i = 0; i < count; i++) {
                    if (random.nextInt(5) == 0 && !made.isEmpty()) {
                        append(builder, made.remove(random.nextInt(made.size())), -1);
                    } else {
                        long[] move = {random.nextInt(ACCOUNTS), random.nextInt(ACCOUNTS), 1 + random.nextInt(100), i};
                        made.add(move);
                        append(builder, move, 1);
                    }
                    if (random.nextInt(20) == 0) {
                        output.emit(builder.build(epoch, 0), null);
                        epoch += random.nextInt(3) * 2L;
                    }
                }
                output.emit(builder.build(epoch, 0), null);
            }
        }

        private static void append(BatchBuilder builder, long[] move, long weight) {
            for (int column = 0; column < 3; column++) {
                builder.column(column).appendLong(move[column]);
            }
            if (builder.keys() != null) {
                builder.keys().append128(0, move[3]);
            }
            builder.endRow(weight);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theBalancesAddUpToNothingInEveryOutput(int workers) {
        long seed = 42L + workers;
        Pipeline pipeline = Pipeline.create().workers(workers).batchRows(32);
        Table moves = pipeline.read(new Moves(seed, 5_000));
        Table credits = moves.groupBy("to_account")
                .reduce(col("to_account"), sum("amount").as("credit"));
        Table debits = moves.groupBy("from_account")
                .reduce(col("from_account"), sum("amount").as("debit"));
        Table balances = credits.joinOuter(debits, col("to_account"), col("from_account"))
                .select(
                        coalesce(left("to_account"), right("from_account")).as("account"),
                        coalesce(left("credit"), 0)
                                .minus(coalesce(right("debit"), 0))
                                .as("balance"));
        Table total = balances.reduce(sum("balance").as("total"));
        Checked checked = new Checked(seed);
        pipeline.subscribe(total, checked);
        Map<Long, Long> accounts = new HashMap<>();
        pipeline.subscribe(
                balances, (row, time, diff) -> accounts.merge(row.getLong(0), row.getLong(1) * diff, Long::sum));
        pipeline.run();
        assertTrue(checked.epochs > 50, "only " + checked.epochs + " epochs");
        assertEquals(ACCOUNTS, accounts.size());
        assertTrue(accounts.values().stream().anyMatch(balance -> balance != 0), "no money moved");
        assertEquals(0, accounts.values().stream().mapToLong(Long::longValue).sum());
    }

    /** Looks at the total after every epoch. */
    private static final class Checked implements Subscriber {
        private final long seed;
        private final Map<Long, Long> totals = new HashMap<>();
        private int epochs;

        Checked(long seed) {
            this.seed = seed;
        }

        @Override
        public void onChange(RowView row, long time, long diff) {
            totals.merge(row.getLong(0), diff, (a, b) -> a + b == 0 ? null : a + b);
        }

        @Override
        public void onTimeEnd(long time) {
            epochs++;
            assertEquals(Map.of(0L, 1L), totals, "seed " + seed + " at time " + time);
        }
    }
}
