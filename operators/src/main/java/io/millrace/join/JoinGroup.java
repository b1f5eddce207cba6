package io.millrace.join;

import io.millrace.port.ReaderFactory;
import io.millrace.type.Type;
import java.util.List;

/**
 * Tables that are joined with each other by equal keys, in more than one join: each is kept once, under one key dictionary. The
 * dataflow has a node that arranges each table, in the order of their numbers, and one for each join, which reads two of those.
 *
 * @param keyTypes types of the key's cells, optional where those of some table are
 * @param tableCount how many tables, at most {@link #MOST_TABLES}; their numbers begin at 0
 * @param keepsUnmatched whether some join keeps rows without a match
 */
public record JoinGroup(List<Type> keyTypes, int tableCount, boolean keepsUnmatched) {
    public static final int MOST_TABLES = KeyTable.MOST_TABLES;

    public JoinGroup {
        keyTypes = List.copyOf(keyTypes);
    }

    /** Opens what keeps a table. It reads the operator that keeps table 0, unless it is that one. */
    public ReaderFactory arrange(int table, ArrangementPlan plan) {
        return (context, read, output) -> new ArrangeOperator(this, table, plan, context, read, output);
    }

    /** Opens a join, which reads the operators that keep its left and its right table, in this order; they may be one. */
    public static ReaderFactory join(JoinPlan plan) {
        return (context, read, output) -> new JoinReader(
                plan,
                ((ArrangeOperator) read.get(0)).arrangement(),
                ((ArrangeOperator) read.get(1)).arrangement(),
                context,
                output);
    }
}
