/**
 * What a column may hold: logical types, the few physical lanes that kernels see, schemas, and the mapping of a user's record
 * class to a schema. Immutable values; any thread.
 */
package io.millrace.type;
