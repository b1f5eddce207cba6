package io.millrace.value;

/** The first byte of an encoded value, as {@link io.millrace.key.KeyEncoder} writes it, and its place in the order of values. */
final class Kind {
    static final int NONE = 0;
    static final int BOOL = 1;
    static final int INT64 = 2;
    static final int FLOAT64 = 3;
    static final int POINTER = 4;
    static final int STRING = 5;
    static final int TUPLE = 6;
    static final int INT64_ARRAY = 7;
    static final int FLOAT64_ARRAY = 8;
    static final int DATE_TIME_NAIVE = 9;
    static final int DATE_TIME_UTC = 10;
    static final int DURATION = 11;
    static final int BYTES = 12;
    static final int JSON = 13;
    static final int DATE = 32;
    static final int UUID = 33;
    static final int DECIMAL = 34;
    static final int OBJECT = 35;

    private Kind() {}

    /** None first, then as Pathway orders its values, then the kinds that Pathway lacks. */
    static int rank(int kind) {
        return switch (kind) {
            case NONE -> 0;
            case BOOL -> 1;
            case INT64 -> 2;
            case FLOAT64 -> 3;
            case POINTER -> 4;
            case STRING -> 5;
            case BYTES -> 6;
            case TUPLE -> 7;
            case INT64_ARRAY -> 8;
            case FLOAT64_ARRAY -> 9;
            case DATE_TIME_NAIVE -> 10;
            case DATE_TIME_UTC -> 11;
            case DURATION -> 12;
            case JSON -> 13;
            default -> kind;
        };
    }

    /** The opposite of {@link #rank}. */
    static int ofRank(int rank) {
        return switch (rank) {
            case 0 -> NONE;
            case 1 -> BOOL;
            case 2 -> INT64;
            case 3 -> FLOAT64;
            case 4 -> POINTER;
            case 5 -> STRING;
            case 6 -> BYTES;
            case 7 -> TUPLE;
            case 8 -> INT64_ARRAY;
            case 9 -> FLOAT64_ARRAY;
            case 10 -> DATE_TIME_NAIVE;
            case 11 -> DATE_TIME_UTC;
            case 12 -> DURATION;
            case 13 -> JSON;
            default -> rank;
        };
    }
}
