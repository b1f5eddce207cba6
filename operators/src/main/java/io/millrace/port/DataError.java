package io.millrace.port;

/**
 * Why a cell is an error or a row was dropped.
 *
 * @param operatorId position of the operator in the plan; −1 where a source found it
 * @param operator the operator's or source's name
 * @param message what is wrong with which value
 * @param userLine where in the user's program the operator was made, or null
 */
public record DataError(Kind kind, int operatorId, String operator, String message, String userLine) {
    /** Kinds of data errors, as users filter them. */
    public enum Kind {
        DIVISION_BY_ZERO,
        OVERFLOW,
        PARSE,
        CONVERSION,
        VALUE,
        TYPE_MISMATCH,
        INDEX_OUT_OF_BOUNDS,
        MISSING_VALUE,
        MISSING_KEY,
        DUPLICATE_KEY,
        APPEND_ONLY_VIOLATION,
        ERROR_IN_FILTER,
        ERROR_IN_GROUP_BY,
        ERROR_IN_SORT,
        ERROR_IN_DEDUPLICATE,
        ERROR_IN_JOIN,
        ERROR_IN_REINDEX,
        ERROR_IN_FLATTEN,
        ERROR_IN_OUTPUT,
        USER_FUNCTION
    }
}
