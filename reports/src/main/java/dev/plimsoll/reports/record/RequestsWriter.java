package dev.plimsoll.reports.record;

import static dev.plimsoll.reports.record.RequestSample.NEVER;
import static dev.plimsoll.reports.record.RequestsFormat.putVarint;
import static dev.plimsoll.reports.record.RequestsFormat.putZigzag;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Writes the file {@code requests}, a block at a time. For one thread. */
final class RequestsWriter implements AutoCloseable {
    private final FileChannel file;
    private final long limit;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
    private final ByteBuffer columns = ByteBuffer.allocate(RequestsFormat.BLOCK_ROWS * RequestsFormat.MAX_ROW_BYTES);
    private final ByteBuffer block =
            ByteBuffer.allocate(RequestsFormat.BLOCK_HEADER_BYTES + columns.capacity() + columns.capacity() / 100 + 64);
    private long written;
    private long beyondLimit;

    private int rows;
    private final long[] order = new long[RequestsFormat.BLOCK_ROWS];
    private final long[] id = new long[RequestsFormat.BLOCK_ROWS];
    private final int[] series = new int[RequestsFormat.BLOCK_ROWS];
    private final int[] revision = new int[RequestsFormat.BLOCK_ROWS];
    private final int[] outcome = new int[RequestsFormat.BLOCK_ROWS];
    private final int[] status = new int[RequestsFormat.BLOCK_ROWS];
    private final long[] intended = new long[RequestsFormat.BLOCK_ROWS];
    private final long[] dispatched = new long[RequestsFormat.BLOCK_ROWS];
    private final long[] sent = new long[RequestsFormat.BLOCK_ROWS];
    private final long[] firstByte = new long[RequestsFormat.BLOCK_ROWS];
    private final long[] end = new long[RequestsFormat.BLOCK_ROWS];

    /**
     * Makes the file.
     *
     * @param limit how many requests it may hold; more are only counted
     */
    RequestsWriter(Path path, long limit) throws IOException {
        this.limit = limit;
        file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        writeFully(ByteBuffer.allocate(RequestsFormat.FILE_HEADER_BYTES)
                .put(RequestsFormat.MAGIC)
                .putInt(RequestsFormat.VERSION)
                .flip());
    }

    void add(
            long newId,
            int newSeries,
            int newRevision,
            int newOutcome,
            int newStatus,
            long newIntended,
            long newDispatched,
            long newSent,
            long newFirstByte,
            long newEnd)
            throws IOException {
        if (written + rows >= limit) {
            beyondLimit++;
            return;
        }
        id[rows] = newId;
        series[rows] = newSeries;
        revision[rows] = newRevision;
        outcome[rows] = newOutcome;
        status[rows] = newStatus;
        intended[rows] = newIntended;
        dispatched[rows] = newDispatched;
        sent[rows] = newSent;
        firstByte[rows] = newFirstByte;
        end[rows] = newEnd;
        rows++;
        if (rows == RequestsFormat.BLOCK_ROWS) {
            flush();
        }
    }

    /** Requests in the file and those waiting for the end of their block. */
    long written() {
        return written + rows;
    }

    long beyondLimit() {
        return beyondLimit;
    }

    boolean hasRows() {
        return rows > 0;
    }

