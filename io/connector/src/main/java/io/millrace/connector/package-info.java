/** Sources that a user writes in Java, and a sink that takes everything and keeps nothing. */
package io.millrace.connector;
