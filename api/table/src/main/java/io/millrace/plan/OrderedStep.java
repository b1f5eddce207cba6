package io.millrace.plan;

import io.millrace.ordered.Acceptor;

/** What an {@link OrderedNode} does with its rows. */
public sealed interface OrderedStep {
    /** The ids of the rows before and after, of expressions: the key, then the instance. */
    record Sort() implements OrderedStep {
        @Override
        public String toString() {
            return "sort";
        }
    }

    /** One row an instance, of expressions: the value, then the instance. */
    record Deduplicate(Acceptor acceptor) implements OrderedStep {
        @Override
        public String toString() {
            return "deduplicate";
        }
    }

    /** Rows once their time has come, of expressions: the time, the threshold, then the instance. */
    record Buffer() implements OrderedStep {
        @Override
        public String toString() {
            return "buffer";
        }
    }

    /** Rows until their time has come, of expressions: the time, the threshold, then the instance. */
    record Forget(boolean marked) implements OrderedStep {
        @Override
        public String toString() {
            return marked ? "forget, marked" : "forget";
        }
    }

    /** Rows whose time has not come before they do, of expressions: the time, the threshold, then the instance. */
    record IgnoreLate() implements OrderedStep {
        @Override
        public String toString() {
            return "ignore late";
        }
    }

    /**
     * Rows without what forgetting took back; of no expressions.
     *
     * @param consistent whether an id has one row at a time
     */
    record DropRetractions(boolean consistent) implements OrderedStep {
        @Override
        public String toString() {
            return "drop results of forgetting" + (consistent ? ", one row an id" : "");
        }
    }

    /** Expressions before those of the instance. */
    default int ownExpressions() {
        return switch (this) {
            case Sort it -> 1;
            case Deduplicate it -> 1;
            case Buffer it -> 2;
            case Forget it -> 2;
            case IgnoreLate it -> 2;
            case DropRetractions it -> 0;
        };
    }

    /** Whether the output has columns of the step's own, none of the input's. */
    default boolean makesColumns() {
        return this instanceof Sort;
    }

    /** Whether rows are compared by their ids. */
    default boolean readsIds() {
        return switch (this) {
            case Sort it -> true;
            case Deduplicate it -> true;
            case Buffer it -> true;
            case Forget it -> true;
            case IgnoreLate it -> false;
            case DropRetractions it -> it.consistent();
        };
    }

    /** Whether rows are never taken back where the input's are not. */
    default boolean keepsAppendOnly() {
        return this instanceof Buffer || this instanceof IgnoreLate;
    }
}
