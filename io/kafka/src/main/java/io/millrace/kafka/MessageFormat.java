package io.millrace.kafka;

/** What the bytes of keys and values are. */
enum MessageFormat {
    /** Bytes as they are. */
    RAW,
    /** UTF-8. */
    PLAINTEXT,
    /** One JSON object a message. */
    JSON
}
