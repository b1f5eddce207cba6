package io.millrace.port;

/** Gives the states of all operators of the workers of a former run. Each worker asks on its own thread, all of them at once. */
public interface CheckpointInput {
    /** The workers of the run that wrote it. */
    int workerCount();

    /** What the operator at a node wrote on one of those workers. Several workers may ask for the same. */
    StateInput operator(int node, int worker);
}
