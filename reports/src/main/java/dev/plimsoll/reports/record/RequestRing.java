package dev.plimsoll.reports.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A bounded queue of requests in primitive columns: many threads put, one takes. Neither waits, neither allocates.
 *
 * <p>Source: D. Vyukov's bounded queue, with the taker's side reduced to one thread. Slot {@code i} may be filled for the
 * position {@code p} when its turn is {@code p}, and taken when its turn is {@code p + 1}.
 */
final class RequestRing {
    private static final VarHandle TURN = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle NEXT;

    static {
        try {
            NEXT = MethodHandles.lookup().findVarHandle(RequestRing.class, "next", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Takes what {@link #drain} finds. */
    interface Taker {
        void take(
                long id,
                int series,
                int revision,
                int outcome,
                int status,
                long intended,
                long dispatched,
                long sent,
                long firstByte,
                long end);
    }

    private static final int LONGS = 8;

    private final int mask;
    private final long[] turn;
    private final long[] slots;

    @SuppressWarnings("UnusedVariable") // through NEXT
    private volatile long next;

    private long taken;

    /**
     * Makes an empty queue.
     *
     * @param capacity a power of two
     */
    RequestRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("not a power of two: " + capacity);
        }
        mask = capacity - 1;
        turn = new long[capacity];
        slots = new long[capacity * LONGS];
        for (int i = 0; i < capacity; i++) {
            turn[i] = i;
        }
    }

    /** Puts a request, or returns false where the queue is full. */
    boolean offer(
            long id,
            int series,
            int revision,
            int outcome,
            int status,
            long intended,
            long dispatched,
            long sent,
            long firstByte,
            long end) {
        long position = (long) NEXT.getVolatile(this);
        while (true) {
            int index = (int) position & mask;
            long difference = (long) TURN.getAcquire(turn, index) - position;
            if (difference < 0) {
                return false;
            }
            if (difference == 0 && NEXT.compareAndSet(this, position, position + 1)) {
                int slot = index * LONGS;
                slots[slot] = id;
                slots[slot + 1] = ((long) series << 32) | revision;
                slots[slot + 2] = ((long) outcome << 32) | (status & 0xFFFF_FFFFL);
                slots[slot + 3] = intended;
                slots[slot + 4] = dispatched;
                slots[slot + 5] = sent;
                slots[slot + 6] = firstByte;
                slots[slot + 7] = end;
                TURN.setRelease(turn, index, position + 1);
                return true;
            }
            position = (long) NEXT.getVolatile(this);
        }
    }

    /** Takes all that is there; for one thread. */
    int drain(Taker taker) {
        int count = 0;
        while (true) {
            int index = (int) taken & mask;
            if ((long) TURN.getAcquire(turn, index) != taken + 1) {
                return count;
            }
            int slot = index * LONGS;
            taker.take(
                    slots[slot],
                    (int) (slots[slot + 1] >> 32),
                    (int) slots[slot + 1],
                    (int) (slots[slot + 2] >> 32),
                    (int) slots[slot + 2],
                    slots[slot + 3],
                    slots[slot + 4],
                    slots[slot + 5],
                    slots[slot + 6],
                    slots[slot + 7]);
            TURN.setRelease(turn, index, taken + mask + 1);
            taken++;
            count++;
        }
    }
}
