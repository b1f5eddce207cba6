package io.millrace.port;

/** Takes the states of all operators of all workers. Each worker asks on its own thread, all of them at once. */
@FunctionalInterface
public interface CheckpointOutput {
    /** Returns where an operator's blocks go; it is used before the next call of this worker. An operator without state has none. */
    StateOutput operator(int node, int worker);
}
