/**
 * What comes out: result lines, the comparison of the engines' answers, the table for people, and the record of the machine
 * that measured. Used by one thread.
 */
package io.millrace.benchmarks.result;
