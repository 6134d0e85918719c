package dev.plimsoll.scenarios.load.engine;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import java.time.Duration;
import java.util.List;

/**
 * Where the requests of one series go.
 *
 * @param series index of the series
 * @param entry way in
 * @param requests bodies, taken in turn
 * @param timeout of a request, from its dispatch
 * @param transport what carries them
 * @param tally what counts and records them
 */
public record Lane(
        int series, Entry entry, List<PreparedRequest> requests, Duration timeout, Transport transport, Tally tally) {
    /** The body of the request with that number. */
    public PreparedRequest request(long number) {
        return requests.get((int) (number % requests.size()));
    }
}
