/**
 * Kafka at both ends of a row's journey: {@link io.millrace.kafka.KafkaSource} turns messages into columns, {@link
 * io.millrace.kafka.KafkaSink} turns changes into messages; {@link io.millrace.kafka.Kafka} makes both.
 *
 * <p>The engine, not the broker, keeps the positions: nothing is committed to a consumer group. Partitions are assigned, not
 * subscribed to, so a source always reads all of a topic. Sources and sinks as the user describes them are immutable values;
 * their clients live on the thread that runs them.
 */
package io.millrace.kafka;
