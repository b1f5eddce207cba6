package io.millrace.join;

import java.util.ArrayDeque;

/** Closes what was opened so far, last first, unless all of it is {@link #done}. */
final class Opening implements AutoCloseable {
    private final ArrayDeque<AutoCloseable> open = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        return resource;
    }

    void done() {
        open.clear();
    }

    @Override
    public void close() {
        for (AutoCloseable resource : open) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
