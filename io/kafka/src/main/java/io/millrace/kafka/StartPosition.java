package io.millrace.kafka;

import java.time.Instant;

/** Where a source begins that has never run. */
sealed interface StartPosition {
    /** At the oldest message that the broker has. */
    record Beginning() implements StartPosition {}

    /** Behind what is there at the start. */
    record End() implements StartPosition {}

    /** At the first message that is not older. */
    record Timestamp(Instant instant) implements StartPosition {}
}
