package io.millrace.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.type.Schema;
import io.millrace.type.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvDecoderTest {
    private static final Schema TEXTS =
            Schema.builder().column("a", Type.STRING).column("b", Type.STRING).build();
    private static final Schema ONE = Schema.builder().column("a", Type.STRING).build();

    private static Decoding decode(Schema schema, CsvSettings settings, String text) {
        Decoding whole = Decoding.whole(new CsvDecoder(schema, settings), schema, text);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int seed = 0; seed < 20; seed++) {
            ByteScan scan = ByteScan.after(seed % 2 == 0 ? ByteScan.LONG_RUN_BYTES : 0);
            Decoding cut =
                    Decoding.cut(new CsvDecoder(schema, settings, scanned -> scan), schema, bytes, new Random(seed));
            assertEquals(whole.rows, cut.rows, "cut with seed " + seed);
            assertEquals(whole.sortedErrors(), cut.sortedErrors(), "cut with seed " + seed);
            assertEquals(whole.offsets, cut.offsets, "cut with seed " + seed);
        }
        return whole;
    }

    private static Decoding decode(Schema schema, String text) {
        return decode(schema, CsvSettings.DEFAULT, text);
    }

    @Test
    void columnsAreFoundByNameInAnyOrderAndOthersAreSkipped() {
        Decoding decoded = decode(TEXTS, "x,b,y,a\n1,two,3,four\n5,,7,\n");
        assertEquals(List.of(List.of("four", "two"), List.of("", "")), decoded.rows);
        assertEquals(List.of(8L, 21L), decoded.offsets);
    }

    @Test
    void quotesHideDelimitersLineBreaksAndDoubledQuotes() {
        Decoding decoded = decode(TEXTS, "a,b\n\"x,y\",\"line\nbreak\"\n\"say \"\"hi\"\"\",\"\"\n");
        assertEquals(List.of(List.of("x,y", "line\nbreak"), List.of("say \"hi\"", "")), decoded.rows);
    }

    @Test
    void quotesInsideAnUnquotedFieldAndTextBehindAClosingQuoteStandForThemselves() {
        Decoding decoded = decode(TEXTS, "a,b\nx\"y\"z,\"u\"v\"w\n\"p\"q,r\n");
        assertEquals(List.of(List.of("x\"y\"z", "uv\"w"), List.of("pq", "r")), decoded.rows);
    }

    @Test
    void everyKindOfLineBreakEndsARecordAndBlankLinesAreNone() {
        Decoding decoded = decode(ONE, "\n\r\na\r\nx\r\ny\rz\n\n\r\n\nw");
        assertEquals(List.of(List.of("x"), List.of("y"), List.of("z"), List.of("w")), decoded.rows);
    }

    @Test
    void aQuotedEmptyFieldIsARecord() {
        assertEquals(List.of(List.of(""), List.of("x")), decode(ONE, "a\n\"\"\nx\n").rows);
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        assertEquals(List.of(List.of("é")), decode(ONE, "\uFEFFa\né").rows);
        assertEquals(List.of(List.of("é")), decode(ONE, "\uFEFF\"a\"\né\n").rows);
    }

    @Test
    void commentsAreSkippedWhereverALineBeginsWithOne() {
        CsvSettings settings = CsvSettings.DEFAULT.withComment('#');
        Decoding decoded = decode(TEXTS, settings, "# \"c\na,b\n#x,y\n1,#2\n#\n3,\"\n#4\"\n#end");
        assertEquals(List.of(List.of("1", "#2"), List.of("3", "\n#4")), decoded.rows);
    }

    @Test
    void otherDelimitersQuotesAndEscapesWork() {
        CsvSettings settings =
                CsvSettings.DEFAULT.withDelimiter(';').withQuote('\'').withEscape('\\');
        Decoding decoded = decode(TEXTS, settings, "a;b\n'x;\\'y\\\\';\"z\"\n'it''s';\\n\n");
        assertEquals(List.of(List.of("x;'y\\", "\"z\""), List.of("it's", "\\n")), decoded.rows);
        CsvSettings single = CsvSettings.DEFAULT.withDoubleQuoteEscapes(false);
        assertEquals(List.of(List.of("xy\"", "z")), decode(TEXTS, single, "a,b\n\"x\"y\",z\n").rows);
        CsvSettings none = CsvSettings.DEFAULT.withQuoting(false);
        assertEquals(List.of(List.of("\"x", "y\"")), decode(TEXTS, none, "a,b\n\"x,y\"\n").rows);
    }

    @Test
    void extraFieldsAreIgnoredAndLackingOnesTakeTheDefaultOrMakeTheRecordBad() {
        Schema schema = Schema.builder()
                .column("a", Type.STRING)
                .column("b", Type.INT64, 7L)
                .column("absent", Type.STRING, "none")
                .build();
        Decoding decoded = decode(schema, "b,a,c\n1,x,2,3,4\n5,y\n6\n,z,1\n");
        assertEquals(
                List.of(List.of("x", 1L, "none"), List.of("y", 5L, "none"), List.of("z", 7L, "none")), decoded.rows);
        assertEquals(List.of("PARSE: not a CSV record: has 1 of 3 fields and lacks a"), decoded.errors);
        assertEquals(List.of(20L), decoded.errorOffsets);
    }

    @Test
    void aHeaderWithoutANeededColumnMakesTheWholeFileBad() {
        Decoding decoded = decode(TEXTS, "a,c\n1,2\n3,4\n");
        assertTrue(decoded.rows.isEmpty());
        assertEquals(List.of("PARSE: the header has no field for [b]; it has [a, c]"), decoded.errors);
    }

    @Test
    void aQuotedFieldThatDoesNotEndIsABadRecord() {
        Decoding decoded = decode(TEXTS, "a,b\n1,2\n3,\"4\n5,6\n");
        assertEquals(List.of(List.of("1", "2")), decoded.rows);
        assertEquals(List.of("PARSE: not a CSV record: a quoted field does not end"), decoded.errors);
        assertEquals(List.of(8L), decoded.errorOffsets);
    }

    @Test
    void valuesAreReadAsPathwayReadsThem() {
        Schema schema = Schema.builder()
                .column("b", Type.BOOL)
                .column("i", Type.INT64)
                .column("f", Type.FLOAT64)
                .column("s", Type.STRING)
                .build();
        Decoding decoded = decode(
                schema,
                "b,i,f,s\ntrue,1,1.5,x\n Yes ,-2,.5,none\nON,+3,5.,\n1,9223372036854775807,1e3,null\n"
                        + "T,-9223372036854775808,-inf,x\ny,0,NaN,x\nfalse,0,1E-2,x\nno,0,+Infinity,x\noff,007,0,x\n0,0,1,x\nF,0,0,x\nn,0,0,x\n");
        assertEquals(List.of(), decoded.errors);
        assertEquals(
                List.of(
                        List.of(true, 1L, 1.5, "x"),
                        List.of(true, -2L, 0.5, "none"),
                        List.of(true, 3L, 5.0, ""),
                        List.of(true, Long.MAX_VALUE, 1000.0, "null"),
                        List.of(true, Long.MIN_VALUE, Double.NEGATIVE_INFINITY, "x"),
                        List.of(true, 0L, Double.NaN, "x"),
                        List.of(false, 0L, 0.01, "x"),
                        List.of(false, 0L, Double.POSITIVE_INFINITY, "x"),
                        List.of(false, 7L, 0.0, "x"),
                        List.of(false, 0L, 1.0, "x"),
                        List.of(false, 0L, 0.0, "x"),
                        List.of(false, 0L, 0.0, "x")),
                decoded.rows);
    }

    @Test
    void emptyAndNoneAndNullAreNoneInOptionalColumnsThatAreNoText() {
        Schema schema = Schema.builder()
                .column("i", Type.optional(Type.INT64))
                .column("s", Type.optional(Type.STRING))
                .column("j", Type.optional(Type.JSON))
                .column("b", Type.optional(Type.BOOL))
                .build();
        Decoding decoded = decode(schema, "i,s,j,b\n,,,\nNone,None,none,NONE\n null ,null,null,null\n5,5,5,no\n");
        assertEquals(List.of(), decoded.errors);
        assertEquals(
                List.of(
                        Arrays.asList(null, "", null, null),
                        Arrays.asList(null, "None", null, null),
                        Arrays.asList(null, "null", "null", null),
                        List.of(5L, "5", "5", false)),
                decoded.rows);
    }

    @Test
    void fieldsThatDoNotFitTheirTypeAreErrorCells() {
        Schema schema = Schema.builder()
                .column("b", Type.BOOL)
                .column("i", Type.INT64)
                .column("f", Type.FLOAT64)
                .column("t", Type.DATE_TIME_NAIVE)
                .column("j", Type.JSON)
                .build();
        Decoding decoded = decode(
                schema,
                "b,i,f,t,j\nmaybe,1x,1.2.3,2024-02-30T00:00:00,{\n2,9223372036854775808,,2024-01-01,\nt,--1,e5,x,1 2\n");
        assertEquals(List.of(true, "Error", "Error", "Error", "Error"), decoded.rows.get(2));
        assertEquals(List.of("Error", "Error", "Error", "Error", "Error"), decoded.rows.get(0));
        assertEquals(List.of("Error", "Error", "Error", "Error", "Error"), decoded.rows.get(1));
        assertEquals(14, decoded.errors.size());
        assertTrue(
                decoded.errors.contains("PARSE: column i: \"1x\" is not a value of type int"),
                decoded.errors.toString());
        assertTrue(decoded.errors.contains("PARSE: column b: \"maybe\" is not a value of type bool"));
    }

    @Test
    void textThatIsNotUtf8IsAnErrorCell() {
        byte[] bytes = "a,b\nok,é\nbad,x\n".getBytes(StandardCharsets.UTF_8);
        bytes[12] = (byte) 0xC3;
        Decoding decoded = Decoding.cut(new CsvDecoder(TEXTS, CsvSettings.DEFAULT), TEXTS, bytes, null);
        assertEquals(List.of(List.of("ok", "é"), List.of("Error", "x")), decoded.rows);
    }

    @Test
    void allOtherTypesAreRead() {
        Schema schema = Schema.builder()
                .column("t", Type.DATE_TIME_NAIVE)
                .column("u", Type.DATE_TIME_UTC)
                .column("d", Type.DATE)
                .column("n", Type.DURATION)
                .column("y", Type.BYTES)
                .column("j", Type.JSON)
                .column("g", Type.UUID)
                .column("m", new Type.Decimal(10, 2))
                .column("l", Type.list(Type.INT64))
                .column("p", Type.POINTER)
                .build();
        Decoding decoded = decode(
                schema,
                "t,u,d,n,y,j,g,m,l,p\n1970-01-01T00:00:01.5,1970-01-01T01:00:00+01:00,1970-01-02,-5,AQID,"
                        + "\"{\"\"k\"\": [1, null, \"\"\\u0041\"\"]}\",00000000-0000-0001-0000-000000000002,12.5,\"[1,2]\","
                        + "^00000000000000000000000000\n");
        assertEquals(List.of(), decoded.errors);
        assertEquals(
                List.of(List.of(
                        1_500_000_000L,
                        0L,
                        1L,
                        -5L,
                        "010203",
                        "{\"k\":[1,null,\"A\"]}",
                        "1:2",
                        "0:4e2",
                        "06" + "0200000000000000" + "02" + "0100000000000000" + "02" + "0200000000000000",
                        "0:0")),
                decoded.rows);
    }

    @Test
    void aRecordLongerThanManyBlocksIsReadInLinearTime() {
        String line = "x\"\"\n,".repeat(200_000);
        Decoding decoded =
                Decoding.whole(new CsvDecoder(TEXTS, CsvSettings.DEFAULT), TEXTS, "a,b\n\"" + line + "\",1\n");
        assertEquals(line.replace("\"\"", "\""), decoded.rows.get(0).get(0));
    }

    @Test
    void decodingFromTheMiddleNeedsTheHeaderFirst() {
        CsvDecoder decoder = new CsvDecoder(ONE, CsvSettings.DEFAULT);
        assertThrows(IllegalStateException.class, () -> decoder.begin(10, 1, DecodeErrors.IGNORED));
    }
}
