package io.millrace.connector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchBuilder;
import io.millrace.batch.BatchPool;
import io.millrace.key.Pointer;
import io.millrace.memory.Allocators;
import io.millrace.port.DataError;
import io.millrace.port.Sink;
import io.millrace.port.SinkContext;
import io.millrace.port.Source;
import io.millrace.port.SourceOutput;
import io.millrace.schedule.Dataflow;
import io.millrace.schedule.EpochListener;
import io.millrace.schedule.Execution;
import io.millrace.schedule.RunSettings;
import io.millrace.type.Key;
import io.millrace.type.Nullable;
import io.millrace.value.Values;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectorSubjectTest {
    record Word(@Key String word, @Nullable Long count) {}

    record Line(String text) {}

    /** A subject that runs the test's own code. */
    private static final class Scripted extends ConnectorSubject {
        private final Script script;
        private final Session session;
        private final CountDownLatch stopped = new CountDownLatch(1);
        private byte[] soughtState;

        @FunctionalInterface
        interface Script {
            void run(Scripted subject) throws Exception;
        }

        Scripted(Class<? extends Record> type, Session session, Script script) {
            super("scripted", type);
            this.session = session;
            this.script = script;
        }

        static Scripted lines(Script script) {
            return new Scripted(Line.class, Session.NATIVE, script);
        }

        @Override
        protected void run() throws Exception {
            script.run(this);
        }

        @Override
        public Session session() {
            return session;
        }

        @Override
        protected void seek(byte[] state) {
            soughtState = state;
        }

        @Override
        protected void onStop() {
            stopped.countDown();
        }

        void give(Object... cells) {
            next(cells);
        }

        void giveRecord(Record row) {
            next(row);
        }

        void takeBack(Object... cells) {
            remove(cells);
        }

        void takeBackRecord(Record row) {
            remove(row);
        }

        void giveWithId(Pointer id, Object... cells) {
            nextWithId(id, cells);
        }

        void takeBackWithId(Pointer id, Object... cells) {
            removeWithId(id, cells);
        }

        void endEpoch() {
            commit();
        }

        void begin() {
            disableCommits();
        }

        void end() {
            enableCommits();
        }

        void report(int state) {
            reportOffset(new byte[] {(byte) state});
        }

        void endInput() {
            close();
        }
    }

    /** Takes what a subject says as text, one word a row. */
    private static final class Said implements SourceOutput, AutoCloseable {
        private final BufferAllocator allocator = Allocators.root(1L << 28);
        private final BatchPool pool;
        private final Source source;
        private final boolean withKeys;
        private final List<String> said = new ArrayList<>();
        private final List<Pointer> ids = new ArrayList<>();
        private byte[] lastPosition;
        private volatile boolean stopped;

        Said(Source source, int batchRows, boolean withKeys) {
            this.source = source;
            this.withKeys = withKeys;
            pool = new BatchPool(allocator, batchRows);
        }

        Said run(byte[] position) throws Exception {
            source.run(this, position);
            return this;
        }

        @Override
        public BatchBuilder newBuilder() {
            return new BatchBuilder(pool, source.schema(), withKeys);
        }

        @Override
        public void emit(Batch batch, byte[] position) {
            try (batch) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    StringBuilder text = new StringBuilder(batch.weight(row) < 0 ? "-" : "");
                    for (int column = 0; column < batch.columnCount(); column++) {
                        text.append(column == 0 ? "" : ",").append(Values.read(batch.column(column), row));
                    }
                    said.add(text.toString());
                    if (withKeys) {
                        ids.add(new Pointer(
                                batch.keys().getHigh(row), batch.keys().getLow(row)));
                    }
                }
                lastPosition = position;
            }
        }

        @Override
        public void emit(Batch batch, byte[] position, byte[] reference) {
            throw new AssertionError("a subject has no references");
        }

        @Override
        public void commit() {
            said.add("commit");
        }

        @Override
        public void beginAtomic() {
            said.add("(");
        }

        @Override
        public void endAtomic() {
            said.add(")");
        }

        @Override
        public void report(DataError.Kind kind, String message) {
            throw new AssertionError(message);
        }

        @Override
        public boolean isStopped() {
            return stopped;
        }

        @Override
        public void close() {
            pool.close();
            allocator.close();
        }
    }

    @Test
    void rowsComeInOrderWithWhatIsSaidBetweenThem() throws Exception {
        Scripted subject = Scripted.lines(it -> {
            it.give("a");
            it.giveRecord(new Line("b"));
            it.endEpoch();
            it.begin();
            it.give("c");
            it.end();
            it.takeBack("a");
        });
        try (Said said = new Said(subject, 2, false)) {
            assertEquals(List.of("a", "b", "commit", "(", "c", ")", "-a"), said.run(null).said);
        }
        assertEquals(0, subject.stopped.getCount());
    }

    @Test
    void idsComeFromKeyColumnsOrAreTheSubjectsOwn() throws Exception {
        Pointer own = Pointer.of("own");
        Scripted subject = new Scripted(Word.class, Source.Session.UPSERT, it -> {
            it.giveRecord(new Word("eel", 1L));
            it.give("cod", null);
            it.takeBackRecord(new Word("eel", null));
            it.giveWithId(own, "ray", 2);
            it.takeBackWithId(own, "ray", null);
        });
        try (Said said = new Said(subject, 64, true)) {
            said.run(null);
            assertEquals(List.of("eel,1", "cod,null", "-eel,null", "ray,2", "-ray,null"), said.said);
            assertEquals(List.of(Pointer.of("eel"), Pointer.of("cod"), Pointer.of("eel"), own, own), said.ids);
        }
    }

    @Test
    void idsOfRowsWithoutKeyColumnsAreThoseOfTheirNumberAlsoAfterARestart() throws Exception {
        // Hashes of the numbers 1 and 2 in eight bytes, computed with another implementation of XXH3.
        List<Pointer> expected =
                List.of(Pointer.parse("^MBW4V691VG4BRK96V8QCWJY9QM"), Pointer.parse("^5YWMMXYGPB26GV9S12CW38PNFW"));
        List<Pointer> ids = new ArrayList<>();
        byte[] position;
        try (Said first = new Said(Scripted.lines(it -> it.give("a")), 64, true)) {
            first.run(null);
            ids.addAll(first.ids);
            position = first.lastPosition;
        }
        Scripted again = Scripted.lines(it -> it.give("b"));
        try (Said second = new Said(again, 64, true)) {
            second.run(position);
            ids.addAll(second.ids);
        }
        assertEquals(expected, ids);
        assertNull(again.soughtState, "nothing was reported, so nothing is sought");
    }

    @Test
    void rowsCountTogetherWithTheReportBehindThem() throws Exception {
        Scripted subject = Scripted.lines(it -> {
            it.report(0);
            for (int i = 1; i <= 5; i++) {
                it.give("a" + i);
            }
            it.report(1);
            it.give("b1");
            it.give("b2");
            it.report(2);
        });
        byte[] position;
        try (Said said = new Said(subject, 2, false)) {
            said.run(null);
            List<String> rows =
                    said.said.stream().filter(word -> word.length() > 1).toList();
            assertEquals(List.of("a1", "a2", "a3", "a4", "a5", "b1", "b2"), rows);
            int begin = said.said.indexOf("(");
            int end = said.said.indexOf(")");
            assertTrue(begin == 0 && end == 6, "what did not fit into a batch is one block: " + said.said);
            position = said.lastPosition;
        }
        Scripted again = Scripted.lines(it -> {});
        try (Said said = new Said(again, 2, false)) {
            said.run(position);
        }
        assertArrayEquals(new byte[] {2}, again.soughtState);
    }

    @Test
    void aBlockThatIsLeftOpenEndsWithTheInput() throws Exception {
        try (Said said = new Said(
                Scripted.lines(it -> {
                    it.begin();
                    it.give("a");
                }),
                2,
                false)) {
            assertEquals(List.of("(", "a", ")"), said.run(null).said);
        }
    }

    @Test
    void cellsThatDoNotFitAreRefusedWhereTheyAreGiven() throws Exception {
        List<String> messages = new ArrayList<>();
        Scripted subject = new Scripted(Word.class, Source.Session.NATIVE, it -> {
            messages.add(assertThrows(IllegalArgumentException.class, () -> it.give("a"))
                    .getMessage());
            messages.add(assertThrows(IllegalArgumentException.class, () -> it.give("a", "b"))
                    .getMessage());
            messages.add(assertThrows(IllegalArgumentException.class, () -> it.giveRecord(new Line("a")))
                    .getMessage());
            it.give("whole", 1L);
        });
        try (Said said = new Said(subject, 64, true)) {
            assertEquals(List.of("whole,1"), said.run(null).said);
        }
        assertEquals("subject scripted gave [a] for the columns [word, count]", messages.get(0));
        assertTrue(messages.get(1).startsWith("subject scripted, column count: "), messages.get(1));
        assertTrue(messages.get(2).endsWith("was given; the columns are [word, count]"), messages.get(2));
    }

    @Test
    void aRowWithoutAKnownIdCannotBeTakenBack() throws Exception {
        Scripted subject = Scripted.lines(it -> it.takeBack("a"));
        try (Said said = new Said(subject, 64, true)) {
            assertThrows(IllegalStateException.class, () -> said.run(null));
        }
        assertEquals(0, subject.stopped.getCount());
    }

    @Test
    void anEndedSubjectGivesNoMoreAndRunsNoMore() throws Exception {
        AtomicReference<Throwable> late = new AtomicReference<>();
        Scripted subject = Scripted.lines(it -> {
            it.give("a");
            it.endInput();
            try {
                it.give("b");
            } catch (IllegalStateException e) {
                late.set(e);
            }
        });
        assertThrows(IllegalStateException.class, () -> subject.give("early"));
        try (Said said = new Said(subject, 64, false)) {
            assertEquals(List.of("a"), said.run(null).said);
            assertThrows(IllegalStateException.class, () -> said.run(null));
        }
        assertEquals(
                "subject scripted has ended and gives no more rows", late.get().getMessage());
    }

    @Test
    void manyThreadsMayGiveRows() throws Exception {
        Scripted subject = Scripted.lines(it -> {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int thread = t;
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 2500; i++) {
                        it.give(thread + " " + i);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        });
        try (Said said = new Said(subject, 16, false)) {
            said.run(null);
            assertEquals(10_000, said.said.size());
            for (int t = 0; t < 4; t++) {
                String prefix = t + " ";
                List<String> mine =
                        said.said.stream().filter(row -> row.startsWith(prefix)).toList();
                for (int i = 0; i < 2500; i++) {
                    assertEquals(prefix + i, mine.get(i));
                }
            }
        }
    }

    /** Collects committed rows of the first column. */
    private static final class Texts implements Sink {
        private final List<String> written = new ArrayList<>();
        private final List<List<String>> epochs = new ArrayList<>();

        @Override
        public void open(SinkContext context) {}

        @Override
        public void write(long epoch, Batch batch) {
            for (int i = 0; i < batch.selectedCount(); i++) {
                written.add(batch.column(0).getString(batch.selectedRow(i)));
            }
        }

        @Override
        public void commit(long epoch) {
            epochs.add(List.copyOf(written));
            written.clear();
        }
    }

    private static Execution execution(Source source, Sink sink, EpochListener listener) {
        Dataflow dataflow = new Dataflow();
        dataflow.sink("out", sink, source.schema(), false, dataflow.source(source, false));
        RunSettings settings = RunSettings.of(
                        error -> {
                            throw new IllegalStateException(error.message());
                        },
                        1L << 28)
                .withAutocommit(Duration.ofHours(1))
                .withMaxEpochRows(1000);
        return new Execution(dataflow, settings, null, listener);
    }

    @Test
    void anIdleSubjectsRowsArriveWithoutACommit() throws Exception {
        CountDownLatch published = new CountDownLatch(1);
        Texts texts = new Texts();
        Scripted subject = Scripted.lines(it -> {
            it.give("a");
            published.await();
            it.give("b");
        });
        try (Execution execution = execution(subject, texts, (epoch, rows, first, last) -> published.countDown())) {
            execution.run();
        }
        assertEquals(List.of(List.of("a"), List.of("b")), texts.epochs);
    }

    @Test
    void whatASubjectThrowsEndsTheRun() {
        Scripted subject = Scripted.lines(it -> {
            it.give("a");
            throw new IOException("no more of this");
        });
        try (Execution execution = execution(subject, new NullSink(), EpochListener.NONE)) {
            assertEquals(
                    "no more of this",
                    assertThrows(IOException.class, execution::run).getMessage());
        }
    }

    @Test
    void aSubjectThatGivesForEverEndsWithTheRun() throws Exception {
        CountDownLatch published = new CountDownLatch(3);
        Scripted subject = Scripted.lines(it -> {
            for (long i = 0; ; i++) {
                it.give("line " + i);
            }
        });
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Execution execution =
                execution(subject, new NullSink(), (epoch, rows, first, last) -> published.countDown())) {
            Thread runner = Thread.ofPlatform().start(() -> {
                try {
                    execution.run();
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            published.await();
            execution.stop();
            runner.join();
        }
        subject.stopped.await();
        assertNull(failure.get());
    }
}
