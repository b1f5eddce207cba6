/**
 * Operators that keep nothing between batches: fused chains of projections and filters, flattening, concatenation, new row ids.
 * Each passes a batch on while it is open, and shares the columns that it does not compute. One worker's thread.
 */
package io.millrace.stateless;
