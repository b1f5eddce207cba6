package io.millrace.format;

import io.millrace.port.DataError;

/** Hears of records that gave no row and of cells in error, on the decoder's thread. May throw, which ends the decoding. */
@FunctionalInterface
public interface DecodeErrors {
    /** For bytes whose errors have been told before, as when rows are read again to be taken back. */
    DecodeErrors IGNORED = (kind, byteOffset, message) -> {};

    /**
     * Takes one error.
     *
     * @param byteOffset where in the object (file, message) the record begins
     * @param message what is wrong with which field
     */
    void report(DataError.Kind kind, long byteOffset, String message);
}
