package io.millrace.conformance;

import java.util.List;

/**
 * A recorded table.
 *
 * @param form how exact the rows are
 * @param rowCount how many rows there are, which may be more than are listed
 * @param checksum of all rows, null where all are listed
 * @param isAppendOnly whether Pathway says so of all columns
 * @param names of the columns
 * @param types of the columns, as text
 */
record GoldenTable(
        Form form,
        int rowCount,
        String checksum,
        boolean isAppendOnly,
        List<String> names,
        List<String> types,
        List<Row> rows) {
    GoldenTable {
        names = List.copyOf(names);
        types = List.copyOf(types);
        rows = List.copyOf(rows);
    }

    /** The same changes as if they all came at once. */
    GoldenTable atOneTime() {
        List<Row> atOnce = rows.stream()
                .map(row -> new Row(row.id(), row.cells(), "-", row.diff()))
                .toList();
        Form state = form.hasIds() ? Form.STATE : Form.STATE_WITHOUT_IDS;
        return new GoldenTable(state, rowCount, checksum, isAppendOnly, names, types, atOnce);
    }

    /** How exact a recorded table is: with or without ids, with times, with their order, or without them. */
    enum Form {
        STREAM("stream", true),
        STREAM_WITHOUT_IDS("stream-noid", false),
        RANKED("ranked", true),
        RANKED_WITHOUT_IDS("ranked-noid", false),
        STATE("state", true),
        STATE_WITHOUT_IDS("state-noid", false);

        private final String text;
        private final boolean hasIds;

        Form(String text, boolean hasIds) {
            this.text = text;
            this.hasIds = hasIds;
        }

        boolean hasIds() {
            return hasIds;
        }

        /** Whether times are those of the engine's epochs, and may be compared as they are. */
        boolean hasTimes() {
            return this == STREAM || this == STREAM_WITHOUT_IDS;
        }

        /** Whether times are given by their order. */
        boolean hasRanks() {
            return this == RANKED || this == RANKED_WITHOUT_IDS;
        }

        static Form of(String text) {
            for (Form form : values()) {
                if (form.text.equals(text)) {
                    return form;
                }
            }
            throw new IllegalArgumentException("no form of tables is called " + text);
        }
    }

    /** One change; cells as text. */
    record Row(String id, List<String> cells, String time, long diff) {
        Row {
            cells = List.copyOf(cells);
        }
    }
}
