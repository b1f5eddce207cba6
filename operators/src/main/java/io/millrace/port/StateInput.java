package io.millrace.port;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/** Gives back what one operator of one worker wrote to a {@link StateOutput}. */
public interface StateInput {
    /** The key groups of the worker that wrote it. */
    KeyGroups keyGroups();

    /** Returns the bytes of a block, borrowed until the next call. Blocks are asked for in the order in which they were written. */
    ReadableByteChannel block(String part, int number) throws IOException;

    /** What {@link StateOutput#to} wrote to a channel, which is borrowed. */
    static StateInput from(ReadableByteChannel channel, KeyGroups keyGroups) {
        return new StateInput() {
            @Override
            public KeyGroups keyGroups() {
                return keyGroups;
            }

            @Override
            public ReadableByteChannel block(String part, int number) {
                return channel;
            }
        };
    }
}
