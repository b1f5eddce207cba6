package io.millrace.table;

import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.type.Schema;

/** The source of an empty table. */
record NoRows(Schema schema) implements Source {
    @Override
    public String name() {
        return "empty";
    }

    @Override
    public boolean hasOwnTimes() {
        return true;
    }

    @Override
    public void run(SourceOutput output, byte[] position) {}
}
