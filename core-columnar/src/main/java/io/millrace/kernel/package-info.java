/**
 * Loops over whole columns: stateless, branch-free where it pays, one loop a method. They know addresses, lanes and row counts,
 * nothing of batches, operators or time. Kernels whose explicit SIMD form beats the compiler stand behind one door with their
 * scalar twin, which is the oracle and runs where the Vector API is not on the command line.
 */
package io.millrace.kernel;
