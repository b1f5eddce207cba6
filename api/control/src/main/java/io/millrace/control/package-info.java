/**
 * The command line. It parses what the user typed and hands it to the rest of the API; it computes nothing. Everything runs on
 * the caller's thread, usually {@code main}.
 */
package io.millrace.control;
