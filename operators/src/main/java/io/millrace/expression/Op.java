package io.millrace.expression;

/**
 * Operations whose operands and result have values of the same row only. {@link Signatures} says which operand types each one
 * takes; operands in brackets may be left out.
 */
public enum Op {
    ADD("+", Family.ARITHMETIC, 2, 2),
    SUBTRACT("-", Family.ARITHMETIC, 2, 2),
    MULTIPLY("*", Family.ARITHMETIC, 2, 2),
    /** True division: of two ints a float. */
    DIVIDE("/", Family.ARITHMETIC, 2, 2),
    /** Division rounded down. */
    FLOOR_DIVIDE("//", Family.ARITHMETIC, 2, 2),
    /** Remainder with the sign of the divisor. */
    MODULO("%", Family.ARITHMETIC, 2, 2),
    POWER("**", Family.ARITHMETIC, 2, 2),
    SHIFT_LEFT("<<", Family.ARITHMETIC, 2, 2),
    SHIFT_RIGHT(">>", Family.ARITHMETIC, 2, 2),
    MATRIX_MULTIPLY("@", Family.NESTED, 2, 2),
    EQUAL("==", Family.COMPARISON, 2, 2),
    NOT_EQUAL("!=", Family.COMPARISON, 2, 2),
    LESS("<", Family.COMPARISON, 2, 2),
    LESS_OR_EQUAL("<=", Family.COMPARISON, 2, 2),
    GREATER(">", Family.COMPARISON, 2, 2),
    GREATER_OR_EQUAL(">=", Family.COMPARISON, 2, 2),
    /** On bools the second operand is evaluated only where the first is true; on ints bit by bit. */
    AND("&", Family.LOGIC, 2, 2),
    /** On bools the second operand is evaluated only where the first is false; on ints bit by bit. */
    OR("|", Family.LOGIC, 2, 2),
    XOR("^", Family.LOGIC, 2, 2),
    NOT("~", Family.UNARY, 1, 1),
    NEGATE("-", Family.UNARY, 1, 1),
    ABS("abs", Family.UNARY, 1, 1),
    IS_NONE("is_none", Family.VALUE, 1, 1),
    IS_NOT_NONE("is_not_none", Family.VALUE, 1, 1),
    /** Value and index: an element, an error where there is none; of json the json null. */
    GET("[]", Family.NESTED, 2, 2),
    /** Value, index and default. */
    GET_OR_DEFAULT("get", Family.NESTED, 3, 3),
    TO_STRING("to_string", Family.VALUE, 1, 1),
    /** Json to int; json null gives None, another kind of json is an error. */
    AS_INT("as_int", Family.JSON, 1, 1),
    AS_FLOAT("as_float", Family.JSON, 1, 1),
    AS_STR("as_str", Family.JSON, 1, 1),
    AS_BOOL("as_bool", Family.JSON, 1, 1),
    /** Code points of a text, bytes of bytes, elements of a list or tuple. */
    LENGTH("len", Family.NESTED, 1, 1),
    LOWER("lower", Family.TEXT, 1, 1),
    UPPER("upper", Family.TEXT, 1, 1),
    SWAP_CASE("swapcase", Family.TEXT, 1, 1),
    TITLE("title", Family.TEXT, 1, 1),
    CAPITALIZE("capitalize", Family.TEXT, 1, 1),
    REVERSED("reversed", Family.TEXT, 1, 1),
    /** Text, [characters]: without white space, or the characters, at both ends. */
    STRIP("strip", Family.TEXT, 1, 2),
    STRIP_START("lstrip", Family.TEXT, 1, 2),
    STRIP_END("rstrip", Family.TEXT, 1, 2),
    /** Text, width, [character]: with so many of the character, a space, in front that it has the width in code points. */
    PAD_START("rjust", Family.TEXT, 2, 3),
    PAD_END("ljust", Family.TEXT, 2, 3),
    /** Text, width: with zeros in front, but behind a sign. */
    ZERO_FILL("zfill", Family.TEXT, 2, 2),
    STARTS_WITH("startswith", Family.TEXT, 2, 2),
    ENDS_WITH("endswith", Family.TEXT, 2, 2),
    REMOVE_PREFIX("removeprefix", Family.TEXT, 2, 2),
    REMOVE_SUFFIX("removesuffix", Family.TEXT, 2, 2),
    /** Text, start, end in code points; negative ones count from the end. */
    SLICE("slice", Family.TEXT, 3, 3),
    /** Texts, one after the other. */
    CONCAT("concat", Family.TEXT, 1, 255),
    /** Whether there is a code point, and all are digits. */
    IS_DIGIT("isdigit", Family.TEXT, 1, 1),
    IS_LETTER("isalpha", Family.TEXT, 1, 1),
    IS_LETTER_OR_DIGIT("isalnum", Family.TEXT, 1, 1),
    IS_SPACE("isspace", Family.TEXT, 1, 1),
    /** Whether there is a letter with case, and all of those are small. */
    IS_LOWER("islower", Family.TEXT, 1, 1),
    IS_UPPER("isupper", Family.TEXT, 1, 1),
    CONTAINS("contains", Family.TEXT_SEARCH, 2, 2),
    /** Text, part, [start, [end]]: how often the part is in it, without overlap. */
    COUNT("count", Family.TEXT_SEARCH, 2, 4),
    /** Text, part, [start, [end]]: code point at which the part is first found, or −1. */
    FIND("find", Family.TEXT_SEARCH, 2, 4),
    RFIND("rfind", Family.TEXT_SEARCH, 2, 4),
    /** Text, old, new, [how often at most; negative for always]. */
    REPLACE("replace", Family.TEXT_SEARCH, 3, 4),
    /** Text, separator, [how often at most; negative for always]: the list of the parts between separators. */
    SPLIT("split", Family.TEXT_SEARCH, 2, 3),
    /** The list of the parts between runs of white space. */
    SPLIT_WORDS("split", Family.TEXT_SEARCH, 1, 1),
    /** List of texts, separator: the texts with the separator between them. */
    JOIN("join", Family.TEXT_SEARCH, 2, 2),
    /** How many code points must be put in, taken out or changed to make one text of the other. */
    EDIT_DISTANCE("levenshtein", Family.TEXT_SEARCH, 2, 2),
    /** Text, regular expression: whether it matches the whole text. */
    MATCHES("matches", Family.PATTERN, 2, 2),
    /** Text, regular expression: whether it matches a part of the text. */
    CONTAINS_MATCH("contains_match", Family.PATTERN, 2, 2),
    COUNT_MATCHES("count_matches", Family.PATTERN, 2, 2),
    /** Text, regular expression, replacement in which {@code $1} stands for a group. */
    REPLACE_MATCHES("replace_matches", Family.PATTERN, 3, 3),
    /** Text, regular expression, [group]: what the first match, or a group of it, matched; None where there is no match. */
    EXTRACT("extract", Family.PATTERN, 2, 3),
    /** Text, regular expression, [group]: what each match, or a group of it, matched. */
    EXTRACT_ALL("extract_all", Family.PATTERN, 2, 3),
    SPLIT_BY_MATCHES("split_by_matches", Family.PATTERN, 2, 2),
    PARSE_INT("parse_int", Family.PARSE, 1, 1),
    PARSE_FLOAT("parse_float", Family.PARSE, 1, 1),
    /** Text, texts that are true, texts that are false, each a tuple or list of str; case does not matter. */
    PARSE_BOOL("parse_bool", Family.PARSE, 3, 3),
    /** Like {@link #PARSE_INT}, but None where the text is no int. */
    PARSE_INT_OR_NONE("parse_int", Family.PARSE, 1, 1),
    PARSE_FLOAT_OR_NONE("parse_float", Family.PARSE, 1, 1),
    PARSE_BOOL_OR_NONE("parse_bool", Family.PARSE, 3, 3),
    /** Text or bytes: a hash as small hexadecimal digits. */
    MD5("md5", Family.BYTES, 1, 1),
    SHA1("sha1", Family.BYTES, 1, 1),
    SHA256("sha256", Family.BYTES, 1, 1),
    SHA512("sha512", Family.BYTES, 1, 1),
    CRC32("crc32", Family.BYTES, 1, 1),
    /** Text to its bytes in UTF-8. */
    ENCODE("encode", Family.BYTES, 1, 1),
    /** Bytes in UTF-8 to text. */
    DECODE("decode", Family.BYTES, 1, 1),
    TO_HEX("to_hex", Family.BYTES, 1, 1),
    FROM_HEX("from_hex", Family.BYTES, 1, 1),
    TO_BASE64("to_base64", Family.BYTES, 1, 1),
    FROM_BASE64("from_base64", Family.BYTES, 1, 1),
    /** Number, [decimals]: to the nearest, halves to even. */
    ROUND("round", Family.NUMBER, 1, 2),
    FLOOR("floor", Family.NUMBER, 1, 1),
    CEIL("ceil", Family.NUMBER, 1, 1),
    /** Without its fraction. */
    TRUNCATE("trunc", Family.NUMBER, 1, 1),
    /** −1, 0 or 1. */
    SIGN("sign", Family.NUMBER, 1, 1),
    SQRT("sqrt", Family.NUMBER, 1, 1),
    CBRT("cbrt", Family.NUMBER, 1, 1),
    EXP("exp", Family.NUMBER, 1, 1),
    /** Number, [base]. */
    LOG("log", Family.NUMBER, 1, 2),
    LOG2("log2", Family.NUMBER, 1, 1),
    LOG10("log10", Family.NUMBER, 1, 1),
    SIN("sin", Family.NUMBER, 1, 1),
    COS("cos", Family.NUMBER, 1, 1),
    TAN("tan", Family.NUMBER, 1, 1),
    ASIN("asin", Family.NUMBER, 1, 1),
    ACOS("acos", Family.NUMBER, 1, 1),
    ATAN("atan", Family.NUMBER, 1, 1),
    /** Of y and x the angle. */
    ATAN2("atan2", Family.NUMBER, 2, 2),
    SINH("sinh", Family.NUMBER, 1, 1),
    COSH("cosh", Family.NUMBER, 1, 1),
    TANH("tanh", Family.NUMBER, 1, 1),
    IS_NAN("isnan", Family.NUMBER, 1, 1),
    IS_FINITE("isfinite", Family.NUMBER, 1, 1),
    /** Number, default: the default where the number is None or NaN. */
    FILL_NA("fill_na", Family.NUMBER, 2, 2),
    /** The least of values of one type that has an order. */
    LEAST("least", Family.VALUE, 2, 255),
    GREATEST("greatest", Family.VALUE, 2, 255),
    NANOSECOND("nanosecond", Family.DATE_TIME_FIELD, 1, 1),
    MICROSECOND("microsecond", Family.DATE_TIME_FIELD, 1, 1),
    MILLISECOND("millisecond", Family.DATE_TIME_FIELD, 1, 1),
    SECOND("second", Family.DATE_TIME_FIELD, 1, 1),
    MINUTE("minute", Family.DATE_TIME_FIELD, 1, 1),
    HOUR("hour", Family.DATE_TIME_FIELD, 1, 1),
    DAY("day", Family.DATE_TIME_FIELD, 1, 1),
    MONTH("month", Family.DATE_TIME_FIELD, 1, 1),
    YEAR("year", Family.DATE_TIME_FIELD, 1, 1),
    /** Monday is 0. */
    WEEKDAY("weekday", Family.DATE_TIME_FIELD, 1, 1),
    DAY_OF_YEAR("day_of_year", Family.DATE_TIME_FIELD, 1, 1),
    /** The week of ISO 8601's year of weeks. */
    WEEK("week", Family.DATE_TIME_FIELD, 1, 1),
    /** The year that the {@link #WEEK} is one of. */
    ISO_YEAR("iso_year", Family.DATE_TIME_FIELD, 1, 1),
    QUARTER("quarter", Family.DATE_TIME_FIELD, 1, 1),
    DAYS_IN_MONTH("days_in_month", Family.DATE_TIME_FIELD, 1, 1),
    IS_LEAP_YEAR("is_leap_year", Family.DATE_TIME_FIELD, 1, 1),
    /** Datetime, unit (s, ms, us, ns): the time since 1970 in that unit as a float. */
    TIMESTAMP("timestamp", Family.DATE_TIME, 2, 2),
    /** Datetime: nanoseconds since 1970 as an int. */
    TIMESTAMP_NS("timestamp", Family.DATE_TIME, 1, 1),
    /** Number, unit: the naive datetime so long after 1970. */
    FROM_TIMESTAMP("from_timestamp", Family.DATE_TIME, 2, 2),
    UTC_FROM_TIMESTAMP("utc_from_timestamp", Family.DATE_TIME, 2, 2),
    /** Datetime, format. */
    STRFTIME("strftime", Family.DATE_TIME, 2, 2),
    /** Text, format: the naive datetime that the text spells. */
    STRPTIME_NAIVE("strptime", Family.DATE_TIME, 2, 2),
    /** Text, format with an offset: the datetime in UTC. */
    STRPTIME_UTC("strptime", Family.DATE_TIME, 2, 2),
    /** Naive datetime, time zone. */
    TO_UTC("to_utc", Family.DATE_TIME, 2, 2),
    /** UTC datetime, time zone. */
    TO_NAIVE_IN_TIMEZONE("to_naive_in_timezone", Family.DATE_TIME, 2, 2),
    /** Datetime, duration: to the nearest multiple of the duration since 1970. */
    ROUND_TO("round", Family.DATE_TIME, 2, 2),
    FLOOR_TO("floor", Family.DATE_TIME, 2, 2),
    /** Datetime, unit of the calendar (year, quarter, month, week, day …): the unit's beginning. */
    TRUNCATE_TO("truncate", Family.DATE_TIME, 2, 2),
    /** Datetime, months: that day of another month, or its last day where it is shorter. */
    ADD_MONTHS("add_months", Family.DATE_TIME, 2, 2),
    /** Int, unit (W, D, h, m, s, ms, us, ns or their long names). */
    TO_DURATION("to_duration", Family.DATE_TIME, 2, 2),
    NANOSECONDS("nanoseconds", Family.DURATION, 1, 1),
    MICROSECONDS("microseconds", Family.DURATION, 1, 1),
    MILLISECONDS("milliseconds", Family.DURATION, 1, 1),
    SECONDS("seconds", Family.DURATION, 1, 1),
    MINUTES("minutes", Family.DURATION, 1, 1),
    HOURS("hours", Family.DURATION, 1, 1),
    DAYS("days", Family.DURATION, 1, 1),
    WEEKS("weeks", Family.DURATION, 1, 1);

    private final String symbol;
    private final Family family;
    private final int minOperands;
    private final int maxOperands;

    Op(String symbol, Family family, int minOperands, int maxOperands) {
        this.symbol = symbol;
        this.family = family;
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

    Family family() {
        return family;
    }

    /** Operations that are typed and evaluated in one place. */
    enum Family {
        ARITHMETIC,
        COMPARISON,
        LOGIC,
        UNARY,
        VALUE,
        NESTED,
        JSON,
        TEXT,
        TEXT_SEARCH,
        PATTERN,
        PARSE,
        BYTES,
        NUMBER,
        DATE_TIME_FIELD,
        DATE_TIME,
        DURATION
    }
}
