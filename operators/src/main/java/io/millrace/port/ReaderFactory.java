package io.millrace.port;

import java.util.List;

/**
 * Opens an operator that reads the state of others on one worker, on that worker's thread. Those were opened before it, are closed
 * after it, and tell it themselves when it may read. Returns owned.
 */
@FunctionalInterface
public interface ReaderFactory {
    Operator open(OperatorContext context, List<Operator> read, Output output);
}