    /** Writes the requests of the block that is being filled. */
    void flush() throws IOException {
        if (rows == 0) {
            return;
        }
        encode();
        block.clear().position(RequestsFormat.BLOCK_HEADER_BYTES);
        deflater.reset();
        deflater.setInput(columns.flip());
        deflater.finish();
        while (!deflater.finished()) {
            deflater.deflate(block);
        }
        writeBlock(rows);
        written += rows;
        rows = 0;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            flush();
            block.clear().position(RequestsFormat.BLOCK_HEADER_BYTES);
            putVarint(block, written);
            putVarint(block, beyondLimit);
            writeBlock(0);
        } finally {
            deflater.end();
        }
    }

    private void writeBlock(int count) throws IOException {
        int length = block.position() - RequestsFormat.BLOCK_HEADER_BYTES;
        block.flip();
        ByteBuffer payload = block.slice(RequestsFormat.BLOCK_HEADER_BYTES, length);
        block.putInt(0, length);
        block.putInt(4, count);
        block.putInt(8, RequestsFormat.checksum(length, count, payload));
        writeFully(block);
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private long start(int row) {
        return intended[row] == NEVER ? dispatched[row] : intended[row];
    }

    /** Row numbers by start: the number rides in the low bits of the sorted key. */
    private void sort() {
        long first = Long.MAX_VALUE;
        for (int row = 0; row < rows; row++) {
            first = Math.min(first, start(row));
        }
        for (int row = 0; row < rows; row++) {
            order[row] = ((start(row) - first) << RequestsFormat.ROW_BITS) | row;
        }
        Arrays.sort(order, 0, rows);
        for (int i = 0; i < rows; i++) {
            order[i] &= RequestsFormat.BLOCK_ROWS - 1;
        }
    }

    private void encode() {
        sort();
        columns.clear();
        long lastId = -1;
        int last = -1;
        for (int i = 0; i < rows; i++) {
            int row = (int) order[i];
            int flags = 0;
            flags |= sameAttributes(last, row) ? RequestsFormat.SAME_ATTRIBUTES : 0;
            flags |= id[row] == lastId + 1 ? RequestsFormat.NEXT_ID : 0;
            flags |= intended[row] == NEVER ? RequestsFormat.NO_INTENDED : 0;
            flags |= sent[row] == NEVER ? RequestsFormat.NO_SENT : 0;
            flags |= firstByte[row] == NEVER ? RequestsFormat.NO_FIRST_BYTE : 0;
            columns.put((byte) flags);
            lastId = id[row];
            last = row;
        }
        last = -1;
        for (int i = 0; i < rows; i++) {
            int row = (int) order[i];
            if (!sameAttributes(last, row)) {
                putVarint(columns, series[row]);
                putVarint(columns, revision[row]);
                columns.put((byte) outcome[row]);
                putZigzag(columns, status[row]);
            }
            last = row;
        }
        lastId = -1;
        for (int i = 0; i < rows; i++) {
            int row = (int) order[i];
            if (id[row] != lastId + 1) {
                putZigzag(columns, id[row] - lastId - 1);
            }
            lastId = id[row];
        }
        putZigzag(columns, start((int) order[0]));
        for (int i = 1; i < rows; i++) {
            putVarint(columns, start((int) order[i]) - start((int) order[i - 1]));
        }
        for (int i = 0; i < rows; i++) {
            int row = (int) order[i];
            if (intended[row] != NEVER) {
                putZigzag(columns, dispatched[row] - intended[row]);
            }
        }
        for (int i = 0; i < rows; i++) {
            int row = (int) order[i];
            if (sent[row] != NEVER) {
                putZigzag(columns, sent[row] - dispatched[row]);
            }
        }
        for (int i = 0; i < rows; i++) {
            int row = (int) order[i];
            if (firstByte[row] != NEVER) {
                putZigzag(columns, firstByte[row] - onWire(row));
            }
        }
        for (int i = 0; i < rows; i++) {
            int row = (int) order[i];
            putZigzag(columns, end[row] - (firstByte[row] == NEVER ? onWire(row) : firstByte[row]));
        }
    }

    private long onWire(int row) {
        return sent[row] == NEVER ? dispatched[row] : sent[row];
    }

    private boolean sameAttributes(int last, int row) {
        if (last < 0) {
            return series[row] == 0 && revision[row] == 0 && outcome[row] == 0 && status[row] == 0;
        }
        return series[row] == series[last]
                && revision[row] == revision[last]
                && outcome[row] == outcome[last]
                && status[row] == status[last];
    }
}
