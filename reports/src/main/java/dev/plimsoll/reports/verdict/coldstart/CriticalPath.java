package dev.plimsoll.reports.verdict.coldstart;

import dev.plimsoll.reports.record.ColdStartDetail.Phase;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFacts.Piece;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a client waited for, found from the end: of the phases that had begun by then, the one that ended last was waited for
 * back to its own begin, and so on from there. Where none was at work, the time is unattributed. A phase that was not over at
 * the end, such as a readiness that came after the first byte, was not waited for and is not on the path.
 */
final class CriticalPath {
    private CriticalPath() {}

    /** The pieces between two instants, by time, without overlap. */
    static List<Piece> of(List<Phase> phases, long fromNanos, long toNanos) {
        List<Phase> over =
                phases.stream().filter(phase -> phase.toNanos() <= toNanos).toList();
        List<Piece> pieces = new ArrayList<>();
        long at = toNanos;
        while (at > fromNanos) {
            Optional<Phase> awaited = awaited(over, at);
            if (awaited.isEmpty() || Math.min(awaited.get().toNanos(), at) <= fromNanos) {
                break;
            }
            Phase phase = awaited.get();
            long begin = Math.max(phase.fromNanos(), fromNanos);
            pieces.add(new Piece(phase.name(), begin, Math.min(phase.toNanos(), at)));
            at = begin;
        }
        return List.copyOf(pieces.reversed());
    }

    /**
     * Of several at work, the one that was done first was the one waited for: the others were not done yet and did not
     * matter. Of several done at once, the one that began last.
     */
    private static Optional<Phase> awaited(List<Phase> phases, long at) {
        return phases.stream()
                .filter(phase -> phase.fromNanos() < at && phase.toNanos() > phase.fromNanos())
                .max(Comparator.<Phase>comparingLong(phase -> Math.min(phase.toNanos(), at))
                        .thenComparing(Comparator.comparingLong(Phase::toNanos).reversed())
                        .thenComparingLong(Phase::fromNanos));
    }
}
