package io.millrace.reduce;

import io.millrace.column.CellStatus;
import io.millrace.column.Column;
import io.millrace.column.ColumnBuilder;
import io.millrace.port.StateInput;
import io.millrace.port.StateOutput;
import io.millrace.state.GroupRows;
import io.millrace.state.GroupState;
import io.millrace.state.GroupWords;
import io.millrace.state.OrderedKey;
import io.millrace.state.PendingRows;
import io.millrace.state.RareCounts;
import io.millrace.state.SavedGroups;
import io.millrace.state.Slice;
import io.millrace.state.SortKeys;
import io.millrace.type.Type;
import io.millrace.value.Values;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;

/**
 * The user's states of the groups of one worker: the only state that is Java objects. Three words a group: what the open epoch
 * brings; all rows, where they are kept; and where the state is + 1.
 */
final class FoldState implements GroupState {
    static final int WORDS = 3;

    private static final int ROWS = Long.BYTES;
    private static final int PLACE = 2 * Long.BYTES;

    private final BufferAllocator allocator;
    private final Fold reducer;
    private final Consumer<String> errors;
    private final PendingRows pending;
    /** All rows, or null. */
    private final GroupRows kept;

    private final OrderedKey key;
    private final ColumnBuilder[] cells;
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final ArrayDeque<Integer> free = new ArrayDeque<>();

    /** A state and what it gave. */
    private static final class Entry {
        Object state;
        Object result;
        boolean hasFailed;
    }

