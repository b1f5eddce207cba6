/**
 * Operators on event time: a column of the rows, whose greatest value so far, instance by instance, is what time it is.
 * {@link io.millrace.temporal.Postpone} holds rows until it is late enough, or takes them back then;
 * {@link io.millrace.temporal.IgnoreLate} leaves out rows that come too late; {@link io.millrace.temporal.DropRetractions} undoes that
 * rows were taken back for their age. All are plans, opened on each worker; the rows of an instance must meet on one.
 */
package io.millrace.temporal;
