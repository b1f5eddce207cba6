package io.millrace.ipc;

import io.millrace.memory.OffHeap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;

/** The fields and buffers of one record batch, checked against the bytes that hold them, handed out one after the other. */
final class MessageBody {
    private static final int PREFIX_BYTES = 2 * Integer.BYTES;

    private final int rowCount;
    private final int[] nullCounts;
    private final long[] addresses;
    private final long[] byteCounts;
    private int field = -1;
    private int buffer = -1;

    private MessageBody(int rowCount, int fieldCount, int bufferCount) {
        this.rowCount = rowCount;
        this.nullCounts = new int[fieldCount];
        this.addresses = new long[bufferCount];
        this.byteCounts = new long[bufferCount];
    }

    /** Reads the metadata of the encapsulated message that fills the bytes. */
    static MessageBody parse(long address, long byteCount) {
        if (byteCount < PREFIX_BYTES || OffHeap.getInt(address) != MessageSerializer.IPC_CONTINUATION_TOKEN) {
            throw new CorruptBatchException("no Arrow message in " + byteCount + " bytes");
        }
        int metadataBytes = OffHeap.getInt(address + Integer.BYTES);
        long bodyBytes = byteCount - PREFIX_BYTES - metadataBytes;
        if (metadataBytes < Long.BYTES || bodyBytes < 0) {
            throw new CorruptBatchException("metadata of " + metadataBytes + " bytes in a message of " + byteCount);
        }
        ByteBuffer metadata = OffHeap.ALL
                .asSlice(address + PREFIX_BYTES, metadataBytes)
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
        try {
            return parse(metadata, address + PREFIX_BYTES + metadataBytes, bodyBytes);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | NegativeArraySizeException e) {
            throw new CorruptBatchException("metadata points outside of its " + metadataBytes + " bytes", e);
        }
    }

    private static MessageBody parse(ByteBuffer metadata, long body, long bodyBytes) {
        Message message = Message.getRootAsMessage(metadata);
        if (message.headerType() != MessageHeader.RecordBatch) {
            throw new CorruptBatchException("message of kind " + message.headerType() + ", expected a record batch");
        }
        RecordBatch batch = (RecordBatch) message.header(new RecordBatch());
        if (batch == null || batch.compression() != null || message.bodyLength() != bodyBytes) {
            throw new CorruptBatchException("a body of " + message.bodyLength() + " bytes, found " + bodyBytes);
        }
        if (batch.nodesLength() > metadata.capacity() || batch.buffersLength() > metadata.capacity()) {
            throw new CorruptBatchException(batch.nodesLength() + " fields and " + batch.buffersLength() + " buffers");
        }
        MessageBody parsed = new MessageBody(rows(batch.length()), batch.nodesLength(), batch.buffersLength());
        FieldNode node = new FieldNode();
        for (int i = 0; i < parsed.nullCounts.length; i++) {
            batch.nodes(node, i);
            parsed.setField(i, node.length(), node.nullCount());
        }
        Buffer buffer = new Buffer();
        for (int i = 0; i < parsed.addresses.length; i++) {
            batch.buffers(buffer, i);
            long offset = buffer.offset();
            long length = buffer.length();
            if (offset < 0 || length < 0 || offset > bodyBytes || length > bodyBytes - offset) {
                throw new CorruptBatchException(
                        "buffer " + i + " at " + offset + " of " + length + " bytes in a body of " + bodyBytes);
            }
            parsed.addresses[i] = body + offset;
            parsed.byteCounts[i] = length;
        }
        return parsed;
    }

    /** Reads a record batch that Arrow holds; borrows it. */
    static MessageBody of(ArrowRecordBatch message) {
        List<ArrowFieldNode> nodes = message.getNodes();
        List<ArrowBuf> buffers = message.getBuffers();
        MessageBody body = new MessageBody(message.getLength(), nodes.size(), buffers.size());
        for (int i = 0; i < nodes.size(); i++) {
            body.setField(i, nodes.get(i).getLength(), nodes.get(i).getNullCount());
        }
        for (int i = 0; i < buffers.size(); i++) {
            ArrowBuf buffer = buffers.get(i);
            body.addresses[i] = buffer.memoryAddress() + buffer.readerIndex();
            body.byteCounts[i] = buffer.readableBytes();
        }
        return body;
    }

    int rowCount() {
        return rowCount;
    }

    /** Goes to the next field and returns how many of its rows are null. */
    int nextField() {
        if (++field >= nullCounts.length) {
            throw new CorruptBatchException("only " + nullCounts.length + " fields");
        }
        return nullCounts[field];
    }

    void nextBuffer() {
        if (++buffer >= addresses.length) {
            throw new CorruptBatchException("only " + addresses.length + " buffers");
        }
    }

    /** Bytes of the current buffer. */
    long bufferBytes() {
        return byteCounts[buffer];
    }

    /** Copies the first bytes of the current buffer, which must have as many. */
    void copyTo(long address, long byteCount) {
        if (byteCount > byteCounts[buffer]) {
            throw new CorruptBatchException("buffer " + buffer + " has " + byteCounts[buffer] + " bytes; " + rowCount
                    + " rows take " + byteCount);
        }
        OffHeap.copy(addresses[buffer], address, byteCount);
    }

    void requireEnd() {
        if (field != nullCounts.length - 1 || buffer != addresses.length - 1) {
            throw new CorruptBatchException(nullCounts.length + " fields in " + addresses.length + " buffers; expected "
                    + (field + 1) + " in " + (buffer + 1));
        }
    }

    private void setField(int index, long length, long nullCount) {
        if (length != rowCount || nullCount < 0 || nullCount > rowCount) {
            throw new CorruptBatchException("field " + index + " has " + length + " rows, " + nullCount
                    + " of them null; the batch has " + rowCount);
        }
        nullCounts[index] = (int) nullCount;
    }

    private static int rows(long length) {
        if (length < 0 || length > Integer.MAX_VALUE - 64) {
            throw new CorruptBatchException("a batch of " + length + " rows");
        }
        return (int) length;
    }
}
