/** Programs of Pathway's area {@code ordered}. */
package io.millrace.conformance.ordered;
