package io.millrace.expression;

/**
 * Operations whose operands and result have values of the same row only. {@link Signatures} says which operand types each one
 * takes; operands in brackets may be left out.
 */
public enum Op {
    ADD("+", 2, 2),
    SUBTRACT("-", 2, 2),
    MULTIPLY("*", 2, 2),
    /** True division: of two ints a float. */
    DIVIDE("/", 2, 2),
    /** Division rounded down. */
    FLOOR_DIVIDE("//", 2, 2),
    /** Remainder with the sign of the divisor. */
    MODULO("%", 2, 2),
    POWER("**", 2, 2),
    SHIFT_LEFT("<<", 2, 2),
    SHIFT_RIGHT(">>", 2, 2),
    MATRIX_MULTIPLY("@", 2, 2),
    EQUAL("==", 2, 2),
    NOT_EQUAL("!=", 2, 2),
    LESS("<", 2, 2),
    LESS_OR_EQUAL("<=", 2, 2),
    GREATER(">", 2, 2),
    GREATER_OR_EQUAL(">=", 2, 2),
    /** On bools the second operand is evaluated only where the first is true; on ints bit by bit. */
    AND("&", 2, 2),
    /** On bools the second operand is evaluated only where the first is false; on ints bit by bit. */
    OR("|", 2, 2),
    XOR("^", 2, 2),
    NOT("~", 1, 1),
    NEGATE("-", 1, 1),
    ABS("abs", 1, 1),
    IS_NONE("is_none", 1, 1),
    IS_NOT_NONE("is_not_none", 1, 1),
    /** Value and index: an element, an error where there is none; of json the json null. */
    GET("[]", 2, 2),
    /** Value, index and default. */
    GET_OR_DEFAULT("get", 3, 3),
    TO_STRING("to_string", 1, 1),
    /** Json to int; json null gives None, another kind of json is an error. */
    AS_INT("as_int", 1, 1),
    AS_FLOAT("as_float", 1, 1),
    AS_STR("as_str", 1, 1),
    AS_BOOL("as_bool", 1, 1),
    /** Code points of a text, bytes of bytes, elements of a list or tuple. */
    LENGTH("len", 1, 1),
    LOWER("lower", 1, 1),
    UPPER("upper", 1, 1),
    SWAP_CASE("swapcase", 1, 1),
    TITLE("title", 1, 1),
    REVERSED("reversed", 1, 1),
    /** Text, [characters]: without white space, or the characters, at both ends. */
    STRIP("strip", 1, 2),
    STARTS_WITH("startswith", 2, 2),
    ENDS_WITH("endswith", 2, 2),
    CONTAINS("contains", 2, 2),
    /** Text, part, [start, [end]]: how often the part is in it, without overlap. */
    COUNT("count", 2, 4),
    /** Text, part, [start, [end]]: code point at which the part is first found, or −1. */
    FIND("find", 2, 4),
    RFIND("rfind", 2, 4),
    /** Text, old, new, [how often at most; negative for always]. */
    REPLACE("replace", 3, 4),
    REMOVE_PREFIX("removeprefix", 2, 2),
    REMOVE_SUFFIX("removesuffix", 2, 2),
    /** Text, start, end in code points; negative ones count from the end. */
    SLICE("slice", 3, 3),
    /** Text, separator: the list of the parts between separators. */
    SPLIT("split", 2, 2),
    PARSE_INT("parse_int", 1, 1),
    PARSE_FLOAT("parse_float", 1, 1),
    /** Text, texts that are true, texts that are false, each a tuple or list of str; case does not matter. */
    PARSE_BOOL("parse_bool", 3, 3),
    /** Like {@link #PARSE_INT}, but None where the text is no int. */
    PARSE_INT_OR_NONE("parse_int", 1, 1),
    PARSE_FLOAT_OR_NONE("parse_float", 1, 1),
    PARSE_BOOL_OR_NONE("parse_bool", 3, 3),
    /** Number, [decimals]: to the nearest, halves to even. */
    ROUND("round", 1, 2),
    FLOOR("floor", 1, 1),
    CEIL("ceil", 1, 1),
    SQRT("sqrt", 1, 1),
    EXP("exp", 1, 1),
    LOG("log", 1, 1),
    /** Number, default: the default where the number is None or NaN. */
    FILL_NA("fill_na", 2, 2),
    NANOSECOND("nanosecond", 1, 1),
    MICROSECOND("microsecond", 1, 1),
    MILLISECOND("millisecond", 1, 1),
    SECOND("second", 1, 1),
    MINUTE("minute", 1, 1),
    HOUR("hour", 1, 1),
    DAY("day", 1, 1),
    MONTH("month", 1, 1),
    YEAR("year", 1, 1),
    /** Monday is 0. */
    WEEKDAY("weekday", 1, 1),
    /** Datetime, unit (s, ms, us, ns): the time since 1970 in that unit as a float. */
    TIMESTAMP("timestamp", 2, 2),
    /** Datetime: nanoseconds since 1970 as an int. */
    TIMESTAMP_NS("timestamp", 1, 1),
    /** Number, unit: the naive datetime so long after 1970. */
    FROM_TIMESTAMP("from_timestamp", 2, 2),
    UTC_FROM_TIMESTAMP("utc_from_timestamp", 2, 2),
    /** Naive datetime, time zone. */
    TO_UTC("to_utc", 2, 2),
    /** UTC datetime, time zone. */
    TO_NAIVE_IN_TIMEZONE("to_naive_in_timezone", 2, 2),
    /** Datetime, duration: to the nearest multiple of the duration since 1970. */
    ROUND_TO("round", 2, 2),
    FLOOR_TO("floor", 2, 2),
    /** Int, unit (W, D, h, m, s, ms, us, ns or their long names). */
    TO_DURATION("to_duration", 2, 2),
    NANOSECONDS("nanoseconds", 1, 1),
    MICROSECONDS("microseconds", 1, 1),
    MILLISECONDS("milliseconds", 1, 1),
    SECONDS("seconds", 1, 1),
    MINUTES("minutes", 1, 1),
    HOURS("hours", 1, 1),
    DAYS("days", 1, 1),
    WEEKS("weeks", 1, 1);

    private final String symbol;
    private final int minOperands;
    private final int maxOperands;

    Op(String symbol, int minOperands, int maxOperands) {
        this.symbol = symbol;
        this.minOperands = minOperands;
        this.maxOperands = maxOperands;
    }

    /** How plans and messages print it. */
    public String symbol() {
        return symbol;
    }

    public int minOperands() {
        return minOperands;
    }

    public int maxOperands() {
        return maxOperands;
    }
}
