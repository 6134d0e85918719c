package dev.plimsoll.provisioning.embedded;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The last events of the data plane. */
final class EventLog {
    static final int KEPT = 100_000;

    private final LongSupplier nanoTime;
    private final long epochNanos;
    private final long startNanos;
    private final int kept;
    private final ArrayDeque<DataPlaneEvent.Logged> events = new ArrayDeque<>();
    private long last;

    /**
     * @param clock read once, to give monotonic times a date
     * @param nanoTime monotonic
     * @param kept more than these, and the oldest are forgotten
     */
    EventLog(Clock clock, LongSupplier nanoTime, int kept) {
        this.nanoTime = nanoTime;
        this.kept = kept;
        Instant now = clock.instant();
        this.epochNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
        this.startNanos = nanoTime.getAsLong();
    }

    synchronized void add(String revision, DataPlaneEvent event) {
        long now = nanoTime.getAsLong();
        if (events.size() == kept) {
            events.removeFirst();
        }
        events.addLast(new DataPlaneEvent.Logged(++last, revision, epochNanos + now - startNanos, now, event));
    }

    /** Events with a higher number, oldest first; the first one's number tells whether some in between are forgotten. */
    synchronized List<DataPlaneEvent.Logged> after(long number) {
        List<DataPlaneEvent.Logged> later = new ArrayList<>();
        var newestFirst = events.descendingIterator();
        while (newestFirst.hasNext()) {
            DataPlaneEvent.Logged event = newestFirst.next();
            if (event.number() <= number) {
                break;
            }
            later.add(event);
        }
        return later.reversed();
    }
}
