package io.millrace.format;

import io.millrace.memory.OffHeap;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lays messages that are JSON records out as lines, so that {@link JsonLinesDecoder} reads many of them at once, and finds the
 * message again that a row or an error came from. What a message says does not change by its neighbours: line feeds inside it
 * become carriage returns, which mean the same to JSON.
 *
 * <p>Owns memory as large as the largest block so far. One thread.
 */
public final class JsonMessages implements AutoCloseable {
    private static final int INITIAL_BYTES = 1 << 16;
    private static final int INITIAL_MESSAGES = 1 << 10;
    private static final byte[] KEY = "{\"key\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUE = ",\"value\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final JsonParser parser = new JsonParser(new CellTable(0));
    private Arena arena;
    private long address;
    private int capacity;
    private int byteCount;
    private int[] starts = new int[INITIAL_MESSAGES];
    private int count;
    private int lastFound;

    public JsonMessages() {
        reserve(INITIAL_BYTES);
        clear();
    }

    /** JSON pointer to a field of a pair's key, as {@link JsonLinesDecoder} takes it. */
    public static String keyPath(String pointer) {
        return "/key" + pointer;
    }

    /** JSON pointer to a field of a pair's value. */
    public static String valuePath(String pointer) {
        return "/value" + pointer;
    }

    /** JSON pointer to the field of a name. */
    public static String pointerTo(String fieldName) {
        return "/" + fieldName.replace("~", "~0").replace("/", "~1");
    }

    /** Forgets all messages. */
    public void clear() {
        count = 0;
        lastFound = 0;
        // A byte order mark counts at the start of the block only; a blank line there keeps it from counting at all.
        OffHeap.putByte(address, (byte) '\n');
        byteCount = 1;
    }

    /** Number of messages. */
    public int count() {
        return count;
    }

    /** Where the block begins; good until the next message. {@link RecordDecoder#PADDING_BYTES} behind it are readable. */
    public long address() {
        return address;
    }

    public int byteCount() {
        return byteCount;
    }

    /** Adds a message; returns what is wrong with it, without adding it, or null. */
    public String add(byte[] bytes, int from, int length) {
        if (isBlank(bytes, from, length)) {
            return "not a JSON record: there is nothing";
        }
        start(length + 1L);
        long at = put(bytes, from, length);
        dropLineFeeds(at, at + length);
        endLine();
        return null;
    }

    /**
     * Adds the record {@code {"key": key, "value": value}}; returns what is wrong with one of them, without adding it, or null.
     *
     * @param key JSON, or null
     * @param value JSON, or null
     */
    public String addPair(byte[] key, int keyFrom, int keyLength, byte[] value, int valueFrom, int valueLength) {
        start((long) keyLength + valueLength + 64);
        int before = byteCount;
        put(KEY, 0, KEY.length);
        boolean keyIsGood = putValue(key, keyFrom, keyLength);
        String problem = keyIsGood ? null : "the key is not JSON: " + parser.problem();
        if (keyIsGood) {
            put(VALUE, 0, VALUE.length);
            if (!putValue(value, valueFrom, valueLength)) {
                problem = "not a JSON record: " + parser.problem();
            }
        }
        if (problem != null) {
            byteCount = before;
            count--;
            return problem;
        }
        put(END, 0, END.length);
        endLine();
        return null;
    }

    /** Number of the message that stands at an offset of the block; fastest where offsets ascend. */
    public int messageAt(long byteOffset) {
        if (lastFound >= count || starts[lastFound] > byteOffset) {
            lastFound = 0;
        }
        while (lastFound + 1 < count && starts[lastFound + 1] <= byteOffset) {
            lastFound++;
        }
        return lastFound;
    }

    @Override
    public void close() {
        arena.close();
    }

    private void start(long neededBytes) {
        if (byteCount + neededBytes > RecordDecoder.MAX_BLOCK_BYTES) {
            throw new IllegalStateException("messages of more than " + RecordDecoder.MAX_BLOCK_BYTES
                    + " bytes together; decode those that came before first");
        }
        reserve((int) (byteCount + neededBytes));
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count++] = byteCount;
    }

    private void endLine() {
        OffHeap.putByte(address + byteCount, (byte) '\n');
        byteCount++;
    }

    private long put(byte[] bytes, int from, int length) {
        long at = address + byteCount;
        OffHeap.copy(bytes, from, at, length);
        byteCount += length;
        return at;
    }

    /** Puts one JSON value; false where it is none, or more than one. */
    private boolean putValue(byte[] bytes, int from, int length) {
        if (bytes == null) {
            put(NULL, 0, NULL.length);
            return true;
        }
        long at = put(bytes, from, length);
        dropLineFeeds(at, at + length);
        parser.limit(at + length, 0);
        long behind = parser.value(parser.skipBlanks(at), null, 1);
        return behind >= 0 && parser.skipBlanks(behind) == at + length;
    }

    private void dropLineFeeds(long from, long to) {
        for (long at = WordScan.lineEnd(from, to); at < to; at = WordScan.lineEnd(at + 1, to)) {
            OffHeap.putByte(at, (byte) '\r');
        }
    }

    private void reserve(int bytes) {
        if (bytes <= capacity) {
            return;
        }
        capacity = (int) Math.min(RecordDecoder.MAX_BLOCK_BYTES, Math.max(bytes, 2L * capacity));
        Arena bigger = Arena.ofConfined();
        long moved = bigger.allocate(capacity + RecordDecoder.PADDING_BYTES, Long.BYTES)
                .address();
        if (arena != null) {
            OffHeap.copy(address, moved, byteCount);
            arena.close();
        }
        arena = bigger;
        address = moved;
    }

    private static boolean isBlank(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (!JsonParser.isBlank(bytes[i])) {
                return false;
            }
        }
        return true;
    }
}
