package io.millrace.table;

import io.millrace.reduce.GroupFold;
import io.millrace.reduce.RowCount;
import io.millrace.type.Type;
import io.millrace.value.ValueCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The user's reducers as the engine drives them. */
final class Folds {
    private Folds() {}

    /** States are results, and values of the result's type. */
    record Stateful<S>(StatefulMany<S> function, Type type) implements GroupFold {
        @Override
        public boolean keepsRows() {
            return false;
        }

        @Override
        @SuppressWarnings("unchecked") // states are what the function gave
        public Object fold(Object state, List<RowCount> rows) throws Exception {
            return function.combine((S) state, rows);
        }

        @Override
        public Object result(Object state) {
            return state;
        }

        @Override
        public byte[] serialize(Object state) {
            return ValueCodec.encode(type, state);
        }

        @Override
        public Object deserialize(byte[] bytes) {
            return ValueCodec.decode(type, bytes);
        }
    }

    /** One row at a time. */
    static <S> StatefulMany<S> rowByRow(StatefulSingle<S> function) {
        return (state, rows) -> {
            S current = state;
            for (RowCount row : rows) {
                if (row.count() < 0) {
                    throw new IllegalStateException(
                            "statefulSingle cannot take a row back: " + row.values() + "; use statefulMany");
                }
                for (long copy = 0; copy < row.count(); copy++) {
                    current = function.combine(current, row.values());
                }
            }
            return current;
        };
    }

    /** Accumulators. */
    record Accumulating<A, R>(CustomAccumulator<A, R> reducer) implements GroupFold {
        @Override
        public boolean keepsRows() {
            return !(reducer instanceof CustomAccumulator.Retractable<A, R>);
        }

        @Override
        public boolean needsRestart(List<RowCount> rows) {
            return rows.stream().anyMatch(row -> row.count() < 0);
        }

        @Override
        @SuppressWarnings("unchecked") // states are what the reducer gave
        public Object fold(Object state, List<RowCount> rows) throws Exception {
            A current = state == null ? reducer.neutral() : (A) state;
            for (RowCount row : sorted(rows)) {
                for (long copy = 0; copy < row.count(); copy++) {
                    A added = reducer.fromRow(row.values());
                    current = current == null ? added : reducer.update(current, added);
                }
                for (long copy = 0; copy < -row.count(); copy++) {
                    current = ((CustomAccumulator.Retractable<A, R>) reducer)
                            .retract(current, reducer.fromRow(row.values()));
                }
            }
            return current;
        }

        /** By the user's key, additions before what is taken back. */
        @SuppressWarnings("unchecked") // the user's keys are comparable with each other
        private List<RowCount> sorted(List<RowCount> rows) {
            List<RowCount> sorted = new ArrayList<>(rows);
            Comparator<RowCount> additionsFirst = Comparator.comparing(row -> row.count() < 0);
            if (reducer.sortBy(rows.getFirst().values()) == null) {
                sorted.sort(additionsFirst);
            } else {
                Comparator<RowCount> byKey = (left, right) ->
                        ((Comparable<Object>) reducer.sortBy(left.values())).compareTo(reducer.sortBy(right.values()));
                sorted.sort(byKey.thenComparing(additionsFirst));
            }
            return sorted;
        }

        @Override
        @SuppressWarnings("unchecked") // states are what the reducer gave
        public Object result(Object state) throws Exception {
            return reducer.result((A) state);
        }

        @Override
        @SuppressWarnings("unchecked") // states are what the reducer gave
        public byte[] serialize(Object state) {
            return reducer.serialize((A) state);
        }

        @Override
        public Object deserialize(byte[] bytes) {
            return reducer.deserialize(bytes);
        }
    }
}
