/**
 * How an optimised plan runs: stages, cut where rows are kept or change their worker, with every chain of stateless steps fused
 * into one; and the dataflow of {@code io.millrace.schedule} that comes of them. Built once by {@code io.millrace.table} when a
 * pipeline starts or is explained.
 */
package io.millrace.physical;
