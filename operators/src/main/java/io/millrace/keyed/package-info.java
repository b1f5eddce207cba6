/**
 * Operators on tables whose rows are found by their id. Here a stream of "this is now the row of that id" becomes a Z-set, which is
 * what every other operator takes. The rows of an id must meet on one worker, in the order of their source.
 */
package io.millrace.keyed;
