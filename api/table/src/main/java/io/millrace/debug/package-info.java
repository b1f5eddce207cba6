/**
 * Tables as text, for tests, documentation and trying things out: rows with times and diffs written as a little table come in,
 * what a table says comes out in the same form. Not for data of any size: rows are Java objects here.
 */
package io.millrace.debug;
