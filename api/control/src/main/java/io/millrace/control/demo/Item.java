package io.millrace.control.demo;

import io.millrace.type.Key;

/** A row of the small table. */
record Item(@Key String name, String category) {}
