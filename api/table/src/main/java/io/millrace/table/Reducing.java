package io.millrace.table;

import io.millrace.physical.Stage;
import io.millrace.plan.Reducer;
import io.millrace.reduce.ArrayOf;
import io.millrace.reduce.ArraySum;
import io.millrace.reduce.Average;
import io.millrace.reduce.Collect;
import io.millrace.reduce.Count;
import io.millrace.reduce.DistinctCount;
import io.millrace.reduce.DistinctEstimate;
import io.millrace.reduce.Extreme;
import io.millrace.reduce.Fold;
import io.millrace.reduce.JoinedText;
import io.millrace.reduce.Pick;
import io.millrace.reduce.Quantile;
import io.millrace.reduce.Sum;
import io.millrace.reduce.Variance;
import io.millrace.reduce.VarianceOfRows;
import io.millrace.type.Type;
import java.util.List;

/**
 * The engine's reducer for a call of a group stage.
 *
 * @param input types of the stage's columns
 * @param appendOnly whether no row is ever taken back, so that little need be kept
 */
record Reducing(Stage.Call call, List<Type> input, boolean appendOnly) {
    io.millrace.reduce.Reducer reducer() {
        List<Type> types = call.columns().stream().map(input::get).toList();
        return switch (call.reducer()) {
            case Reducer.Plain plain -> plain(plain, types);
            case Reducer.Listed it when it.sorted() -> list(Collect.How.SORTED, it.skipNones(), 0);
            case Reducer.Listed it ->
                new Collect(
                        Collect.How.IN_ORDER,
                        first(),
                        firstType(),
                        rest(),
                        types.subList(1, types.size()),
                        it.skipNones(),
                        0,
                        call.condition());
            case Reducer.TopK it -> list(Collect.How.GREATEST, false, it.most());
            case Reducer.NdArray it ->
                new ArrayOf(
                        first(), firstType(), rest(), types.subList(1, types.size()), it.skipNones(), call.condition());
            case Reducer.StringAgg it ->
                new JoinedText(
                        first(), firstType(), it.separator(), rest(), types.subList(1, types.size()), call.condition());
            case Reducer.Quantile it -> new Quantile(first(), firstType(), it.share(), call.condition());
            case Reducer.Spread it -> {
                Variance variance = new Variance(first(), firstType(), it.ofSample(), it.isRoot());
                yield call.condition() < 0 ? variance : new VarianceOfRows(variance, call.condition());
            }
            case Reducer.CountDistinctApproximate it
            when appendOnly -> new DistinctEstimate(call.columns(), types, it.precision(), call.condition());
            case Reducer.CountDistinctApproximate it -> new DistinctCount(call.columns(), types, call.condition());
            case Reducer.Custom it -> new Fold(it.fold(), call.columns(), types, call.type(), call.condition());
        };
    }

    private io.millrace.reduce.Reducer plain(Reducer.Plain plain, List<Type> types) {
        return switch (plain) {
            case COUNT -> new Count(call.columns());
            case SUM ->
                firstType() instanceof Type.Tensor
                        ? new ArraySum(first(), firstType(), call.condition())
                        : new Sum(first(), call.type());
            case AVG -> new Average(first(), firstType());
            case MIN -> extreme(Pick.Which.MIN);
            case MAX -> extreme(Pick.Which.MAX);
            case UNIQUE -> Pick.ofValue(Pick.Which.UNIQUE, first(), firstType(), call.condition(), appendOnly);
            case MODE -> Pick.ofValue(Pick.Which.MODE, first(), firstType(), call.condition(), appendOnly);
            case ARG_MIN -> byOther(Pick.Which.ARG_MIN, types);
            case ARG_MAX -> byOther(Pick.Which.ARG_MAX, types);
            case ANY -> byOther(Pick.Which.ANY, types);
            case EARLIEST -> byOther(Pick.Which.EARLIEST, types);
            case LATEST -> byOther(Pick.Which.LATEST, types);
            case COUNT_DISTINCT -> new DistinctCount(call.columns(), types, call.condition());
        };
    }

    private io.millrace.reduce.Reducer extreme(Pick.Which which) {
        return appendOnly && call.condition() < 0 && Extreme.isSupported(firstType())
                ? new Extreme(first(), firstType(), which == Pick.Which.MAX)
                : Pick.ofValue(which, first(), firstType(), call.condition(), appendOnly);
    }

    private Pick byOther(Pick.Which which, List<Type> types) {
        return new Pick(which, first(), firstType(), call.columns().get(1), types.get(1), call.condition(), appendOnly);
    }

    private Collect list(Collect.How how, boolean skipNones, int most) {
        return new Collect(how, first(), firstType(), List.of(), List.of(), skipNones, most, call.condition());
    }

    private int first() {
        return call.columns().getFirst();
    }

    private Type firstType() {
        return input.get(first());
    }

    /** The columns that the plan added: what is sorted by, then the id. */
    private List<Integer> rest() {
        return call.columns().subList(1, call.columns().size());
    }
}
