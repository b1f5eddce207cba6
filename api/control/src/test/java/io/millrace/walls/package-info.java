/** Holds the house to its plan: what each room may know, how packages are named, and that the lists beside the code are whole. */
package io.millrace.walls;
