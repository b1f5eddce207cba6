package io.millrace.plan;

import io.millrace.reduce.ArrayOf;
import io.millrace.reduce.GroupFold;
import io.millrace.type.Type;
import java.util.List;

/** The reducers of a group-by: their names in messages, and what they take and give. The operators compute them. */
public sealed interface Reducer {
    /**
     * Returns the type of the result, or null where the reducer does not take such arguments.
     *
     * @param arguments types of what the user gave
     */
    Type resultType(List<Type> arguments);

    /** What the plan adds to the user's arguments. */
    default Added added() {
        return Added.NOTHING;
    }

    /** What groups keep for the reducer, as {@code explain()} shows it; empty where it is a few words. */
    String kept(boolean appendOnly);

    /** Arguments that a plan adds. */
    enum Added {
        NOTHING,
        /** The row id, where the user gave one argument. */
        ID,
        /** What the user sorts by, then the row id. */
        ORDER
    }

    /** Reducers without parameters. */
    enum Plain implements Reducer {
        COUNT("count", Added.NOTHING),
        SUM("sum", Added.NOTHING),
        AVG("avg", Added.NOTHING),
        MIN("min", Added.NOTHING),
        MAX("max", Added.NOTHING),
        ARG_MIN("argMin", Added.ID),
        ARG_MAX("argMax", Added.ID),
        ANY("any", Added.ID),
        UNIQUE("unique", Added.NOTHING),
        EARLIEST("earliest", Added.ID),
        LATEST("latest", Added.ID),
        MODE("mode", Added.NOTHING),
        COUNT_DISTINCT("countDistinct", Added.NOTHING);

        private final String text;
        private final Added added;

        Plain(String text, Added added) {
            this.text = text;
            this.added = added;
        }

        @Override
        public Type resultType(List<Type> arguments) {
            Type first = arguments.isEmpty() ? null : arguments.getFirst();
            return switch (this) {
                case COUNT, COUNT_DISTINCT -> Type.INT64;
                case SUM -> isNumber(first) || first instanceof Type.Tensor ? first : null;
                case AVG -> isNumber(first) ? Type.FLOAT64 : null;
                case MIN, MAX, UNIQUE, MODE, ANY, EARLIEST, LATEST -> first;
                case ARG_MIN, ARG_MAX -> arguments.size() > 1 ? arguments.get(1) : Type.POINTER;
            };
        }

        @Override
        public Added added() {
            return added;
        }

        @Override
        public String kept(boolean appendOnly) {
            return switch (this) {
                case COUNT, SUM, AVG -> "";
                case MIN, MAX, ARG_MIN, ARG_MAX, ANY -> appendOnly ? "one row" : "rows in order";
                case EARLIEST, LATEST -> appendOnly ? "one row" : "rows by arrival";
                case UNIQUE, MODE, COUNT_DISTINCT -> "rows in order";
            };
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A list of values, sorted or in the order of the group. */
    record Listed(boolean sorted, boolean skipNones) implements Reducer {
        @Override
        public Type resultType(List<Type> arguments) {
            return Type.list(skipNones ? arguments.getFirst().required() : arguments.getFirst());
        }

        @Override
        public Added added() {
            return sorted ? Added.NOTHING : Added.ORDER;
        }

        @Override
        public String kept(boolean appendOnly) {
            return "rows in order";
        }

        @Override
        public String toString() {
            return sorted ? "sortedTuple" : "tuple";
        }
    }

    /** An array of values in the order of the group. */
    record NdArray(boolean skipNones) implements Reducer {
        @Override
        public Type resultType(List<Type> arguments) {
            return ArrayOf.typeOf(arguments.getFirst());
        }

        @Override
        public Added added() {
            return Added.ORDER;
        }

        @Override
        public String kept(boolean appendOnly) {
            return "rows in order";
        }

        @Override
        public String toString() {
            return "ndarray";
        }
    }

    /** Texts one behind the other in the order of the group. */
    record StringAgg(String separator) implements Reducer {
        @Override
        public Type resultType(List<Type> arguments) {
            return arguments.getFirst().required() == Type.STRING ? arguments.getFirst() : null;
        }

        @Override
        public Added added() {
            return Added.ORDER;
        }

        @Override
        public String kept(boolean appendOnly) {
            return "rows in order";
        }

        @Override
        public String toString() {
            return "stringAgg";
        }
    }

    /** The greatest values. */
    record TopK(int most) implements Reducer {
        @Override
        public Type resultType(List<Type> arguments) {
            return Type.list(arguments.getFirst());
        }

        @Override
        public String kept(boolean appendOnly) {
            return "rows in order";
        }

        @Override
        public String toString() {
            return "topK[" + most + "]";
        }
    }

    /** A value between the rows' numbers. */
    record Quantile(double share) implements Reducer {
        @Override
        public Type resultType(List<Type> arguments) {
            return isNumber(arguments.getFirst()) ? Type.FLOAT64 : null;
        }

        @Override
        public String kept(boolean appendOnly) {
            return "rows in order";
        }

        @Override
        public String toString() {
            return share == 0.5 ? "median" : "quantile[" + share + "]";
        }
    }

    /** Variance or standard deviation. */
    record Spread(boolean ofSample, boolean isRoot) implements Reducer {
        @Override
        public Type resultType(List<Type> arguments) {
            return isNumber(arguments.getFirst()) ? ofSample ? Type.optional(Type.FLOAT64) : Type.FLOAT64 : null;
        }

        @Override
        public String kept(boolean appendOnly) {
            return "";
        }

        @Override
        public String toString() {
            return (isRoot ? "stddev" : "variance") + (ofSample ? "" : "Population");
        }
    }

    /** About how many different rows there are. */
    record CountDistinctApproximate(int precision) implements Reducer {
        @Override
        public Type resultType(List<Type> arguments) {
            return Type.INT64;
        }

        @Override
        public String kept(boolean appendOnly) {
            return appendOnly ? "a sketch" : "rows in order: counts exactly, since rows may be taken back";
        }

        @Override
        public String toString() {
            return "countDistinctApproximate";
        }
    }

    /** What the user computes of the rows; two of these are equal only where their objects are. */
    record Custom(String name, GroupFold fold, Type type) implements Reducer {
        @Override
        public Type resultType(List<Type> arguments) {
            return type;
        }

        @Override
        public String kept(boolean appendOnly) {
            return fold.keepsRows() ? "the user's state and all rows" : "the user's state";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static boolean isNumber(Type type) {
        return type == Type.INT64 || type == Type.FLOAT64;
    }
}
