package io.millrace.state;

import io.millrace.memory.OffHeap;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * How the rows of a {@link RowStore} are saved, version 2. Every block is little-endian, begins with a magic number and the
 * version, and ends with a crc32c of what is before.
 *
 * <pre>
 *   block (part, 0), always      layout fingerprint, row shift, chunk count; the row capacity of each chunk, 0 where there is none
 *   block (part.rows, chunk)     layout fingerprint, used rows, live rows, free list head, last epoch (64 bits);
 *                                the used records as they are; length (64 bits) and bytes of the long cells of the live ones
 * </pre>
 *
 * A chunk's block needs no other block: who wants some of the rows only reads one at a time. Cells never change while their row is in
 * use, so a chunk's epoch tells of its bytes as well.
 */
final class SavedRows {
    private static final int TABLE_MAGIC = 0x4D525253;
    private static final int CHUNK_MAGIC = 0x4D525243;
    private static final int VERSION = 2;

    private SavedRows() {}

    static void save(RowStore store, StateOutput out, String part) throws IOException {
        StateWriter table = new StateWriter(out.block(part, 0, StateOutput.ALWAYS), TABLE_MAGIC, VERSION);
        table.putInt(store.layout().fingerprint());
        table.putInt(store.rowShift());
        table.putInt(store.chunkCount());
        for (int chunk = 0; chunk < store.chunkCount(); chunk++) {
            table.putInt(store.chunkRows(chunk));
        }
        table.finish();
        for (int chunk = 0; chunk < store.chunkCount(); chunk++) {
            if (store.chunkRows(chunk) > 0) {
                WritableByteChannel channel = out.block(rowsOf(part), chunk, store.writtenEpoch(chunk));
                if (channel != null) {
                    saveChunk(store, chunk, new StateWriter(channel, CHUNK_MAGIC, VERSION));
                }
            }
        }
    }

    private static String rowsOf(String part) {
        return part + ".rows";
    }

    private static void saveChunk(RowStore store, int chunk, StateWriter out) throws IOException {
        RowStore.ChunkState state = store.chunkState(chunk);
        out.putInt(store.layout().fingerprint());
        out.putInt(state.usedRows());
        out.putInt(state.liveRows());
        out.putInt(state.freeHead());
        out.putLong(state.writtenEpoch());
        int recordBytes = store.layout().recordBytes();
        long records = store.chunkAddresses()[chunk];
        long end = records + (long) state.usedRows() * recordBytes;
        out.putBytes(records, end - records);
        int[] cells = store.longCellOffsets();
        long total = 0;
        for (long record = records; cells.length > 0 && record < end; record += recordBytes) {
            total += longBytes(record, cells);
        }
        out.putLong(total);
        for (long record = records; total > 0 && record < end; record += recordBytes) {
            if ((OffHeap.getLong(record) & RowLayout.FREE) != 0) {
                continue;
            }
            for (int cell : cells) {
                int length = (int) OffHeap.getLong(record + cell);
                if (length > RowLayout.INLINE_BYTES) {
                    out.putBytes(store.bytes().address(OffHeap.getLong(record + cell + Long.BYTES)), length);
                }
            }
        }
        out.finish();
    }

    private static long longBytes(long record, int[] cells) {
        long bytes = 0;
        if ((OffHeap.getLong(record) & RowLayout.FREE) == 0) {
            for (int cell : cells) {
                int length = (int) OffHeap.getLong(record + cell);
                bytes += length > RowLayout.INLINE_BYTES ? length : 0;
            }
        }
        return bytes;
    }

    /** Reads all rows, at the ordinals that they had, into a store without any. */
    static void restore(RowStore store, StateInput in, String part) throws IOException {
        int[] capacities = readTable(store, in, part);
        for (int chunk = 0; chunk < capacities.length; chunk++) {
            if (capacities[chunk] > 0) {
                readChunk(store, chunk, capacities[chunk], in, part, chunk);
            }
        }
    }

    /** Shows all rows to {@code action}, a chunk of them at a time; {@code window} is an empty store of the same layout. */
    static void forEach(RowStore window, StateInput in, String part, RowStore.SavedRow action) throws IOException {
        int[] capacities = readTable(window, in, part);
        for (int chunk = 0; chunk < capacities.length; chunk++) {
            if (capacities[chunk] == 0) {
                continue;
            }
            readChunk(window, 0, capacities[chunk], in, part, chunk);
            int firstOrdinal = chunk << window.rowShift();
            for (int row = 0; row < window.ordinalLimit(); row++) {
                if (window.isInUse(row)) {
                    action.take(firstOrdinal + row, window, window.address(row));
                }
            }
            window.close();
        }
    }

    private static int[] readTable(RowStore store, StateInput in, String part) throws IOException {
        StateReader table = new StateReader(in.block(part, 0), TABLE_MAGIC, VERSION);
        table.require(table.getInt() == store.layout().fingerprint(), "the rows of " + part + " are of another layout");
        table.require(table.getInt() == store.rowShift(), "the chunks of " + part + " are of another size");
        int mostRows = 1 << store.rowShift();
        int[] capacities = new int[table.getCount(1 << 31 - store.rowShift())];
        for (int chunk = 0; chunk < capacities.length; chunk++) {
            capacities[chunk] = table.getCount(mostRows);
            table.require(chunk == 0 || capacities[chunk] % mostRows == 0, "a chunk of " + part + " is cut");
        }
        table.finish();
        return capacities;
    }

    private static void readChunk(RowStore into, int at, int capacity, StateInput blocks, String part, int number)
            throws IOException {
        StateReader in = new StateReader(blocks.block(rowsOf(part), number), CHUNK_MAGIC, VERSION);
        in.require(in.getInt() == into.layout().fingerprint(), "the rows of " + part + " are of another layout");
        int usedRows = in.getCount(capacity);
        int liveRows = in.getCount(usedRows);
        RowStore.ChunkState state = new RowStore.ChunkState(usedRows, liveRows, in.getInt(), in.getLong());
        long records = into.openSaved(at, capacity);
        int recordBytes = into.layout().recordBytes();
        long end = records + (long) usedRows * recordBytes;
        in.getBytes(records, end - records);
        in.beginRun(in.getLong());
        for (long record = records; record < end; record += recordBytes) {
            if ((OffHeap.getLong(record) & RowLayout.FREE) == 0) {
                for (int cell : into.longCellOffsets()) {
                    readLongCell(into, record + cell, in);
                }
            }
        }
        in.finish();
        into.setSaved(at, state);
    }

    private static void readLongCell(RowStore into, long cell, StateReader in) throws IOException {
        int length = (int) OffHeap.getLong(cell);
        if (length > RowLayout.INLINE_BYTES) {
            in.requirePiece(length);
            long reference = into.bytes().allocate(length);
            OffHeap.putLong(cell + Long.BYTES, reference);
            in.getPiece(into.bytes().address(reference), length);
        }
    }
}
