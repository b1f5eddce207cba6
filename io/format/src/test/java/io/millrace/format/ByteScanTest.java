package io.millrace.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.memory.OffHeap;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ByteScanTest {
    private static final byte[] LETTERS = {
        'a', ',', '\n', '\r', '"', '\\', 0x1F, ' ', (byte) 0x80, (byte) 0xFF, 'z', 'b', 'c'
    };

    private final Arena arena = Arena.ofAuto();
    private final long memory = arena.allocate(1024).address();

    @Test
    void everyScanFindsWhatAPlainLoopFinds() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[1024];
            int variety = 1 + random.nextInt(LETTERS.length);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(8) == 0 ? LETTERS[random.nextInt(variety)] : (byte) 'x';
            }
            OffHeap.copy(bytes, 0, memory, bytes.length);
            int from = random.nextInt(100);
            int to = from + random.nextInt(300);
            for (ByteScan scan : new ByteScan[] {VectorScan.INSTANCE, ScalarScan.INSTANCE}) {
                assertIndex(scan, bytes, from, to, random.nextBoolean(), seed);
            }
            assertEquals(
                    first(bytes, from, to, true),
                    Math.min(to, WordScan.plainEnd(memory + from, memory + to) - memory),
                    "seed " + seed);
            assertEquals(
                    first(bytes, from, to, false),
                    WordScan.lineEnd(memory + from, memory + to) - memory,
                    "seed " + seed);
        }
    }

    private void assertIndex(ByteScan scan, byte[] bytes, int from, int to, boolean escapes, int seed) {
        CsvSettings settings = escapes ? CsvSettings.DEFAULT.withEscape('\\') : CsvSettings.DEFAULT;
        int[] expected = IntStream.range(from, to)
                .filter(i -> ",\n\r\"".indexOf(bytes[i]) >= 0 || escapes && bytes[i] == '\\')
                .toArray();
        boolean nonAscii = IntStream.range(from, to).anyMatch(i -> bytes[i] < 0);
        int[] positions = new int[to - from + 80];
        long found = scan.index(memory, from, to, CsvBytes.of(settings), positions, 3);
        int count = (int) (found & ~ByteScan.NON_ASCII);
        assertArrayEquals(expected, Arrays.copyOfRange(positions, 3, count), "seed " + seed);
        // The last vector may reach behind the range.
        if (nonAscii) {
            assertEquals(ByteScan.NON_ASCII, found & ByteScan.NON_ASCII, "seed " + seed);
        }
    }

    private static int first(byte[] bytes, int from, int to, boolean special) {
        return IntStream.range(from, to)
                .filter(i -> special ? bytes[i] < ' ' || bytes[i] == '"' || bytes[i] == '\\' : bytes[i] == '\n')
                .findFirst()
                .orElse(to);
    }

    @Test
    void utf8IsCheckedAsTheJdkChecksIt() {
        for (int seed = 0; seed < 30_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.appendCodePoint(
                        switch (random.nextInt(4)) {
                            case 0 -> 0x10000 + random.nextInt(0x100000);
                            case 1 -> 0xE000 + random.nextInt(0x2000);
                            case 2 -> 0x80 + random.nextInt(0xD780);
                            default -> random.nextInt(128);
                        });
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            OffHeap.copy(bytes, 0, memory, bytes.length);
            assertEquals(decodes(bytes), Utf8.isValid(memory, bytes.length), "seed " + seed);
        }
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
