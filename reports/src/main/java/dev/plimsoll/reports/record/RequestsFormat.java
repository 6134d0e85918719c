package dev.plimsoll.reports.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The file {@code requests}, version 1. Numbers are big-endian; {@code varint} is LEB128, {@code zigzag} a varint of
 * {@code (v << 1) ^ (v >> 63)}.
 *
 * <pre>
 * file   = "PLIMSREQ" int32(version) block* end
 * block  = int32(length of payload) int32(count, 1 to 4096) int32(crc) payload
 * end    = int32(length of payload) int32(0)                int32(crc) varint(requests in the file) varint(requests beyond its limit)
 * crc    = CRC32C of length, count and payload
 * payload of a block = zlib stream of the columns below; its rows are sorted by start, which is the intended start or,
 *          where that is unknown, the dispatch
 *   flags      a byte a row: 1 series, revision, outcome and status as in the row before; 2 id is one more than in the row
 *              before; 4 intended start unknown; 8 never sent; 16 no first byte
 *   attributes of each row without flag 1: varint(series) varint(revision) byte(outcome) zigzag(status)
 *   id         of each row without flag 2: zigzag(id - id of the row before - 1)
 *   start      first row: zigzag(start); others: varint(start - start of the row before)
 *   dispatched of each row without flag 4: zigzag(dispatched - intended)
 *   sent       of each row without flag 8: zigzag(sent - dispatched)
 *   first byte of each row without flag 16: zigzag(first byte - (sent or dispatched))
 *   end        zigzag(end - (first byte or sent or dispatched))
 * </pre>
 *
 * Before the first row of a block all attributes are 0 and the id is -1. A file without its end was not closed; its
 * blocks up to the first damage count.
 */
final class RequestsFormat {
    static final byte[] MAGIC = {'P', 'L', 'I', 'M', 'S', 'R', 'E', 'Q'};
    static final int VERSION = 1;
    static final int FILE_HEADER_BYTES = MAGIC.length + 4;
    static final int BLOCK_HEADER_BYTES = 12;
    /** Rows of a block; their numbers fit into {@link #ROW_BITS}. */
    static final int BLOCK_ROWS = 4096;

    static final int ROW_BITS = 12;
    /** No row takes more: flags, attributes and seven numbers of at most ten bytes. */
    static final int MAX_ROW_BYTES = 90;

    static final int SAME_ATTRIBUTES = 1;
    static final int NEXT_ID = 2;
    static final int NO_INTENDED = 4;
    static final int NO_SENT = 8;
    static final int NO_FIRST_BYTE = 16;

    private RequestsFormat() {}

    static int checksum(int length, int count, ByteBuffer payload) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(8).putInt(length).putInt(count).flip());
        crc.update(payload.duplicate());
        return (int) crc.getValue();
    }

    static void putVarint(ByteBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    static void putZigzag(ByteBuffer out, long value) {
        putVarint(out, (value << 1) ^ (value >> 63));
    }

    static long getVarint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than ten bytes");
    }

    static long getZigzag(ByteBuffer in) {
        long value = getVarint(in);
        return (value >>> 1) ^ -(value & 1);
    }
}
