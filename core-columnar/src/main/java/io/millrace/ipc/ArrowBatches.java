package io.millrace.ipc;

import io.millrace.batch.Batch;
import io.millrace.batch.BatchPool;
import io.millrace.type.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.message.ArrowBuffer;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/** Batches as Arrow's own vectors and back, by copy: for programs that speak Arrow. Stateless; any thread. */
public final class ArrowBatches {
    private ArrowBatches() {}

    /**
     * Returns an owned root with the selected rows of a batch, in the fields that {@link ArrowSchemas#toArrow} names for {@code
     * shape}. Borrows the batch.
     *
     * @param schema the columns of the batch
     * @param pool for scratch builders
     * @param allocator owns the vectors
     */
    public static VectorSchemaRoot toRoot(
            Batch batch, Schema schema, BatchShape shape, BatchPool pool, BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(ArrowSchemas.toArrow(schema, shape), allocator);
        boolean isDone = false;
        try (BatchEncoder encoder = new BatchEncoder(pool)) {
            encoder.begin(batch, shape);
            ArrowRecordBatch message = encoder.message();
            try (ArrowBuf body = allocator.buffer(Math.max(message.computeBodyLength(), Long.BYTES))) {
                encoder.writeBody(body.memoryAddress());
                List<ArrowBuf> slices = new ArrayList<>();
                for (ArrowBuffer place : message.getBuffersLayout()) {
                    slices.add(body.slice(place.getOffset(), place.getSize()));
                }
                try (ArrowRecordBatch copy = new ArrowRecordBatch(message.getLength(), message.getNodes(), slices)) {
                    new VectorLoader(root).load(copy);
                }
            }
            isDone = true;
            return root;
        } finally {
            if (!isDone) {
                root.close();
            }
        }
    }

    /**
     * Returns an owned batch with the rows of a root. Borrows the root.
     *
     * @throws IllegalArgumentException when {@link ArrowSchemas#fromArrow} does not know a field
     * @throws CorruptBatchException when the vectors do not fit each other
     */
    public static Batch fromRoot(VectorSchemaRoot root, BatchPool pool, long epoch, int iteration) {
        BatchDecoder decoder = new BatchDecoder(ArrowSchemas.fromArrow(root.getSchema()), pool);
        try (ArrowRecordBatch message = new VectorUnloader(root).getRecordBatch()) {
            return decoder.decode(message, ArrowSchemas.shapeOf(root.getSchema()), epoch, iteration);
        }
    }
}
