package io.millrace.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.millrace.column.CellStatus;
import io.millrace.port.DataError;
import io.millrace.type.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Operations on texts and bytes by example: those that the random test leaves out, and the words of their errors. */
final class TextOperationsTest {
    private final Harness harness = new Harness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void regularExpressionsTakeWhatTheyMatch() {
        Expression log = text("Ä-12: 5 ms, B-7: 60 ms");
        Expression pattern = text("(\\p{L})-(\\d+)");
        assertEquals("Ä-12", value(call(Op.EXTRACT, log, pattern)));
        assertEquals("12", value(call(Op.EXTRACT, log, pattern, number(2))));
        assertNull(value(call(Op.EXTRACT, log, text("x+"))));
        assertNull(value(call(Op.EXTRACT, log, text("(x)|Ä"), number(1))));
        assertEquals(List.of("Ä-12", "B-7"), value(call(Op.EXTRACT_ALL, log, pattern)));
        assertEquals(List.of("Ä", "B"), value(call(Op.EXTRACT_ALL, log, pattern, number(1))));
        assertEquals(
                List.of("", "a", "", "", "b", ""), value(call(Op.SPLIT_BY_MATCHES, text("1a22 b3"), text("\\d| "))));
        assertEquals("12/Ä: 5 ms, 7/B: 60 ms", value(call(Op.REPLACE_MATCHES, log, pattern, text("$2/$1"))));
        assertEquals(List.of(), harness.errors);
    }

    @Test
    void wrongRegularExpressionsAreErrorsOfTheRow() {
        assertEquals(CellStatus.ERROR, value(call(Op.MATCHES, text("a"), text("("))));
        assertEquals(CellStatus.ERROR, value(call(Op.EXTRACT, text("a"), text("a"), number(1))));
        assertEquals(CellStatus.ERROR, value(call(Op.REPLACE_MATCHES, text("a"), text("a"), text("$3"))));
        assertErrors(
                "\"(\" is no regular expression: Unclosed group at 1",
                "the regular expression has no group 1, only 0",
                "\"$3\" is no replacement: No group 3");
    }

    @Test
    void listsAreJoinedAndTextsSplit() {
        Type texts = Type.list(Type.STRING);
        Expression list = new Expression.Literal(List.of("a", "", "ř"), texts);
        assertEquals("a, , ř", value(call(Op.JOIN, list, text(", "))));
        assertEquals("", value(call(Op.JOIN, new Expression.Literal(List.of(), texts), text(", "))));
        assertEquals(List.of("a", "b,c"), value(call(Op.SPLIT, text("a,b,c"), text(","), number(1))));
        assertEquals(List.of("a,b"), value(call(Op.SPLIT, text("a,b"), text(","), number(0))));
        assertEquals(List.of(), value(call(Op.SPLIT_WORDS, text(" \t "))));
        assertEquals(List.of("a", "b\u200bc"), value(call(Op.SPLIT_WORDS, text("  a \u00a0b\u200bc\n"))));
        assertEquals(List.of(), harness.errors);
    }

    @Test
    void textsArePaddedByOneCharacter() {
        assertEquals("00-5", value(call(Op.PAD_START, text("-5"), number(4), text("0"))));
        assertEquals("-005", value(call(Op.ZERO_FILL, text("-5"), number(4))));
        assertEquals("ř……", value(call(Op.PAD_END, text("ř"), number(3), text("…"))));
        assertEquals("abc", value(call(Op.PAD_END, text("abc"), number(-3))));
        assertEquals(CellStatus.ERROR, value(call(Op.PAD_START, text("a"), number(4), text("xy"))));
        assertEquals(CellStatus.ERROR, value(call(Op.PAD_START, text("a"), number(1L << 40))));
        assertErrors("a text is padded with one character, not with \"xy\"", "a text of 2147483648 bytes is too long");
    }

    @Test
    void hashesAreThoseOfTheBytes() {
        assertEquals("900150983cd24fb0d6963f7d28e17f72", value(call(Op.MD5, text("abc"))));
        assertEquals("a9993e364706816aba3e25717850c26c9cd0d89d", value(call(Op.SHA1, text("abc"))));
        assertEquals(
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                value(call(Op.SHA256, bytes("abc"))));
        assertEquals(128, ((String) value(call(Op.SHA512, text("x".repeat(1000))))).length());
        assertEquals(0xCBF43926L, value(call(Op.CRC32, text("123456789"))));
        assertEquals(value(call(Op.SHA512, bytes("x".repeat(1000)))), value(call(Op.SHA512, text("x".repeat(1000)))));
    }

    @Test
    void bytesHaveOtherForms() {
        assertArrayEquals("ř".getBytes(StandardCharsets.UTF_8), (byte[]) value(call(Op.ENCODE, text("ř"))));
        assertEquals("ř", value(call(Op.DECODE, bytes("ř"))));
        assertEquals("c599", value(call(Op.TO_HEX, text("ř"))));
        assertEquals("ř", value(call(Op.DECODE, call(Op.FROM_HEX, text("C599")))));
        assertEquals("xZk=", value(call(Op.TO_BASE64, bytes("ř"))));
        assertEquals("ř", value(call(Op.DECODE, call(Op.FROM_BASE64, text("xZk=")))));
        assertEquals(List.of(), harness.errors);
        assertEquals(CellStatus.ERROR, value(call(Op.DECODE, call(Op.FROM_HEX, text("c5")))));
        assertEquals(CellStatus.ERROR, value(call(Op.FROM_HEX, text("xyz"))));
        assertEquals(CellStatus.ERROR, value(call(Op.FROM_BASE64, text("?"))));
        assertEquals(
                List.of(DataError.Kind.VALUE, DataError.Kind.PARSE, DataError.Kind.PARSE),
                harness.errors.stream().map(DataError::kind).toList());
    }

    @Test
    void castsPrintFloatsWithoutAnExponent() {
        assertEquals("10", cast(10.0));
        assertEquals("-0.5", cast(-0.5));
        assertEquals("10000000000000000", cast(1e16));
        assertEquals("0.00001", cast(1e-5));
        assertEquals("-0", cast(-0.0));
        assertEquals("NaN", cast(Double.NaN));
        assertEquals("-inf", cast(Double.NEGATIVE_INFINITY));
        assertEquals("1e+16", value(call(Op.TO_STRING, new Expression.Literal(1e16, Type.FLOAT64))));
    }

    private Object cast(double number) {
        return value(new Expression.Cast(new Expression.Literal(number, Type.FLOAT64), Type.STRING));
    }

    private void assertErrors(String... messages) {
        assertEquals(
                List.of(messages),
                harness.errors.stream().map(DataError::message).toList());
    }

    private Object value(Expression expression) {
        return harness.constant(expression);
    }

    private static Expression call(Op op, Expression... operands) {
        return Signatures.call(op, operands);
    }

    private static Expression number(long value) {
        return new Expression.Literal(value, Type.INT64);
    }

    private static Expression text(String value) {
        return new Expression.Literal(value, Type.STRING);
    }

    private static Expression bytes(String value) {
        return new Expression.Literal(value.getBytes(StandardCharsets.UTF_8), Type.BYTES);
    }
}
