package io.millrace.format;

import io.millrace.batch.Batch;

/** Turns changes into bytes, one record a row that is selected, with its time and diff. One thread at a time. */
public interface RecordEncoder {
    /** Writes what stands at the start of an output, such as the header of a CSV file. */
    default void encodePreamble(ByteOutput out) {}

    /** Writes the rows of a batch; borrows it until return. */
    void encode(Batch batch, long epoch, ByteOutput out);
}
