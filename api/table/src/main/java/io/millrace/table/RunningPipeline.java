package io.millrace.table;

import io.millrace.physical.Lowering;
import io.millrace.physical.OperatorSet;
import io.millrace.physical.Stage;
import io.millrace.schedule.Execution;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/** A pipeline that runs. Close it to stop it; any thread. */
public final class RunningPipeline implements AutoCloseable {
    private final Explanation explanation;
    private final Lowering.Lowered lowered;
    private final ErrorCollector errors;
    private final ProgressListener progress;
    private final PipelineOptions options;
    private final Execution execution;
    private final CompletableFuture<Execution> opened = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Throwable failure;

    RunningPipeline(Explanation explanation, PipelineOptions options, OperatorSet operators) {
        this.explanation = explanation;
        this.progress = new ProgressListener();
        this.errors = new ErrorCollector(options.failFast(), progress);
        this.lowered = Lowering.of(explanation.physical(), operators, errors, errors, errors::counted);
        this.options = options;
        Thread.ofPlatform().name("millrace-" + options.name()).start(this::drive);
        try {
            this.execution = opened.join();
        } catch (CompletionException e) {
            failure = e.getCause();
            awaitEnd();
            rethrow();
            throw e;
        }
    }

    /** Opens all that belongs to the run, runs, and closes it, on one thread: a journal may not change its thread. */
    private void drive() {
        try (Storage storage = Storage.open(options, explanation.physical(), lowered.sources());
                Execution running =
                        new Execution(lowered.dataflow(), options.settings(errors), storage.journal(), errors)) {
            progress.watch(running);
            opened.complete(running);
            running.run();
            progress.refresh();
        } catch (Throwable e) {
            if (!opened.completeExceptionally(e)) {
                failure = e;
            }
        } finally {
            ended.countDown();
        }
    }

    /**
     * Waits until all sources have ended, or the run has failed.
     *
     * @throws DataErrorException in fail-fast mode, for the first row that could not be computed
     * @throws IllegalStateException with the cause, where a source, a sink or a subscriber failed
     */
    public void await() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the pipeline ran; it was stopped", e);
        }
        rethrow();
    }

    /** Whether the run has ended. */
    public boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** What has been done so far. */
    public Progress progress() {
        return progress.current(errors.count());
    }

    /**
     * Latencies in microseconds of the epochs that were published since the last call: from the moment when an epoch's first rows
     * left their source until all sinks had its changes.
     */
    public Histogram takeLatencies() {
        return progress.takeLatencies();
    }

    /** {@link Pipeline#explain} with what each stage has done so far. */
    public String explain() {
        return explanation.text(stage -> progress.rowsOut(node(stage)), stage -> progress.stateBytes(node(stage)));
    }

    private int node(Stage stage) {
        return lowered.nodes().get(stage);
    }

    /** Stops after the open epoch and waits until all is freed. A failure of the run is thrown, unless {@link #await} did. */
    @Override
    public void close() {
        execution.stop();
        awaitEnd();
        rethrow();
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (!hasEnded()) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rethrow() {
        Throwable cause = failure;
        failure = null;
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof DataErrorException dataError) {
                throw dataError;
            }
        }
        switch (cause) {
            case null -> {}
            case Error e -> throw e;
            default -> throw new IllegalStateException("the pipeline failed: " + cause.getMessage(), cause);
        }
    }
}
