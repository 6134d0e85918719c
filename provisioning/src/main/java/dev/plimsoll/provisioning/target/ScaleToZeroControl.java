package dev.plimsoll.provisioning.target;

import dev.plimsoll.provisioning.embedded.DataPlaneEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a target shows of a service that is scaled, so that cold starts can be proved and explained. */
public interface ScaleToZeroControl {
    /** Why the service will never be without replicas, for the user; empty where it can be. */
    Optional<String> obstacle();

    /** Settings that decide over its scale, by their names. */
    Map<String, String> settings();

    /**
     * Waits until there was no replica, those that are being ended included, and no request, for a time without a break.
     *
     * @param still for how long, as far as that can be seen by asking
     * @param patience how long to wait at most
     * @return when it was last seen so, by {@link System#nanoTime()} of this process; empty if it was not
     * @throws TargetException if the target no longer answers
     */
    OptionalLong waitForZero(Duration still, Duration patience) throws TargetException, InterruptedException;

    /**
     * Replicas that exist, those that start and those that are being ended included.
     *
     * @throws TargetException if the target no longer answers
     */
    int replicas() throws TargetException;

    /**
     * What happened after the event of that number, oldest first; monotonic times are by {@link System#nanoTime()} of this
     * process.
     *
     * @throws TargetException if the target no longer answers
     */
    List<DataPlaneEvent.Logged> eventsAfter(long number) throws TargetException;
}
