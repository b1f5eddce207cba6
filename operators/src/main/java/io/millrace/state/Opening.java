package io.millrace.state;

import java.util.ArrayDeque;

/** Closes what a constructor has opened so far, last first, unless all of it is {@link #done}. */
final class Opening implements AutoCloseable {
    private final ArrayDeque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
        open.push(part);
        return part;
    }

    void done() {
        open.clear();
    }

    @Override
    public void close() {
        for (AutoCloseable part : open) {
            try {
                part.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
