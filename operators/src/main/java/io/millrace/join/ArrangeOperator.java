package io.millrace.join;

import io.millrace.batch.Batch;
import io.millrace.port.Operator;
import io.millrace.port.OperatorContext;
import io.millrace.port.Output;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import java.io.IOException;
import java.util.List;

/**
 * Keeps one table for the joins that read it, and passes it on. The first table of a group owns the keys, and saves and restores
 * the whole group. Owns its arrangement.
 */
final class ArrangeOperator implements Operator {
    private final Output output;
    private final KeyTable keys;
    private final boolean ownsKeys;
    private final Arrangement arrangement;

    ArrangeOperator(
            JoinGroup group,
            int table,
            ArrangementPlan plan,
            OperatorContext context,
            List<Operator> read,
            Output output) {
        this.output = output;
        this.ownsKeys = table == 0;
        try (Opening opening = new Opening()) {
            keys = ownsKeys
                    ? opening.add(new KeyTable(
                            context.allocator(),
                            context.keyGroups(),
                            group.keyTypes(),
                            group.tableCount(),
                            group.keepsUnmatched()))
                    : ((ArrangeOperator) read.getFirst()).keys;
            arrangement = opening.add(new Arrangement(context.allocator(), plan, keys));
            opening.done();
        }
        assert arrangement.table() == table : "tables of a group are opened in their order";
    }

    Arrangement arrangement() {
        return arrangement;
    }

    @Override
    public void push(int input, Batch batch) {
        arrangement.push(batch);
        output.push(batch);
    }

    @Override
    public void saveTo(StateOutput out) throws IOException {
        if (ownsKeys) {
            keys.saveTo(out);
        }
    }

    @Override
    public void restoreFrom(StateInput in) throws IOException {
        if (ownsKeys) {
            keys.restoreFrom(in);
        }
    }

    @Override
    public long stateBytes() {
        return arrangement.heldBytes() + (ownsKeys ? keys.heldBytes() : 0);
    }

    @Override
    public void close() {
        arrangement.close();
        if (ownsKeys) {
            keys.close();
        }
    }
}
