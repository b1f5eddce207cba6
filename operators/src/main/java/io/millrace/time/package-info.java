/** What epochs mean: even ones bring rows, odd ones take back what the one before marked, and one ends all input. */
package io.millrace.time;
