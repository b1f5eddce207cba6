/** Programs of Pathway's area {@code temporal}. */
package io.millrace.conformance.temporal;
