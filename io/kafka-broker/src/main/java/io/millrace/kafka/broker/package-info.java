/**
 * A real Kafka broker inside this process, for tests, demonstrations and benchmarks. It stands outside of a row's journey: nothing
 * of the engine knows it, and it knows nothing of the engine. Any thread may use a broker.
 */
package io.millrace.kafka.broker;
