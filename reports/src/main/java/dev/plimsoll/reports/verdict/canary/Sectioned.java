package dev.plimsoll.reports.verdict.canary;

import dev.plimsoll.reports.stats.Sections;
import dev.plimsoll.reports.stats.ShareDifference;
import java.util.Arrays;

/** The requests of one arm, cut in time into sections. */
final class Sectioned {
    private final Traffic traffic;
    private final int[] requests;
    private final int[] ends;

    /**
     * Cuts the arm.
     *
     * @param requests indices of the arm's requests, in order of sending
     * @param ends for each section, how many of the requests lie in it or before it
     */
    Sectioned(Traffic traffic, int[] requests, int[] ends) {
        this.traffic = traffic;
        this.requests = requests;
        this.ends = ends;
    }

    int count() {
        return requests.length;
    }

    /** Requests of the section that has fewest. */
    int smallest() {
        int smallest = Integer.MAX_VALUE;
        for (int s = 0; s < ends.length; s++) {
            smallest = Math.min(smallest, ends[s] - start(s));
        }
        return smallest;
    }

    /** Requests with a response time in the section that has fewest. */
    int fewestTimed() {
        int fewest = Integer.MAX_VALUE;
        for (int s = 0; s < ends.length; s++) {
            int timed = 0;
            for (int i = start(s); i < ends[s]; i++) {
                timed += traffic.timed(requests[i]) ? 1 : 0;
            }
            fewest = Math.min(fewest, timed);
        }
        return fewest;
    }

    /** Requests and failures of each section, with further failures added to each. */
    ShareDifference.Arm failures(int[] more) {
        int[] draws = new int[ends.length];
        int[] events = new int[ends.length];
        for (int s = 0; s < ends.length; s++) {
            draws[s] = ends[s] - start(s) + more[s];
            events[s] = more[s];
            for (int i = start(s); i < ends[s]; i++) {
                events[s] += traffic.good(requests[i]) ? 0 : 1;
            }
        }
        return new ShareDifference.Arm(draws, events);
    }

    double quantileNanos(double probability) {
        return quantile(0, requests.length, probability);
    }

    double quantileNanos(int section, double probability) {
        return quantile(start(section), ends[section], probability);
    }

    private int start(int section) {
        return section == 0 ? 0 : ends[section - 1];
    }

    private double quantile(int from, int to, double probability) {
        long[] nanos = new long[to - from];
        int count = 0;
        for (int i = from; i < to; i++) {
            if (traffic.timed(requests[i])) {
                nanos[count++] = Math.max(1, traffic.responseNanos(requests[i]));
            }
        }
        Arrays.sort(nanos, 0, count);
        return Sections.quantile(Arrays.copyOf(nanos, count), probability);
    }
}
