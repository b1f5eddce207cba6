/**
 * The SIMD form of the kernels, on the incubating Vector API: loaded only where that module is on the command line. Species are
 * static finals, without which nothing here is compiled to vector instructions.
 */
package io.millrace.kernel.simd;
