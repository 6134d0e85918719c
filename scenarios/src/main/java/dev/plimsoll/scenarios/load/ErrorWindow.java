package dev.plimsoll.scenarios.load;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Applies an {@link AbortGuard} to counts that are read once a second. */
final class ErrorWindow {
    private final AbortGuard guard;
    private final ArrayDeque<Ended> readings = new ArrayDeque<>();

    private record Ended(long ok, long errors) {}

    ErrorWindow(AbortGuard guard) {
        this.guard = guard;
        readings.add(new Ended(0, 0));
    }

    /** Takes the counts since the load's start; says why to stop, or null. */
    @Nullable
    String reasonToStop(long ok, long errors) {
        readings.addLast(new Ended(ok, errors));
        while (readings.size() > guard.window().toSeconds() + 1) {
            readings.removeFirst();
        }
        Ended oldest = readings.getFirst();
        long failed = errors - oldest.errors();
        long ended = failed + ok - oldest.ok();
        if (ended < guard.leastRequests() || failed <= guard.errorShare() * ended) {
            return null;
        }
        return "the abort guard stopped the load: " + failed + " of " + ended + " requests failed within "
                + (readings.size() - 1) + " s, more than the allowed share of " + guard.errorShare();
    }
}
