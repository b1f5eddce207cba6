package io.millrace.table;

import io.millrace.expression.Op;
import java.util.List;

/**
 * Operations on a text, by {@link ColumnExpression#str}; positions and lengths count code points, as in Pathway. Regular expressions
 * are those of {@link java.util.regex.Pattern}.
 */
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

    /** The first letter of each word capital, the others small. */
    public ColumnExpression title() {
        return text.call(Op.TITLE);
    }

    /** The first letter capital, the others small. */
    public ColumnExpression capitalize() {
        return text.call(Op.CAPITALIZE);
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

    /** Without white space at the start. */
    public ColumnExpression lstrip() {
        return text.call(Op.STRIP_START);
    }

    /** Without any of these characters at the start. */
    public ColumnExpression lstrip(Object characters) {
        return text.call(Op.STRIP_START, characters);
    }

    /** Without white space at the end. */
    public ColumnExpression rstrip() {
        return text.call(Op.STRIP_END);
    }

    /** Without any of these characters at the end. */
    public ColumnExpression rstrip(Object characters) {
        return text.call(Op.STRIP_END, characters);
    }

    /** Made so wide with spaces at the start. */
    public ColumnExpression rjust(Object width) {
        return text.call(Op.PAD_START, width);
    }

    /** Made so wide with a character at the start. */
    public ColumnExpression rjust(Object width, Object character) {
        return text.call(Op.PAD_START, width, character);
    }

    /** Made so wide with spaces at the end. */
    public ColumnExpression ljust(Object width) {
        return text.call(Op.PAD_END, width);
    }

    /** Made so wide with a character at the end. */
    public ColumnExpression ljust(Object width, Object character) {
        return text.call(Op.PAD_END, width, character);
    }

    /** Made so wide with zeros at the start, but behind a sign. */
    public ColumnExpression zfill(Object width) {
        return text.call(Op.ZERO_FILL, width);
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

    /** The same from {@code start} on; positions are as in {@link #slice}. */
    public ColumnExpression count(Object part, Object start) {
        return text.call(Op.COUNT, part, start);
    }

    /** The same from {@code start} to before {@code end}; either may be null. */
    public ColumnExpression count(Object part, Object start, Object end) {
        return text.call(Op.COUNT, part, start, end);
    }

    /** Where a part first is, or −1. */
    public ColumnExpression find(Object part) {
        return text.call(Op.FIND, part);
    }

    /** The same from {@code start} on. */
    public ColumnExpression find(Object part, Object start) {
        return text.call(Op.FIND, part, start);
    }

    /** The same from {@code start} to before {@code end}; either may be null. */
    public ColumnExpression find(Object part, Object start, Object end) {
        return text.call(Op.FIND, part, start, end);
    }

    /** Where a part last is, or −1. */
    public ColumnExpression rfind(Object part) {
        return text.call(Op.RFIND, part);
    }

    /** The same from {@code start} on. */
    public ColumnExpression rfind(Object part, Object start) {
        return text.call(Op.RFIND, part, start);
    }

    /** The same from {@code start} to before {@code end}; either may be null. */
    public ColumnExpression rfind(Object part, Object start, Object end) {
        return text.call(Op.RFIND, part, start, end);
    }

    public ColumnExpression replace(Object old, Object replacement) {
        return text.call(Op.REPLACE, old, replacement);
    }

    /** Replaces the first {@code most} parts; a negative number stands for all. */
    public ColumnExpression replace(Object old, Object replacement, Object most) {
        return text.call(Op.REPLACE, old, replacement, most);
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

    /** The list of the parts between runs of white space. */
    public ColumnExpression split() {
        return text.call(Op.SPLIT_WORDS);
    }

    /** The list of the parts between separators. */
    public ColumnExpression split(Object separator) {
        return text.call(Op.SPLIT, separator);
    }

    /** The same with no more than {@code most} separators; a negative number stands for all. */
    public ColumnExpression split(Object separator, Object most) {
        return text.call(Op.SPLIT, separator, most);
    }

    /** Of a list of texts: the texts with a separator between them. */
    public ColumnExpression join(Object separator) {
        return text.call(Op.JOIN, separator);
    }

    /** This text and others, one after the other. */
    public ColumnExpression concat(Object... others) {
        return text.call(Op.CONCAT, others);
    }

    public ColumnExpression isDigit() {
        return text.call(Op.IS_DIGIT);
    }

    public ColumnExpression isAlpha() {
        return text.call(Op.IS_LETTER);
    }

    public ColumnExpression isAlnum() {
        return text.call(Op.IS_LETTER_OR_DIGIT);
    }

    public ColumnExpression isSpace() {
        return text.call(Op.IS_SPACE);
    }

    public ColumnExpression isLower() {
        return text.call(Op.IS_LOWER);
    }

    public ColumnExpression isUpper() {
        return text.call(Op.IS_UPPER);
    }

    /** Levenshtein's distance to another text. */
    public ColumnExpression levenshtein(Object other) {
        return text.call(Op.EDIT_DISTANCE, other);
    }

    /** Whether a regular expression matches the whole text. */
    public ColumnExpression matches(Object pattern) {
        return text.call(Op.MATCHES, pattern);
    }

    /** Whether a regular expression matches a part of the text. */
    public ColumnExpression containsMatch(Object pattern) {
        return text.call(Op.CONTAINS_MATCH, pattern);
    }

    public ColumnExpression countMatches(Object pattern) {
        return text.call(Op.COUNT_MATCHES, pattern);
    }

    /** With a replacement, in which {@code $1} stands for a group, for each match of a regular expression. */
    public ColumnExpression replaceMatches(Object pattern, Object replacement) {
        return text.call(Op.REPLACE_MATCHES, pattern, replacement);
    }

    /** What a regular expression first matched, or None. */
    public ColumnExpression extract(Object pattern) {
        return text.call(Op.EXTRACT, pattern);
    }

    /** What a group of a regular expression first matched, or None. */
    public ColumnExpression extract(Object pattern, Object group) {
        return text.call(Op.EXTRACT, pattern, group);
    }

    /** The list of all that a regular expression matched. */
    public ColumnExpression extractAll(Object pattern) {
        return text.call(Op.EXTRACT_ALL, pattern);
    }

    /** The list of all that a group of a regular expression matched. */
    public ColumnExpression extractAll(Object pattern, Object group) {
        return text.call(Op.EXTRACT_ALL, pattern, group);
    }

    /** The list of the parts between matches of a regular expression. */
    public ColumnExpression splitByMatches(Object pattern) {
        return text.call(Op.SPLIT_BY_MATCHES, pattern);
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

    /** True for some texts and false for others, in any case; else an error of the row. */
    public ColumnExpression parseBool(List<String> trueTexts, List<String> falseTexts) {
        return text.call(Op.PARSE_BOOL, trueTexts, falseTexts);
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

    /** Like {@link #parseBool(List, List)}, but None where the text is none of them. */
    public ColumnExpression parseBoolOrNone(List<String> trueTexts, List<String> falseTexts) {
        return text.call(Op.PARSE_BOOL_OR_NONE, trueTexts, falseTexts);
    }

    /** The bytes of the text in UTF-8. */
    public ColumnExpression encode() {
        return text.call(Op.ENCODE);
    }

    /** The bytes that pairs of hexadecimal digits stand for. */
    public ColumnExpression fromHex() {
        return text.call(Op.FROM_HEX);
    }

    /** The bytes that a text in Base64 stands for. */
    public ColumnExpression fromBase64() {
        return text.call(Op.FROM_BASE64);
    }
}
