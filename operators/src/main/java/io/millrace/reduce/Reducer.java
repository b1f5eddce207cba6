package io.millrace.reduce;

import io.millrace.type.Type;

/** One result column of a group-by. */
public sealed interface Reducer permits LinearReducer, RowReducer {
    /** The type of the result. */
    Type type();
}
