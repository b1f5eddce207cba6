package io.millrace.udf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.key.Pointer;
import io.millrace.type.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultCacheTest {
    private static final Type TYPE = Type.optional(Type.STRING);

    @TempDir
    private Path directory;

    private final AtomicInteger calls = new AtomicInteger();

    private Object get(ResultCache cache, int key, Object result) throws Exception {
        return cache.get(Pointer.of(key), TYPE, () -> {
            calls.incrementAndGet();
            return result;
        });
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void keepsValuesAndNoneOnDisk() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertEquals("one", get(ResultCache.onDisk(directory), 1, "one"));
            assertEquals(null, get(ResultCache.onDisk(directory), 2, null));
        }
        assertEquals(2, calls.get());
        assertEquals(2, files().size());
    }

    @Test
    void makesDamagedResultsAnew() throws Exception {
        get(ResultCache.onDisk(directory), 1, "one");
        byte[] bytes = Files.readAllBytes(files().getFirst());
        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 4;
            Files.write(files().getFirst(), damaged);
            assertEquals("one", get(ResultCache.onDisk(directory), 1, "one"), "byte " + at);
            assertEquals(at + 2, calls.get());
        }
    }

    @Test
    void staysWithinItsBytes() throws Exception {
        ResultCache cache = ResultCache.onDisk(directory, 100);
        for (int key = 0; key < 20; key++) {
            get(cache, key, "twelve bytes");
        }
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        assertTrue(bytes > 0 && bytes <= 100, bytes + " bytes");
    }

    @Test
    void keepsWhatWasUsedLast() throws Exception {
        ResultCache cache = ResultCache.inMemory(2);
        get(cache, 1, "a");
        get(cache, 2, "b");
        get(cache, 1, "a");
        get(cache, 3, "c");
        assertEquals(3, calls.get());
        get(cache, 1, "a");
        assertEquals(3, calls.get());
        get(cache, 2, "b");
        assertEquals(4, calls.get());
    }

    @Test
    void doesNotKeepFailures() throws Exception {
        ResultCache cache = ResultCache.inMemory();
        assertThrows(
                IOException.class,
                () -> cache.get(Pointer.of(1), TYPE, () -> {
                    throw new IOException("offline");
                }));
        assertEquals("one", get(cache, 1, "one"));
    }
}
