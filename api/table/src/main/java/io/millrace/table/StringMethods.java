package io.millrace.table;

import io.millrace.expression.Op;
import java.util.List;

/** Operations on a text; positions and lengths count code points, as in Pathway. */
public final class StringMethods {
    private static final List<String> TRUE = List.of("on", "true", "yes", "1");
    private static final List<String> FALSE = List.of("off", "false", "no", "0");

    private final ColumnExpression text;

    StringMethods(ColumnExpression text) {
        this.text = text;
    }

    public ColumnExpression len() {
        return text.call(Op.LENGTH);
    }

    public ColumnExpression lower() {
        return text.call(Op.LOWER);
    }

    public ColumnExpression upper() {
        return text.call(Op.UPPER);
    }

    public ColumnExpression swapCase() {
        return text.call(Op.SWAP_CASE);
    }

    public ColumnExpression title() {
        return text.call(Op.TITLE);
    }

    public ColumnExpression reversed() {
        return text.call(Op.REVERSED);
    }

    /** Without white space at both ends. */
    public ColumnExpression strip() {
        return text.call(Op.STRIP);
    }

    /** Without any of these characters at both ends. */
    public ColumnExpression strip(Object characters) {
        return text.call(Op.STRIP, characters);
    }

    public ColumnExpression startsWith(Object prefix) {
        return text.call(Op.STARTS_WITH, prefix);
    }

    public ColumnExpression endsWith(Object suffix) {
        return text.call(Op.ENDS_WITH, suffix);
    }

    public ColumnExpression contains(Object part) {
        return text.call(Op.CONTAINS, part);
    }

    /** How often a part is in the text, without overlap. */
    public ColumnExpression count(Object part) {
        return text.call(Op.COUNT, part);
    }

    /** Where a part first is, or −1. */
    public ColumnExpression find(Object part) {
        return text.call(Op.FIND, part);
    }

    /** Where a part last is, or −1. */
    public ColumnExpression rfind(Object part) {
        return text.call(Op.RFIND, part);
    }

    public ColumnExpression replace(Object old, Object replacement) {
        return text.call(Op.REPLACE, old, replacement);
    }

    public ColumnExpression removePrefix(Object prefix) {
        return text.call(Op.REMOVE_PREFIX, prefix);
    }

    public ColumnExpression removeSuffix(Object suffix) {
        return text.call(Op.REMOVE_SUFFIX, suffix);
    }

    /** From {@code start} to before {@code end}; negative positions count from the end. */
    public ColumnExpression slice(Object start, Object end) {
        return text.call(Op.SLICE, start, end);
    }

    /** The list of the parts between separators. */
    public ColumnExpression split(Object separator) {
        return text.call(Op.SPLIT, separator);
    }

    /** The int that the text spells; an error of the row where it spells none. */
    public ColumnExpression parseInt() {
        return text.call(Op.PARSE_INT);
    }

    public ColumnExpression parseFloat() {
        return text.call(Op.PARSE_FLOAT);
    }

    /** True for on, true, yes, 1 and false for off, false, no, 0, in any case; else an error of the row. */
    public ColumnExpression parseBool() {
        return text.call(Op.PARSE_BOOL, TRUE, FALSE);
    }

    /** Like {@link #parseInt}, but None where the text spells no int. */
    public ColumnExpression parseIntOrNone() {
        return text.call(Op.PARSE_INT_OR_NONE);
    }

    public ColumnExpression parseFloatOrNone() {
        return text.call(Op.PARSE_FLOAT_OR_NONE);
    }

    public ColumnExpression parseBoolOrNone() {
        return text.call(Op.PARSE_BOOL_OR_NONE, TRUE, FALSE);
    }
}
