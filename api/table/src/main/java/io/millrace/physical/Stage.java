package io.millrace.physical;

import io.millrace.plan.Aggregate;
import io.millrace.plan.JoinId;
import io.millrace.plan.JoinKind;
import io.millrace.plan.JoinMatching;
import io.millrace.plan.LoopNode;
import io.millrace.plan.OrderedStep;
import io.millrace.plan.Origin;
import io.millrace.plan.Reducer;
import io.millrace.port.Sink;
import io.millrace.port.Source;
import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.util.List;
import java.util.function.Predicate;

/** A part of the plan that runs without leaving its worker. Columns are positions in the batches of the input. */
public sealed interface Stage {
    /** The number of the node of the optimised plan that this stage ends with. */
    int number();

    Origin origin();

    /** The columns of the batches that it puts out. */
    Schema schema();

    /** Whether those batches carry row ids. */
    boolean keyed();

    List<Stage> inputs();

    /** Whether all rows come from sources of a kind. */
    default boolean readsOnly(Predicate<Source> kind) {
        return switch (this) {
            case Input input -> kind.test(input.source());
            case ErrorInput errors -> false;
            case LoopVariable variable -> false;
            default -> inputs().stream().allMatch(input -> input.readsOnly(kind));
        };
    }

    /** Batches from a connector. */
    record Input(int number, Origin origin, Source source, Schema schema, boolean keyed) implements Stage {
        @Override
        public List<Stage> inputs() {
            return List.of();
        }
    }

    /** The data errors of the run. */
    record ErrorInput(int number, Origin origin, Schema schema, boolean keyed) implements Stage {
        @Override
        public List<Stage> inputs() {
            return List.of();
        }
    }

    /** A fused chain of stateless steps: one pass over a batch. */
    record Chain(Stage input, List<Step> steps, boolean keyed) implements Stage {
        public Chain {
            steps = List.copyOf(steps);
        }

        @Override
        public int number() {
            return steps.getLast().number();
        }

        @Override
        public Origin origin() {
            return steps.getLast().origin();
        }

        @Override
        public Schema schema() {
            return steps.getLast().schema();
        }

        @Override
        public List<Stage> inputs() {
            return List.of(input);
        }
    }

    /**
     * Groups rows by the values of {@code keys}, on the worker that owns the group; without keys all rows are one group. Gives
     * the keys, then one column a call; ids are derived from the keys.
     *
     * @param appendOnly whether no row is ever taken back
     * @param skipErrors whether calls leave out rows with errors in their columns
     */
    record Group(
            int number,
            Origin origin,
            Stage input,
            List<Integer> keys,
            List<Call> calls,
            boolean appendOnly,
            boolean skipErrors,
            Schema schema,
            boolean keyed)
            implements Stage {
        public Group {
            keys = List.copyOf(keys);
            calls = List.copyOf(calls);
        }

        @Override
        public List<Stage> inputs() {
            return List.of(input);
        }
    }

    /**
     * A reducer over columns.
     *
     * @param condition a bool column that says which rows count, or −1 for all
     */
    record Call(Reducer reducer, List<Integer> columns, int condition, Type type) {
        /** @param inputs columns of the aggregate's inputs */
        static Call of(Aggregate aggregate, List<Integer> inputs) {
            int count = aggregate.arguments().size();
            int condition = aggregate.condition() == null ? -1 : inputs.getLast();
            return new Call(aggregate.reducer(), List.copyOf(inputs.subList(0, count)), condition, aggregate.type());
        }
    }

    /**
     * Keeps rows by key, on the worker that owns the key, for all joins that read them there.
     *
     * @param keys columns by which rows are paired
     * @param columnCount how many columns, the first ones, some join puts out
     * @param index number of the index
     * @param readers how many sides of joins read it
     * @param storesIds whether some join makes ids of its rows' ids
     * @param isKept whether rows are kept, see {@link Join#keeps}
     */
    record Arrange(
            Stage input,
            List<Integer> keys,
            int columnCount,
            int index,
            int readers,
            boolean storesIds,
            boolean isKept,
            Sharing sharing)
            implements Stage {
        public Arrange {
            keys = List.copyOf(keys);
        }

        @Override
        public int number() {
            return input.number();
        }

        @Override
        public Origin origin() {
            return input.origin();
        }

        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public boolean keyed() {
            return input.keyed();
        }

        @Override
        public List<Stage> inputs() {
            return List.of(input);
        }

        /** The place of the table among those that share their keys. */
        public int table() {
            return sharing.indexes().indexOf(index);
        }
    }

    /**
     * Indexes whose rows are joined with each other, so that they share one dictionary of keys.
     *
     * @param keyTypes types of the keys' cells
     * @param indexes numbers of the indexes, in the order in which they are opened
     * @param keepsUnmatched whether some join puts out rows without a match
     */
    record Sharing(List<Type> keyTypes, List<Integer> indexes, boolean keepsUnmatched) {
        public Sharing {
            keyTypes = List.copyOf(keyTypes);
            indexes = List.copyOf(indexes);
        }
    }

