/**
 * Sources that a user writes in Java, where a row's journey begins with {@link io.millrace.connector.ConnectorSubject#next}, and a
 * sink that takes everything and keeps nothing, where one may end.
 *
 * <p>A subject's own code runs on a thread of its own; rows reach the source's thread through a bounded hand-off, so any thread of
 * the user's may give rows, and waits when the pipeline is behind.
 */
package io.millrace.connector;
