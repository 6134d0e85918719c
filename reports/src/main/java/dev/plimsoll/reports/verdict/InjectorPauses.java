package dev.plimsoll.reports.verdict;

import dev.plimsoll.reports.record.TimelineEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** When the injector stood still: disjoint stretches of time, in order. */
final class InjectorPauses {
    private final long[] starts;
    private final long[] ends;
    /** Length of all pauses before each. */
    private final long[] before;

    private InjectorPauses(long[] starts, long[] ends) {
        this.starts = starts;
        this.ends = ends;
        before = new long[starts.length];
        for (int i = 1; i < starts.length; i++) {
            before[i] = before[i - 1] + ends[i - 1] - starts[i - 1];
        }
    }

    static InjectorPauses of(List<TimelineEvent> timeline) {
        List<TimelineEvent.Pause> pauses = new ArrayList<>();
        for (TimelineEvent event : timeline) {
            if (event instanceof TimelineEvent.Pause pause
                    && pause.who() == TimelineEvent.Pause.Who.INJECTOR
                    && pause.durationNanos() > 0) {
                pauses.add(pause);
            }
        }
        pauses.sort(Comparator.comparingLong(TimelineEvent.Pause::atNanos));
        long[] starts = new long[pauses.size()];
        long[] ends = new long[pauses.size()];
        int count = 0;
        for (TimelineEvent.Pause pause : pauses) {
            long end = pause.atNanos() + pause.durationNanos();
            if (count > 0 && pause.atNanos() <= ends[count - 1]) {
                ends[count - 1] = Math.max(ends[count - 1], end);
            } else {
                starts[count] = pause.atNanos();
                ends[count] = end;
                count++;
            }
        }
        return new InjectorPauses(Arrays.copyOf(starts, count), Arrays.copyOf(ends, count));
    }

    int count() {
        return starts.length;
    }

    long totalNanos() {
        return starts.length == 0 ? 0 : until(Long.MAX_VALUE);
    }

    /** How much of {@code from} to {@code to} was pause. */
    long overlapNanos(long from, long to) {
        return starts.length == 0 || to <= from ? 0 : until(to) - until(from);
    }

    boolean contain(long instant) {
        int i = lastStartingAtOrBefore(instant);
        return i >= 0 && instant < ends[i];
    }

    private long until(long instant) {
        int i = lastStartingAtOrBefore(instant);
        return i < 0 ? 0 : before[i] + Math.min(instant, ends[i]) - starts[i];
    }

    private int lastStartingAtOrBefore(long instant) {
        int found = Arrays.binarySearch(starts, instant);
        return found >= 0 ? found : -found - 2;
    }
}
