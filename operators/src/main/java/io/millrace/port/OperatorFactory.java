package io.millrace.port;

/** Opens the operator on one worker; called once a worker, on that worker's thread. Returns owned. */
@FunctionalInterface
public interface OperatorFactory {
    Operator open(OperatorContext context, Output output);
}
