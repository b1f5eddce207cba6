/**
 * The main job: orders stream in, are joined with a small table of items, grouped by category and kept as running totals, with a
 * journal, so that a killed run goes on where it was. A generator in the same process makes the orders, each from its number and
 * the seed alone, so that the right totals are known whatever happened in between.
 */
package io.millrace.control.demo;
