package io.millrace.benchmarks.jmh;

import io.millrace.kernel.Kernels;
import io.millrace.memory.Allocators;
import io.millrace.memory.Chunk;
import io.millrace.memory.OffHeap;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The kernels that have a SIMD and a scalar version, side by side, on one batch that stays in cache. An operation is a row:
 * the score is rows a microsecond. Half of the rows are in the mask, at random.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KernelBenchmark {
    private static final int ROWS = 4_096;
    private static final int COLUMN_BYTES = ROWS * Long.BYTES;
    private static final int COLUMNS = 4;
    private static final long SEED = 7;

    /** Which version. */
    @Param({"active", "scalar"})
    public String kernels;

    private Kernels kernel;
    private BufferAllocator allocator;
    private Chunk chunk;
    private long left;
    private long right;
    private long mask;
    private long result;

    /** Fills the columns. */
    @Setup(Level.Trial)
    public void open() {
        kernel = kernels.equals("scalar") ? Kernels.scalar() : Kernels.active();
        allocator = Allocators.root(1 << 20);
        chunk = Chunk.open(allocator, COLUMNS * COLUMN_BYTES);
        left = chunk.address();
        right = left + COLUMN_BYTES;
        mask = right + COLUMN_BYTES;
        result = mask + COLUMN_BYTES;
        SplittableRandom random = new SplittableRandom(SEED);
        for (int row = 0; row < ROWS; row++) {
            OffHeap.putLong(left + (long) row * Long.BYTES, random.nextLong(1_000));
            OffHeap.putLong(right + (long) row * Long.BYTES, random.nextLong(1_000));
        }
        for (int word = 0; word < ROWS / Long.SIZE; word++) {
            OffHeap.putLong(mask + (long) word * Long.BYTES, random.nextLong());
        }
    }

    /** Frees them. */
    @TearDown(Level.Trial)
    public void close() {
        chunk.close();
        allocator.close();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int compactHalf() {
        return kernel.compact(left, mask, result, ROWS);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long sumHalf() {
        return kernel.sumLongs(left, mask, ROWS);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void less() {
        kernel.lessLongs(left, Long.BYTES, right, Long.BYTES, result, ROWS);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public boolean add() {
        return kernel.addLongs(left, Long.BYTES, right, Long.BYTES, result, ROWS);
    }
}
