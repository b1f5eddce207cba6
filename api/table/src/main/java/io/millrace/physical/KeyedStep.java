package io.millrace.physical;

import io.millrace.plan.MergeById;
import io.millrace.udf.CallPolicy;
import java.util.List;

/** What a stage does with rows by their ids. Columns are positions in the batches of the input. */
public sealed interface KeyedStep {
    /** Makes the pointers of a column the ids; the first columns are passed on. */
    record NewIds(int idColumn, int columnCount) implements KeyedStep {}

    /**
     * Brings rows of several inputs together by their ids, on the worker that owns the id.
     *
     * @param columns where the columns of the result come from
     */
    record Merge(MergeById.Rule rule, List<MergeById.Source> columns) implements KeyedStep {
        public Merge {
            columns = List.copyOf(columns);
        }
    }

    /**
     * Makes errors of what a join has not found.
     *
     * @param own columns that are passed on
     * @param found columns of the row that was looked up, which follow
     * @param pointer the column of the pointers
     * @param id the column of the ids that were found
     * @param mustBeThere whether it is an error that there is no such row
     */
    record Found(List<Integer> own, List<Integer> found, int pointer, int id, boolean mustBeThere)
            implements KeyedStep {
        public Found {
            own = List.copyOf(own);
            found = List.copyOf(found);
        }
    }

    /** Drops rows with pending cells, or with errors. */
    record Drop(boolean pending) implements KeyedStep {}

    /** Adds up what an epoch changes, by id, into rows that stay: upserts, or checked additions. */
    record Changes(boolean asUpserts) implements KeyedStep {}

    /** Makes a table of upserts, whose flag is the last column. */
    record Upserts() implements KeyedStep {}

    /** Puts out the whole table where it changed, on one worker. */
    record Snapshots() implements KeyedStep {}

    /** Calls a function for a stream of upserts of its arguments; results come in later epochs. */
    record CallLater(CallPolicy policy, boolean propagateNone) implements KeyedStep {}
}