    /** Pairs rows of equal keys, on the worker that owns the key. Gives the columns of the left, then those of the right. */
    record Join(
            int number,
            Origin origin,
            Side left,
            Side right,
            JoinKind kind,
            JoinId id,
            boolean hasInstance,
            JoinMatching matching,
            Schema schema,
            boolean keyed)
            implements Stage {
        /**
         * Whether a side's rows must be kept for later rows of the other: not where the other side is complete, because its
         * sources bring their own times, before this side's first row, because its sources are live.
         */
        public boolean keeps(Side side) {
            Side other = side == left ? right : left;
            return kind != JoinKind.INNER
                    || matching != JoinMatching.ALWAYS
                    || !side.input().readsOnly(source -> !source.hasOwnTimes())
                    || !other.input().readsOnly(Source::hasOwnTimes);
        }

        /** Whether both sides are arranged by stages of their own, which other joins may read too. */
        public boolean isShared() {
            return left.input() instanceof Arrange;
        }

        @Override
        public List<Stage> inputs() {
            return List.of(left.input(), right.input());
        }
    }

    /**
     * One side of a join.
     *
     * @param input an {@link Arrange} where the join shares it
     * @param keys columns by which rows are paired
     * @param columnCount how many columns, the first ones, go into the result
     * @param index number of the index on these rows by these keys; equal numbers are the same index
     * @param appendOnly whether no row is ever taken back
     * @param idColumn where the row's id is among the columns; −1 where that is not asked for
     */
    record Side(Stage input, List<Integer> keys, int columnCount, int index, boolean appendOnly, int idColumn) {
        public Side {
            keys = List.copyOf(keys);
        }
    }

    /** One row an element of the first column, with the other columns repeated. */
    record Flatten(int number, Origin origin, Stage input, Schema schema, boolean keyed) implements Stage {
        @Override
        public List<Stage> inputs() {
            return List.of(input);
        }
    }

    /** The rows of all inputs; with new ids where {@code reindex}. */
    record Concat(int number, Origin origin, List<Stage> inputs, boolean reindex, Schema schema, boolean keyed)
            implements Stage {
        public Concat {
            inputs = List.copyOf(inputs);
        }
    }

    /** Rows found by their ids, or their changes; what is done with them says the step. */
    record Keyed(int number, Origin origin, KeyedStep step, List<Stage> inputs, Schema schema, boolean keyed)
            implements Stage {
        public Keyed {
            inputs = List.copyOf(inputs);
        }
    }

    /** The tables that a loop starts with; what follows up to the {@link LoopEnd} runs over and over. */
    record LoopBegin(int number, Origin origin, List<Stage> starts, LoopNode.Loop loop, Schema schema)
            implements Stage {
        public LoopBegin {
            starts = List.copyOf(starts);
        }

        @Override
        public boolean keyed() {
            return false;
        }

        @Override
        public List<Stage> inputs() {
            return starts;
        }
    }

    /** A table as the body of a loop sees it. */
    record LoopVariable(int number, Origin origin, LoopBegin begin, int index, Schema schema, boolean keyed)
            implements Stage {
        @Override
        public List<Stage> inputs() {
            return List.of(begin);
        }
    }

    /** What the body of a loop makes of its tables, by variable. */
    record LoopEnd(int number, Origin origin, LoopBegin begin, List<Stage> results, Schema schema) implements Stage {
        public LoopEnd {
            results = List.copyOf(results);
        }

        @Override
        public boolean keyed() {
            return false;
        }

        @Override
        public List<Stage> inputs() {
            return results;
        }
    }

    /** A table as it leaves a loop. */
    record LoopResult(int number, Origin origin, LoopEnd end, int index, Schema schema, boolean keyed)
            implements Stage {
        @Override
        public List<Stage> inputs() {
            return List.of(end);
        }
    }

    /**
     * Rows by an order or a time, on the worker that owns the instance.
     *
     * @param expressions columns that the step reads
     * @param kept columns of the output, unless the step makes its own
     */
    record Ordered(
            int number,
            Origin origin,
            Stage input,
            OrderedStep step,
            List<Integer> expressions,
            List<Integer> kept,
            Schema schema,
            boolean keyed)
            implements Stage {
        public Ordered {
            expressions = List.copyOf(expressions);
            kept = List.copyOf(kept);
        }

        /** Columns of the instance. */
        public List<Integer> instance() {
            return expressions.subList(step.ownExpressions(), expressions.size());
        }

        @Override
        public List<Stage> inputs() {
            return List.of(input);
        }
    }

    /**
     * Changes on their way out.
     *
     * @param consolidated whether nothing need be added up
     */
    record Output(int number, Origin origin, Stage input, Sink sink, String name, boolean consolidated)
            implements Stage {
        @Override
        public Schema schema() {
            return input.schema();
        }

        @Override
        public boolean keyed() {
            return input.keyed();
        }

        @Override
        public List<Stage> inputs() {
            return List.of(input);
        }
    }
}
