/**
 * Operators on tables whose rows are found by their id: streams of upserts, set operations and updates of several tables, ids made
 * of values, rows that were looked up, changes as rows that stay; and joins that forget rows once they are answered. What keeps rows
 * keeps them in {@code io.millrace.state}, by id; the rows of an id must meet on one worker. What changed comes out at the end of an
 * epoch, once an id. An id that comes twice, or is missing where it was promised, is reported, and its cells are errors until it is
 * put right.
 */
package io.millrace.keyed;
