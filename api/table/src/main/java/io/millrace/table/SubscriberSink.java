package io.millrace.table;

import io.millrace.batch.Batch;
import io.millrace.column.CellStatus;
import io.millrace.port.DataError;
import io.millrace.port.Sink;
import io.millrace.port.SinkContext;
import io.millrace.value.RowView;
import java.util.ArrayList;
import java.util.List;

/** Gives a subscriber the changes of whole epochs, once these are durable. Rows with an error in them are left out and logged. */
final class SubscriberSink implements Sink {
    private final Subscriber subscriber;
    private final List<Batch> written = new ArrayList<>();
    private SinkContext context;
    private RowView view;

    SubscriberSink(Subscriber subscriber) {
        this.subscriber = subscriber;
    }

    @Override
    public void open(SinkContext newContext) {
        context = newContext;
        view = new RowView(newContext.schema());
    }

    @Override
    public boolean needsKeys() {
        return subscriber.needsIds();
    }

    @Override
    public void write(long epoch, Batch batch) {
        written.add(batch.retain());
    }

    @Override
    public void commit(long epoch) {
        for (Batch batch : written) {
            for (int i = 0; i < batch.selectedCount(); i++) {
                int row = batch.selectedRow(i);
                if (hasError(batch, row)) {
                    context.errors()
                            .report(new DataError(
                                    DataError.Kind.ERROR_IN_OUTPUT,
                                    -1,
                                    context.name(),
                                    "a row with an error in it is not given to the subscriber",
                                    null));
                } else {
                    subscriber.onChange(view.moveTo(batch, row), epoch, batch.weight(row));
                }
            }
        }
        release();
        subscriber.onTimeEnd(epoch);
    }

    private static boolean hasError(Batch batch, int row) {
        for (int column = 0; column < batch.columnCount(); column++) {
            if (batch.column(column).status(row) == CellStatus.ERROR) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void finish() {
        subscriber.onEnd();
    }

    @Override
    public void close() {
        release();
    }

    private void release() {
        written.forEach(Batch::close);
        written.clear();
    }
}
