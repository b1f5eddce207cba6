package io.millrace.kafka;

/** How places in a topic are written in messages to the user. */
final class Places {
    private Places() {}

    static String text(String topic, int partition, long offset) {
        return "topic " + topic + ", partition " + partition + ", offset " + offset;
    }
}
