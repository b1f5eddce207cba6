/**
 * Runs DuckDB, the batch engine that sets the ceiling, on one workload in this process. It recomputes from all rows and
 * keeps nothing up to date, so it has no live form. One thread runs the program; DuckDB uses as many as there are workers.
 */
package io.millrace.benchmarks.duckdb;