    FoldState(BufferAllocator allocator, Fold reducer, List<SortKeys.Part> parts, Consumer<String> errors) {
        this.allocator = allocator;
        this.reducer = reducer;
        this.errors = errors;
        this.cells = new ColumnBuilder[parts.size()];
        GroupRows.Shape all = new GroupRows.Shape(parts, parts.size(), false, false, false, GroupRows.Kept.ALL, 0);
        try {
            pending = own(new PendingRows(allocator, parts, parts.size(), reducer.filter() >= 0));
            kept = reducer.fold().keepsRows() ? own(new GroupRows(allocator, all)) : null;
            key = own(new OrderedKey(allocator));
            for (int i = 0; i < cells.length; i++) {
                cells[i] =
                        own(new ColumnBuilder(allocator, reducer.types().get(i).lane(), 1));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T own(T part) {
        owned.add(part);
        return part;
    }

    @Override
    public void add(Slice slice, long weights, Column[] arguments, RareCounts rare, int firstCounter, long byteOffset) {
        pending.add(slice, weights, arguments, rare, firstCounter, byteOffset);
    }

    @Override
    public void settle(long words, long epoch) {
        if (pending.isEmpty(words)) {
            return;
        }
        List<RowCount> rows = new ArrayList<>();
        for (boolean isAt = pending.first(words); isAt; isAt = pending.next()) {
            rows.add(new RowCount(values(pending.keys(), pending.key()), pending.weight()));
            if (kept != null) {
                pending.load(key);
                kept.index().add(words + ROWS, key, pending.weight());
            }
        }
        pending.clear(words);
        Entry entry = entry(words);
        fold(entry, words, rows);
        if (entry.state == null && !entry.hasFailed) {
            forget(words);
        }
    }

    private void fold(Entry entry, long words, List<RowCount> rows) {
        GroupFold fold = reducer.fold();
        try {
            boolean restarts = fold.keepsRows() && (entry.hasFailed || fold.needsRestart(rows));
            if (!restarts && entry.hasFailed) {
                return;
            }
            entry.hasFailed = false;
            if (restarts) {
                List<RowCount> all = allRows(words);
                entry.state = all.isEmpty() ? null : fold.restart(all);
            } else {
                entry.state = fold.fold(entry.state, rows);
            }
            entry.result = entry.state == null ? null : fold.result(entry.state);
        } catch (Exception e) {
            entry.state = null;
            entry.hasFailed = true;
            entry.result = CellStatus.ERROR;
            errors.accept("a reducer of the user's failed: " + e);
        }
    }

    private List<RowCount> allRows(long words) {
        List<RowCount> all = new ArrayList<>();
        for (boolean isAt = kept.cursor().first(words + ROWS);
                isAt;
                isAt = kept.cursor().next()) {
            all.add(new RowCount(
                    values(kept.keys(), kept.cursor().key()), kept.cursor().weight()));
        }
        return all;
    }

    private List<Object> values(SortKeys keys, long at) {
        Object[] values = new Object[cells.length];
        long from = at;
        for (int part = 0; part < values.length; part++) {
            Type type = reducer.types().get(part);
            cells[part].reset();
            keys.append(part, from, cells[part]);
            values[part] = Values.read(cells[part].view(type), 0);
            from = keys.end(part, from);
        }
        return Collections.unmodifiableList(Arrays.asList(values));
    }

    private Entry entry(long words) {
        int place = (int) GroupWords.get(words + PLACE) - 1;
        if (place < 0) {
            Integer freed = free.poll();
            place = freed == null ? entries.size() : freed;
            if (freed == null) {
                entries.add(null);
            }
            entries.set(place, new Entry());
            GroupWords.put(words + PLACE, place + 1L);
        }
        return entries.get(place);
    }

    private void forget(long words) {
        int place = (int) GroupWords.get(words + PLACE) - 1;
        entries.set(place, null);
        free.push(place);
        GroupWords.put(words + PLACE, 0);
        if (free.size() == entries.size()) {
            entries.clear();
            free.clear();
        }
    }

    /** The result, or an error. */
    Object result(long words) {
        int place = (int) GroupWords.get(words + PLACE) - 1;
        return place < 0 ? null : entries.get(place).result;
    }

    boolean isAbsent(long words) {
        return reducer.filter() < 0 && GroupWords.get(words + PLACE) == 0;
    }

    @Override
    public boolean releaseIfGone(long words) {
        if (!pending.isEmpty(words) || kept != null && GroupWords.get(words + ROWS) != 0) {
            return false;
        }
        if (GroupWords.get(words + PLACE) != 0) {
            forget(words);
        }
        return true;
    }

    @Override
    public long heldBytes() {
        return pending.heldBytes() + (kept == null ? 0 : kept.heldBytes());
    }

    @Override
    public void saveTo(StateOutput out, String part, SavedGroups.Groups groups, int byteOffset) throws IOException {
        if (kept != null) {
            kept.saveTo(out, part + ".rows", groups, byteOffset + ROWS);
        }
        SavedGroups.saveBytes(out, part + ".states", groups, allocator, words -> {
            int place = (int) GroupWords.get(words + byteOffset + PLACE) - 1;
            if (place < 0) {
                return null;
            }
            Entry entry = entries.get(place);
            byte[] state = entry.hasFailed ? new byte[0] : reducer.fold().serialize(entry.state);
            byte[] saved = new byte[state.length + 1];
            saved[0] = (byte) (entry.hasFailed ? 1 : 0);
            System.arraycopy(state, 0, saved, 1, state.length);
            return saved;
        });
    }

    @Override
    public void restoreFrom(StateInput in, String part, SavedGroups.Target target, int byteOffset) throws IOException {
        if (kept != null) {
            kept.restoreFrom(in, part + ".rows", target, byteOffset + ROWS);
        }
        SavedGroups.restoreBytes(in, part + ".states", target, allocator, (words, saved) -> {
            Entry entry = entry(words + byteOffset);
            if (saved[0] == 1) {
                entry.hasFailed = true;
                entry.result = CellStatus.ERROR;
                return;
            }
            entry.state = reducer.fold().deserialize(Arrays.copyOfRange(saved, 1, saved.length));
            try {
                entry.result = reducer.fold().result(entry.state);
            } catch (Exception e) {
                throw new IOException("a saved state of a user's reducer has no result", e);
            }
        });
    }

    @Override
    public void close() {
        AutoCloseables.closeNoChecked(() -> AutoCloseables.close(owned.reversed()));
        owned.clear();
    }
}
