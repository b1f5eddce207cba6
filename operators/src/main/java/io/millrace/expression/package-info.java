/**
 * Typed expressions over the columns of a batch: the tree, the types that each operation takes and gives, and its evaluation
 * a vector at a time. Parsed and checked expressions come from the user's API; stages evaluate them.
 */
package io.millrace.expression;
