package io.millrace.expression;

/** Operations whose operands and result have values of the same row only. */
public enum Op {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    FLOOR_DIVIDE("//"),
    MODULO("%"),
    POWER("**"),
    SHIFT_LEFT("<<"),
    SHIFT_RIGHT(">>"),
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    AND("&"),
    OR("|"),
    XOR("^"),
    NOT("~"),
    NEGATE("-"),
    ABS("abs"),
    IS_NONE("is_none"),
    IS_NOT_NONE("is_not_none"),
    TO_STRING("to_string"),
    LENGTH("len"),
    LOWER("lower"),
    UPPER("upper"),
    STRIP("strip"),
    STARTS_WITH("startswith"),
    ENDS_WITH("endswith"),
    CONTAINS("contains"),
    REPLACE("replace"),
    SLICE("slice"),
    SPLIT("split"),
    PARSE_INT("parse_int"),
    PARSE_FLOAT("parse_float");

    private final String symbol;

    Op(String symbol) {
        this.symbol = symbol;
    }

    /** How plans and messages print it. */
    public String symbol() {
        return symbol;
    }
}
