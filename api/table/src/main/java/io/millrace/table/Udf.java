package io.millrace.table;

import io.millrace.expression.Expression.RowFunction;
import io.millrace.expression.Expression.UserFunction;
import io.millrace.plan.UserLine;
import io.millrace.type.Type;
import io.millrace.udf.BatchCalls;
import io.millrace.udf.CallPolicy;
import io.millrace.udf.ConcurrentCalls;
import io.millrace.udf.ResultCache;
import io.millrace.udf.RetryStrategy;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * A function of the user with how it is to be called. {@code Udf.of((Long a) -> a + 1).apply(col("a"))} is a column; give the
 * parameters of a lambda types, so that the type of its result is known. None comes and goes as null. What the function throws is an
 * error of the row, or ends the run.
 *
 * <p>Results may differ between calls with the same arguments unless it is said to be {@link #deterministic}: where rows can be taken
 * back, the row that was given is remembered. Immutable: each method returns another one. Any thread, and the function is called by
 * several at once where there are several workers, or where it is called concurrently.
 */
public final class Udf {
    private static final Map<Class<?>, Class<?>> NUMBERS =
            Map.of(int.class, Integer.class, long.class, Long.class, double.class, Double.class);

    /** When a row's result is there. */
    private enum Mode {
        /** At once, on the worker's thread. */
        SYNC,
        /** At once, but the rows of a batch are called at the same time. */
        ASYNC,
        /** In a later epoch. */
        FULLY_ASYNC
    }

    private final RowFunction function;
    private final BatchCalls.ColumnsFunction columns;
    private String name;
    private Type type;
    private Mode mode = Mode.SYNC;
    private boolean propagateNone;
    private boolean deterministic;
    private int maxBatchSize = Integer.MAX_VALUE;
    private Semaphore turns;
    private Duration timeout;
    private RetryStrategy retries = RetryStrategy.NONE;
    private ResultCache cache;

    private Udf(RowFunction function, BatchCalls.ColumnsFunction columns, String name, Type type) {
        this.function = function;
        this.columns = columns;
        this.name = name;
        this.type = type;
    }

    private Udf(Udf other) {
        this(other.function, other.columns, other.name, other.type);
        mode = other.mode;
        propagateNone = other.propagateNone;
        deterministic = other.deterministic;
        maxBatchSize = other.maxBatchSize;
        turns = other.turns;
        timeout = other.timeout;
        retries = other.retries;
        cache = other.cache;
    }

    /** A function of one value. */
    @SuppressWarnings("unchecked") // the user says what the operand is; a wrong class is an error of the row
    public static <A, R> Udf of(Functions.Of1<A, R> function) {
        return of(arguments -> function.apply((A) arguments[0]), function);
    }

    /** A function of two values. */
    @SuppressWarnings("unchecked") // as above
    public static <A, B, R> Udf of(Functions.Of2<A, B, R> function) {
        return of(arguments -> function.apply((A) arguments[0], (B) arguments[1]), function);
    }

    /** A function of three values. */
    @SuppressWarnings("unchecked") // as above
    public static <A, B, C, R> Udf of(Functions.Of3<A, B, C, R> function) {
        return of(arguments -> function.apply((A) arguments[0], (B) arguments[1], (C) arguments[2]), function);
    }

    /** A function of four values. */
    @SuppressWarnings("unchecked") // as above
    public static <A, B, C, D, R> Udf of(Functions.Of4<A, B, C, D, R> function) {
        return of(
                arguments -> function.apply((A) arguments[0], (B) arguments[1], (C) arguments[2], (D) arguments[3]),
                function);
    }

    /** A function of any number of values, whose results have a column type. */
    public static Udf of(RowFunction function, Type result) {
        return new Udf(function, null, "function", result);
    }

    private static Udf of(RowFunction function, Serializable lambda) {
        LambdaTypes known = LambdaTypes.of(lambda);
        Class<?> result = NUMBERS.getOrDefault(known.result(), known.result());
        boolean isAsync = CompletionStage.class.isAssignableFrom(result) || Future.class.isAssignableFrom(result);
        boolean isKnown = !isAsync && result != Object.class && Constants.isType(result);
        Udf udf = new Udf(function, null, known.name(), isKnown ? Constants.typeOf(result) : null);
        if (isAsync) {
            udf.mode = Mode.ASYNC;
        }
        return udf;
    }

    /** A function of a column, called with many rows at once. */
    @SuppressWarnings("unchecked") // as above
    public static <A, R> Udf batch(Functions.Batch1<A, R> function, Class<R> result) {
        return new Udf(null, columns -> function.apply((List<A>) columns.get(0)), "function", Constants.typeOf(result));
    }

    /** A function of two columns, called with many rows at once. */
    @SuppressWarnings("unchecked") // as above
    public static <A, B, R> Udf batch(Functions.Batch2<A, B, R> function, Class<R> result) {
        return new Udf(
                null,
                columns -> function.apply((List<A>) columns.get(0), (List<B>) columns.get(1)),
                "function",
                Constants.typeOf(result));
    }

    /** A function of three columns, called with many rows at once. */
    @SuppressWarnings("unchecked") // as above
    public static <A, B, C, R> Udf batch(Functions.Batch3<A, B, C, R> function, Class<R> result) {
        return new Udf(
                null,
                columns -> function.apply((List<A>) columns.get(0), (List<B>) columns.get(1), (List<C>) columns.get(2)),
                "function",
                Constants.typeOf(result));
    }

    /** Under this name in plans, and in the keys of cached results; by default the name of the method or class. */
    public Udf named(String value) {
        Udf udf = new Udf(this);
        udf.name = value;
        return udf;
    }

    /** With results of this class. */
    public Udf returning(Class<?> result) {
        return returning(Constants.typeOf(result));
    }

    /** With results of this type. */
    public Udf returning(Type result) {
        Udf udf = new Udf(this);
        udf.type = result;
        return udf;
    }

    /** A None argument gives None without a call. */
    public Udf propagateNone() {
        Udf udf = new Udf(this);
        udf.propagateNone = true;
        return udf;
    }

    /** Equal arguments always give equal results: nothing is remembered, and the function may be called again for what is taken back. */
    public Udf deterministic() {
        Udf udf = new Udf(this);
        udf.deterministic = true;
        return udf;
    }

    /** With at most so many rows a call; for functions of batches. */
    public Udf maxBatchSize(int rows) {
        if (columns == null || rows < 1) {
            throw UserLine.ofCaller()
                    .error(
                            rows < 1
                                    ? "maxBatchSize is " + rows + ", it must be 1 or more"
                                    : "this is no function of batches");
        }
        Udf udf = new Udf(this);
        udf.maxBatchSize = rows;
        return udf;
    }

    /** The rows of a batch are called at the same time, each on a virtual thread, and waited for. So are functions that return futures. */
    public Udf async() {
        return in(Mode.ASYNC);
    }

    /**
     * Rows do not wait: their result is pending at first and replaced in a later epoch. The column is a future; see
     * {@link Table#awaitFutures}.
     */
    public Udf fullyAsync() {
        return in(Mode.FULLY_ASYNC);
    }

    /** At most so many calls at once, retries included, over all workers. */
    public Udf capacity(int calls) {
        if (calls < 1) {
            throw UserLine.ofCaller().error("capacity is " + calls + ", it must be 1 or more");
        }
        Udf udf = atLeastAsync("capacity");
        udf.turns = new Semaphore(calls, true);
        return udf;
    }

    /** An attempt that takes longer is interrupted and has failed. */
    public Udf timeout(Duration attempt) {
        if (attempt.isNegative() || attempt.isZero()) {
            throw UserLine.ofCaller().error("timeout is " + attempt + ", it must be positive");
        }
        Udf udf = atLeastAsync("timeout");
        udf.timeout = attempt;
        return udf;
    }

    /** Calls that fail are made again. */
    public Udf retrying(RetryStrategy strategy) {
        Udf udf = atLeastAsync("retrying");
        udf.retries = strategy;
        return udf;
    }

    /** Results are kept by name and arguments, and not computed again. */
    public Udf cached(ResultCache results) {
        requireRows("cached");
        Udf udf = new Udf(this);
        udf.cache = results;
        return udf;
    }

    /** The results for these operands as a column. */
    public ColumnExpression apply(Object... operands) {
        if (type == null) {
            throw UserLine.ofCaller()
                    .error("the type of the results of " + name + " is not known; say it with returning(…)");
        }
        CallPolicy policy = new CallPolicy(name, function, type, turns, timeout, retries, cache);
        if (mode == Mode.FULLY_ASYNC) {
            return ColumnExpression.of(
                    new Term.Later(policy, ColumnExpression.operands(operands), propagateNone, deterministic));
        }
        UserFunction called = columns != null
                ? new BatchCalls(columns, maxBatchSize)
                : mode == Mode.ASYNC
                        ? new ConcurrentCalls(policy)
                        : cache == null ? function : (RowFunction) policy::call;
        return ColumnExpression.of(
                new Term.Apply(called, ColumnExpression.operands(operands), type, propagateNone, deterministic));
    }

    private Udf in(Mode value) {
        requireRows(value == Mode.ASYNC ? "async" : "fullyAsync");
        Udf udf = new Udf(this);
        udf.mode = value;
        return udf;
    }

    private Udf atLeastAsync(String option) {
        requireRows(option);
        return mode == Mode.SYNC ? in(Mode.ASYNC) : new Udf(this);
    }

    private void requireRows(String option) {
        if (columns != null) {
            throw UserLine.ofCaller()
                    .error(
                            option
                                    + " is for functions of rows; a function of batches is called with one batch after the other");
        }
    }
}
