package dev.plimsoll.scenarios.load.engine;

import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestSample;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way. Handed from the event loop that dispatches it to its transport, which stamps it and ends it once;
 * never used by two threads at a time. All times are readings of {@link System#nanoTime()} or {@link RequestSample#NEVER}.
 */
public final class Exchange {
    /** Told when an exchange has ended, on the thread that ended it. */
    @FunctionalInterface
    public interface Ended {
        void ended(Exchange exchange);
    }

    private final Lane lane;
    private final long id;
    private final PreparedRequest request;
    private final long intendedNanos;
    private final Ended ended;

    private long dispatchedNanos = RequestSample.NEVER;
    private long sentNanos = RequestSample.NEVER;
    private long firstByteNanos = RequestSample.NEVER;
    private long endNanos = RequestSample.NEVER;
    private int revision;
    private int status = -1;
    private @Nullable Outcome outcome;

    /**
     * Makes a request of {@code lane}.
     *
     * @param intendedNanos its intended start, or {@link RequestSample#NEVER} where that is unknown
     */
    public Exchange(Lane lane, long id, PreparedRequest request, long intendedNanos, Ended ended) {
        this.lane = lane;
        this.id = id;
        this.request = request;
        this.intendedNanos = intendedNanos;
        this.ended = ended;
    }

    /** Hands it to its lane's transport. */
    public void dispatch(io.netty.channel.EventLoop loop) {
        dispatchedNanos = System.nanoTime();
        lane.tally().dispatched(this);
        lane.transport().send(this, loop);
    }

    public Lane lane() {
        return lane;
    }

    public long id() {
        return id;
    }

    public PreparedRequest request() {
        return request;
    }

    public long intendedNanos() {
        return intendedNanos;
    }

    public long dispatchedNanos() {
        return dispatchedNanos;
    }

    public long sentNanos() {
        return sentNanos;
    }

    public long firstByteNanos() {
        return firstByteNanos;
    }

    public long endNanos() {
        return endNanos;
    }

    public int revision() {
        return revision;
    }

    public int status() {
        return status;
    }

    public boolean hasEnded() {
        return outcome != null;
    }

    /** How it ended; {@link Outcome#UNSENT} before its end. */
    public Outcome outcome() {
        return outcome == null ? Outcome.UNSENT : outcome;
    }

    /** It is written to a connection now. */
    public void sent() {
        if (sentNanos == RequestSample.NEVER) {
            sentNanos = System.nanoTime();
        }
    }

    /** A byte of the answer's body is there now; the first call counts. */
    public void byteReceived() {
        if (firstByteNanos == RequestSample.NEVER) {
            firstByteNanos = System.nanoTime();
        }
    }

    /** The answer named the revision that made it. */
    public void answeredBy(@Nullable String revisionName) {
        if (revisionName != null) {
            revision = lane.tally().revisions().numberOf(revisionName);
        }
    }

    /** The answer is complete: judges it by {@code outcome} and, where that is good, by its content. */
    public void answered(Outcome byStatus, int answerStatus, byte[] body) {
        long now = System.nanoTime();
        String problem = null;
        Outcome judged = byStatus;
        if (byStatus == Outcome.OK) {
            problem = problemOf(body);
            judged = problem == null ? Outcome.OK : Outcome.WRONG_ANSWER;
        }
        status = answerStatus;
        end(now, judged, judged == Outcome.OK ? null : problem != null ? problem : ErrorText.ofBody(body));
    }

    // A check that cannot cope with an answer says as much as one that finds it wrong, and must not lose the request.
    private @Nullable String problemOf(byte[] body) {
        try {
            return request.check().problem(lane.entry().protocol(), body);
        } catch (RuntimeException e) {
            return "the answer cannot be checked: " + e.getMessage();
        }
    }

    /** It ended without a complete answer. */
    public void failed(Outcome how, int answerStatus, String message) {
        status = answerStatus;
        end(System.nanoTime(), how, message);
    }

    private void end(long now, Outcome how, @Nullable String message) {
        if (outcome != null) {
            return;
        }
        endNanos = now;
        outcome = how;
        try {
            lane.tally().ended(this, message);
        } finally {
            ended.ended(this);
        }
    }
}
