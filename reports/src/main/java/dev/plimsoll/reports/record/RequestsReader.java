package dev.plimsoll.reports.record;

import static dev.plimsoll.reports.record.RequestSample.NEVER;
import static dev.plimsoll.reports.record.RequestsFormat.getVarint;
import static dev.plimsoll.reports.record.RequestsFormat.getZigzag;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Reads the file {@code requests}, as far as it is whole. */
final class RequestsReader {
    /**
     * What was read.
     *
     * @param log the requests of all whole blocks
     * @param damage what is wrong with the rest, or null where nothing is
     */
    record Requests(RequestLog log, @Nullable String damage) {}

    private static final int MAX_PAYLOAD_BYTES = RequestsFormat.BLOCK_ROWS * RequestsFormat.MAX_ROW_BYTES * 2;

    private RequestsReader() {}

    /**
     * Reads a file up to its end or its first damage.
     *
     * @throws RunDirectoryException if the file cannot be read, or is no file of requests of a known version
     */
    static Requests read(Path path) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
            byte[] magic = in.readNBytes(RequestsFormat.MAGIC.length);
            if (magic.length < RequestsFormat.MAGIC.length) {
                return new Requests(RequestLog.of(List.of()), "the file of requests is empty");
            }
            if (!Arrays.equals(magic, RequestsFormat.MAGIC)) {
                throw new RunDirectoryException(path + " is not a file of requests: it does not begin as one");
            }
            byte[] version = in.readNBytes(4);
            if (version.length < 4) {
                return new Requests(RequestLog.of(List.of()), "the file of requests is empty");
            }
            int number = ByteBuffer.wrap(version).getInt();
            if (number != RequestsFormat.VERSION) {
                throw new RunDirectoryException(
                        "%s has version %d, but this version of Plimsoll reads version %d: use the one that wrote it"
                                .formatted(path, number, RequestsFormat.VERSION));
            }
            return blocks(in);
        } catch (IOException e) {
            throw new RunDirectoryException("cannot read " + path + ": " + RunDirectory.reason(e), e);
        }
    }

    private static Requests blocks(DataInputStream in) throws IOException {
        RequestLog.Builder log = new RequestLog.Builder();
        ByteBuffer columns = ByteBuffer.allocate(RequestsFormat.BLOCK_ROWS * RequestsFormat.MAX_ROW_BYTES);
        Inflater inflater = new Inflater();
        long at = RequestsFormat.FILE_HEADER_BYTES;
        try {
            while (true) {
                byte[] header = in.readNBytes(RequestsFormat.BLOCK_HEADER_BYTES);
                if (header.length == 0) {
                    return new Requests(log.build(), "the file of requests was not closed");
                }
                if (header.length < RequestsFormat.BLOCK_HEADER_BYTES) {
                    return new Requests(log.build(), "the last block of the file of requests is cut");
                }
                ByteBuffer fields = ByteBuffer.wrap(header);
                int length = fields.getInt();
                int count = fields.getInt();
                int checksum = fields.getInt();
                if (length < 0 || length > MAX_PAYLOAD_BYTES || count < 0 || count > RequestsFormat.BLOCK_ROWS) {
                    return damaged(log, at);
                }
                byte[] payload = in.readNBytes(length);
                if (payload.length < length) {
                    return new Requests(log.build(), "the last block of the file of requests is cut");
                }
                if (RequestsFormat.checksum(length, count, ByteBuffer.wrap(payload)) != checksum) {
                    return damaged(log, at);
                }
                if (count == 0) {
                    return end(log, ByteBuffer.wrap(payload));
                }
                inflater.reset();
                inflater.setInput(payload);
                columns.clear();
                inflater.inflate(columns);
                if (!inflater.finished()) {
                    return damaged(log, at);
                }
                decode(columns.flip(), count, log);
                at += RequestsFormat.BLOCK_HEADER_BYTES + length;
            }
        } catch (DataFormatException | BufferUnderflowException | IllegalArgumentException e) {
            return damaged(log, at);
        } finally {
            inflater.end();
        }
    }

    private static Requests damaged(RequestLog.Builder log, long at) {
        return new Requests(log.build(), "the file of requests is damaged from byte " + at + " on");
    }

    private static Requests end(RequestLog.Builder log, ByteBuffer payload) {
        long written = getVarint(payload);
        RequestLog read = log.beyondLimit(getVarint(payload)).build();
        return new Requests(
                read,
                read.size() == written
                        ? null
                        : "the file of requests holds " + read.size() + " requests, but says " + written);
    }

    private static void decode(ByteBuffer in, int count, RequestLog.Builder log) {
        byte[] flags = new byte[count];
        in.get(flags);
        int[] series = new int[count];
        int[] revision = new int[count];
        Outcome[] outcome = new Outcome[count];
        int[] status = new int[count];
        for (int i = 0; i < count; i++) {
            if ((flags[i] & RequestsFormat.SAME_ATTRIBUTES) == 0) {
                series[i] = Math.toIntExact(getVarint(in));
                revision[i] = Math.toIntExact(getVarint(in));
                outcome[i] = Outcome.ofCode(in.get());
                status[i] = Math.toIntExact(getZigzag(in));
            } else {
                series[i] = i == 0 ? 0 : series[i - 1];
                revision[i] = i == 0 ? 0 : revision[i - 1];
                outcome[i] = i == 0 ? Outcome.ofCode(0) : outcome[i - 1];
                status[i] = i == 0 ? 0 : status[i - 1];
            }
        }
        long[] id = new long[count];
        long lastId = -1;
        for (int i = 0; i < count; i++) {
            id[i] = lastId + 1 + ((flags[i] & RequestsFormat.NEXT_ID) == 0 ? getZigzag(in) : 0);
            lastId = id[i];
        }
        long[] start = new long[count];
        start[0] = getZigzag(in);
        for (int i = 1; i < count; i++) {
            start[i] = start[i - 1] + getVarint(in);
        }
        long[] dispatched = new long[count];
        for (int i = 0; i < count; i++) {
            dispatched[i] = start[i] + ((flags[i] & RequestsFormat.NO_INTENDED) == 0 ? getZigzag(in) : 0);
        }
        long[] sent = new long[count];
        for (int i = 0; i < count; i++) {
            sent[i] = (flags[i] & RequestsFormat.NO_SENT) == 0 ? dispatched[i] + getZigzag(in) : NEVER;
        }
        long[] firstByte = new long[count];
        for (int i = 0; i < count; i++) {
            long onWire = sent[i] == NEVER ? dispatched[i] : sent[i];
            firstByte[i] = (flags[i] & RequestsFormat.NO_FIRST_BYTE) == 0 ? onWire + getZigzag(in) : NEVER;
        }
        for (int i = 0; i < count; i++) {
            long onWire = sent[i] == NEVER ? dispatched[i] : sent[i];
            long end = (firstByte[i] == NEVER ? onWire : firstByte[i]) + getZigzag(in);
            log.add(new RequestSample(
                    id[i],
                    series[i],
                    revision[i],
                    outcome[i],
                    status[i],
                    (flags[i] & RequestsFormat.NO_INTENDED) == 0 ? start[i] : NEVER,
                    dispatched[i],
                    sent[i],
                    firstByte[i],
                    end));
        }
    }
}
