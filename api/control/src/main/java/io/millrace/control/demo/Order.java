package io.millrace.control.demo;

/** An order as it comes in. */
record Order(String item, long quantity, long cents) {}
