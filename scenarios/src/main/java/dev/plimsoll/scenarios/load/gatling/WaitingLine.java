package dev.plimsoll.scenarios.load.gatling;

import dev.plimsoll.reports.record.Outcome;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Lets at most so many calls of one event loop have a connection; the others wait in order of arrival. */
final class WaitingLine {
    private final int limit;
    private final BiConsumer<HttpCall, EventLoop> write;
    private final ArrayDeque<HttpCall> waiting = new ArrayDeque<>();
    private int connected;

    WaitingLine(int limit, BiConsumer<HttpCall, EventLoop> write) {
        this.limit = limit;
        this.write = write;
    }

    void enter(HttpCall call, EventLoop loop) {
        call.on(loop);
        if (connected < limit) {
            connected++;
            write.accept(call, loop);
            return;
        }
        waiting.addLast(call);
        long timeoutNanos = call.exchange().lane().timeout().toNanos();
        call.waits(loop.schedule(() -> giveUp(call), timeoutNanos, TimeUnit.NANOSECONDS));
    }

    private void giveUp(HttpCall call) {
        waiting.remove(call);
        call.exchange().failed(Outcome.TIMED_OUT, -1, "no connection came free within the time-out");
    }

    /** A call that had a connection has ended. */
    void leave(EventLoop loop) {
        connected--;
        HttpCall next = waiting.pollFirst();
        if (next != null) {
            next.waitsNoMore();
            connected++;
            // The client has given the connection back to its pool ahead of telling the call that it ended.
            write.accept(next, loop);
        }
    }
}
