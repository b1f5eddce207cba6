package io.millrace.port;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * Takes the state of one operator on one worker, in blocks that are named by a part and a number. A block tells when it was last
 * written, so that a checkpoint that follows another copies only what has changed; each checks its own bytes.
 */
public interface StateOutput {
    /** The epoch of blocks that every checkpoint must write. */
    long ALWAYS = Long.MAX_VALUE;

    /**
     * Starts a block; the one before it is complete.
     *
     * @param writtenEpoch the last epoch that may have changed it
     * @return where its bytes go, borrowed until the next call; null where an earlier checkpoint has the block as it is
     */
    WritableByteChannel block(String part, int number, long writtenEpoch) throws IOException;

    /** All blocks, one after the other, into a channel that is borrowed. */
    static StateOutput to(WritableByteChannel channel) {
        return (part, number, writtenEpoch) -> channel;
    }
}
