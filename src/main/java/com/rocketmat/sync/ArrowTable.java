package com.rocketmat.sync;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;

/**
 * An Arrow file. Written with the format's own generated classes and no more of Arrow: its vectors live on {@code sun.misc.Unsafe} and on
 * reflection into {@code java.nio}, which neither a native image nor the JDKs to come put up with.
 */
final class ArrowTable implements TableWriter {

    /** Small batches are mostly metadata. */
    static final int ROWS_OF_A_BATCH = 500;

    private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);
    private static final int CONTINUATION = 0xFFFFFFFF;

    private final ArrowSchema schema;
    private final List<Column> columns;
    private final List<Placed> batches = new ArrayList<>();
    private List<List<Object>> waiting = new ArrayList<>();
    private long written;

    private record Placed(long offset, int metadata, long body) {}

    ArrowTable(List<Column> columns) {
        this.columns = List.copyOf(columns);
        this.schema = new ArrowSchema(columns);
    }

    @Override
    public byte[] begin() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(ArrowBatch.padded(MAGIC));
        FlatBufferBuilder flat = new FlatBufferBuilder();
        out.writeBytes(message(flat, MessageHeader.Schema, schema.in(flat), 0));
        return sent(out);
    }

    @Override
    public byte[] rows(List<List<Object>> rows) {
        waiting.addAll(rows);
        var out = new ByteArrayOutputStream();
        while (waiting.size() >= ROWS_OF_A_BATCH) {
            batch(out, waiting.subList(0, ROWS_OF_A_BATCH));
            waiting = new ArrayList<>(waiting.subList(ROWS_OF_A_BATCH, waiting.size()));
        }
        return sent(out);
    }

    @Override
    public byte[] end() {
        var out = new ByteArrayOutputStream();
        if (!waiting.isEmpty()) {
            batch(out, waiting);
        }
        out.writeBytes(ints(CONTINUATION, 0));
        byte[] footer = footer();
        out.writeBytes(footer);
        out.writeBytes(ints(footer.length));
        out.writeBytes(MAGIC);
        return sent(out);
    }

    private void batch(ByteArrayOutputStream out, List<List<Object>> rows) {
        ArrowBatch batch = new ArrowBatch(columns, rows);
        FlatBufferBuilder flat = new FlatBufferBuilder();
        byte[] metadata = message(flat, MessageHeader.RecordBatch, batch.in(flat), batch.body().length);
        batches.add(new Placed(written + out.size(), metadata.length, batch.body().length));
        out.writeBytes(metadata);
        out.writeBytes(batch.body());
    }

    /** With its length in front, up to a multiple of eight. */
    private static byte[] message(FlatBufferBuilder flat, byte kind, int header, long body) {
        flat.finish(Message.createMessage(flat, MetadataVersion.V5, kind, header, body, 0));
        byte[] metadata = ArrowBatch.padded(flat.sizedByteArray());
        var message = new ByteArrayOutputStream();
        message.writeBytes(ints(CONTINUATION, metadata.length));
        message.writeBytes(metadata);
        return message.toByteArray();
    }

    private byte[] footer() {
        FlatBufferBuilder flat = new FlatBufferBuilder();
        int described = schema.in(flat);
        Footer.startDictionariesVector(flat, 0);
        int dictionaries = flat.endVector();
        Footer.startRecordBatchesVector(flat, batches.size());
        // structs of a vector are written from the last to the first
        for (Placed batch : batches.reversed()) {
            Block.createBlock(flat, batch.offset(), batch.metadata(), batch.body());
        }
        int placed = flat.endVector();
        flat.finish(Footer.createFooter(flat, MetadataVersion.V5, described, dictionaries, placed, 0));
        return flat.sizedByteArray();
    }

    private byte[] sent(ByteArrayOutputStream out) {
        written += out.size();
        return out.toByteArray();
    }

    private static byte[] ints(int... values) {
        byte[] bytes = new byte[values.length * Integer.BYTES];
        little(bytes).asIntBuffer().put(values);
        return bytes;
    }

    static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
