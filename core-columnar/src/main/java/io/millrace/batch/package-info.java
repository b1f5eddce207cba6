/**
 * The unit that moves: an immutable, reference-counted set of columns with weights, keys and one epoch, and the pools that its
 * buffers come from and go back to. A batch is used by one worker at a time; retaining and closing are safe on any thread.
 */
package io.millrace.batch;
