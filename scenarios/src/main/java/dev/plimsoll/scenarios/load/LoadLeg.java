package dev.plimsoll.scenarios.load;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import java.time.Duration;
import java.util.List;

/**
 * One open workload: what is sent where, and when.
 *
 * @param series index of the series its requests are recorded under
 * @param entry where it is sent
 * @param requests bodies, taken in turn by the number of the arrival
 * @param schedule when
 * @param start start of the schedule, counted from the start of the load
 * @param timeout after which a request is given up, counted from its dispatch
 */
public record LoadLeg(
        int series,
        Entry entry,
        List<PreparedRequest> requests,
        ArrivalSchedule schedule,
        Duration start,
        Duration timeout) {}
