package io.millrace.port;

import io.millrace.batch.Batch;

/** Where an operator puts its batches. Borrows them until return: whoever keeps one longer retains it. */
@FunctionalInterface
public interface Output {
    void push(Batch batch);
}
