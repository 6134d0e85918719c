package dev.plimsoll.scenarios.load;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RunDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a load ended. The outcomes' counts add up to {@code scheduled}: no request is unaccounted for.
 *
 * @param startNanos start of the load, in nanoseconds since the run's epoch
 * @param endNanos when the last request had ended
 * @param scheduled requests of all legs
 * @param outcomes how many ended how; an outcome that did not occur is left out
 * @param legs the legs as the run's description wants them, in their order
 * @param revisions names of the revisions that answered in this run so far, by index; the first is {@code unknown}
 * @param partial why not all was sent, or null
 */
public record LoadResult(
        long startNanos,
        long endNanos,
        long scheduled,
        Map<Outcome, Long> outcomes,
        List<RunDescription.Leg> legs,
        List<String> revisions,
        @Nullable String partial) {
    public long ok() {
        return outcomes.getOrDefault(Outcome.OK, 0L);
    }

    public long unsent() {
        return outcomes.getOrDefault(Outcome.UNSENT, 0L);
    }

    /** Requests that were sent and failed. */
    public long errors() {
        return scheduled - ok() - unsent();
    }
}
