package dev.plimsoll.reports.verdict;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.Series;
import dev.plimsoll.reports.slo.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The requests that an objective is held against: one scenario, one protocol and one way in.
 *
 * @param scenario its name
 * @param name what to show, for example {@code v1-rest}
 * @param series indices of its series
 * @param rows indices into the log, of all its requests that were sent
 * @param unsent indices of its requests that were never sent
 * @param scheduled how many its schedules have
 * @param lengthNanos time its schedules cover, together
 * @param fromNanos first start of any of its requests
 * @param toNanos last start
 * @param intendedKnown whether the intended start of all of them is known
 * @param timeoutNanos time-outs by series
 */
record Population(
        String scenario,
        String name,
        List<Integer> series,
        Rows rows,
        Rows unsent,
        long scheduled,
        long lengthNanos,
        long fromNanos,
        long toNanos,
        boolean intendedKnown,
        Map<Integer, Long> timeoutNanos) {

    /** Indices into a log, without boxes. */
    static final class Rows {
        private int[] rows = new int[256];
        private int size;

        void add(int row) {
            if (size == rows.length) {
                rows = Arrays.copyOf(rows, size * 2);
            }
            rows[size++] = row;
        }

        int size() {
            return size;
        }

        int get(int i) {
            return rows[i];
        }
    }

    /** The measured series that a selector selects, by scenario, protocol and way in, in the order of their first index. */
    static List<Population> of(RunRecord run, Selector selector) {
        Map<List<String>, List<Series>> groups = new LinkedHashMap<>();
        Map<List<String>, TreeSet<String>> entries = new HashMap<>();
        for (Series series : run.description().series()) {
            if (series.measured() && selector.selects(series)) {
                groups.computeIfAbsent(
                                List.of(series.scenario(), series.protocol(), series.entry()), _ -> new ArrayList<>())
                        .add(series);
                entries.computeIfAbsent(List.of(series.scenario(), series.protocol()), _ -> new TreeSet<>())
                        .add(series.entry());
            }
        }
        List<Population> populations = new ArrayList<>();
        groups.forEach((key, series) -> {
            boolean oneEntry =
                    entries.getOrDefault(key.subList(0, 2), new TreeSet<>()).size() < 2;
            String name = oneEntry ? key.get(1) : key.get(1) + " via " + key.get(2);
            populations.add(of(run, key.getFirst(), name, series));
        });
        return populations;
    }

    private static Population of(RunRecord run, String scenario, String name, List<Series> series) {
        List<Integer> indices = series.stream().map(Series::index).toList();
        boolean[] chosen = new boolean[run.description().series().size()];
        indices.forEach(i -> chosen[i] = true);
        RequestLog log = run.requests();
        Rows rows = new Rows();
        Rows unsent = new Rows();
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        boolean known = true;
        for (int i = 0; i < log.size(); i++) {
            if (!chosen[log.series(i)]) {
                continue;
            }
            if (log.outcome(i) == Outcome.UNSENT) {
                unsent.add(i);
                continue;
            }
            rows.add(i);
            known &= log.intendedNanos(i) != RequestSample.NEVER;
            from = Math.min(from, start(log, i));
            to = Math.max(to, start(log, i));
        }
        long scheduled = 0;
        long length = 0;
        Map<Integer, Long> timeouts = new HashMap<>();
        for (RunDescription.ScenarioDescription one : run.description().scenarios()) {
            for (RunDescription.Leg leg : one.legs()) {
                if (leg.series() < chosen.length && chosen[leg.series()]) {
                    scheduled += leg.scheduled();
                    length += leg.toNanos() - leg.fromNanos();
                    known &= leg.intendedKnown();
                    timeouts.merge(leg.series(), leg.timeoutNanos(), Math::min);
                }
            }
        }
        return new Population(
                scenario,
                name,
                indices,
                rows,
                unsent,
                scheduled,
                length > 0 ? length : Math.max(0, to - from),
                from,
                to,
                known,
                timeouts);
    }

    static long start(RequestLog log, int i) {
        return log.intendedNanos(i) == RequestSample.NEVER ? log.dispatchedNanos(i) : log.intendedNanos(i);
    }
}
