package io.millrace.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {
    record Reading(
            @Key String sensor,
            Instant at,
            double value,
            @Nullable String note,
            Long batch,
            List<Long> raw) {}

    record Wrong(Thread thread) {}

    @Test
    void aRecordClassIsASchema() {
        Schema schema = Schema.of(Reading.class);
        assertEquals(
                "(sensor: str, at: DateTimeUtc, value: float, note: str | None, batch: int | None, raw: list[int])",
                schema.toString());
        assertEquals(List.of(0), schema.keyColumns());
    }

    @Test
    void aComponentThatNoTypeStandsForIsNamed() {
        String message = assertThrows(IllegalArgumentException.class, () -> Schema.of(Wrong.class))
                .getMessage();
        assertTrue(message.contains("thread") && message.contains("java.lang.Thread"), message);
    }

    @Test
    void twoColumnsOfOneNameAreRefused() {
        Schema.Builder builder = Schema.builder().column("a", Type.INT64).column("a", Type.STRING);
        assertThrows(IllegalArgumentException.class, builder::build);
    }

    @Test
    void aColumnNamedIdIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Field.of("id", Type.INT64));
    }

    @Test
    void typesAcceptWhatTheyContain() {
        assertTrue(Type.FLOAT64.accepts(Type.INT64));
        assertFalse(Type.INT64.accepts(Type.FLOAT64));
        assertFalse(Type.INT64.accepts(Type.BOOL));
        assertTrue(Type.optional(Type.INT64).accepts(Type.INT64));
        assertTrue(Type.optional(Type.INT64).accepts(Type.NONE));
        assertFalse(Type.INT64.accepts(Type.optional(Type.INT64)));
        assertTrue(Type.ANY.accepts(Type.optional(Type.STRING)));
        assertTrue(Type.list(Type.FLOAT64).accepts(Type.tuple(Type.INT64, Type.FLOAT64)));
        assertFalse(Type.tuple(Type.INT64).accepts(Type.tuple(Type.INT64, Type.INT64)));
    }

    @Test
    void theLeastCommonTypeAcceptsBoth() {
        assertEquals(Type.FLOAT64, Type.leastCommon(Type.INT64, Type.FLOAT64));
        assertEquals(Type.optional(Type.STRING), Type.leastCommon(Type.NONE, Type.STRING));
        assertEquals(Type.optional(Type.FLOAT64), Type.leastCommon(Type.optional(Type.INT64), Type.FLOAT64));
        assertEquals(Type.ANY, Type.leastCommon(Type.INT64, Type.STRING));
        assertEquals(Type.ANY, Type.leastCommon(Type.optional(Type.INT64), Type.STRING));
    }
}
