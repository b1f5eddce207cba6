package io.millrace.type;

/** Turns objects of a user's class into bytes and back; equal objects give equal bytes. Called on worker threads. */
public interface ValueSerializer<T> {
    byte[] serialize(T value);

    T deserialize(byte[] bytes);
}
