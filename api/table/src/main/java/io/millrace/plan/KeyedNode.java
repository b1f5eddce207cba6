package io.millrace.plan;

import io.millrace.expression.Expression;
import java.util.BitSet;
import java.util.List;

/** An operation on rows by their ids, or on how they change: what passes ask about it, it answers itself. */
public sealed interface KeyedNode extends Node
        permits CallLater, Changes, DropRows, Lookup, MergeById, Reindex, Snapshots, StreamToTable {
    /** Where the columns of inputs have gone. */
    @FunctionalInterface
    interface Moves {
        /** The new position of a column of an input; −1 where it is gone. */
        int position(int input, int column);
    }

    /** Columns of an input that are read where the columns {@code needed} of this node are. */
    BitSet reads(int input, BitSet needed);

    /**
     * The same operation on inputs of which only the columns are there that are read, with no more than the columns {@code needed}
     * and those that cannot go.
     */
    Pruned pruned(List<Node> inputs, BitSet needed, Moves moves);

    /** Whether it reads the ids of an input's rows; {@code own} says whether somebody reads its own. */
    boolean readsIds(int input, boolean own);

    /** Whether no row of it is ever taken back. */
    boolean isAppendOnly(List<Boolean> inputs);

    /** By column of this node, the column of input {@code input} that a condition can be asked of instead; −1 for none. */
    default int[] filterColumns(int input) {
        return new int[0];
    }

    /** Whether inputs keep the columns that their other readers need as well, so that an index on them can be shared. */
    default boolean sharesInputs() {
        return false;
    }

    /** What makes it equal to another operation on the same inputs. */
    List<Object> content();

    /** Expressions that it evaluates. */
    default List<Expression> expressions() {
        return List.of();
    }

    /** The operation as a line of the plan, its inputs as {@code refs} name them. */
    String describe(List<String> refs);

    /** A node and where it has the columns of the one that it came of; −1 for those that are gone. */
    record Pruned(KeyedNode node, int[] positions) {}
}
