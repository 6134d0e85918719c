package dev.plimsoll.reports.slo.promql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Series in memory, written in the order of time. Not safe for use by several threads. */
public final class SeriesStore {
    private final Map<Labels, Points> series = new LinkedHashMap<>();
    private final Map<String, List<Points>> byName = new LinkedHashMap<>();

    /**
     * Adds a sample.
     *
     * @param labels the series, with its name
     * @param millis time, later than the series' last
     */
    public void append(Labels labels, long millis, double value) {
        points(labels).append(millis, value, false);
    }

    /** Marks that a series is gone from a time on, as a scrape that no longer has it does. */
    public void stale(Labels labels, long millis) {
        points(labels).append(millis, Double.NaN, true);
    }

    private Points points(Labels labels) {
        Points points = series.get(labels);
        if (points == null) {
            points = new Points(labels);
            series.put(labels, points);
            byName.computeIfAbsent(labels.get(Labels.NAME), _ -> new ArrayList<>())
                    .add(points);
        }
        return points;
    }

    /** Names of all metrics. */
    public Collection<String> names() {
        return byName.keySet();
    }

    List<Points> select(Expr.Selector selector) {
        Collection<Points> candidates =
                selector.name().isEmpty() ? series.values() : byName.getOrDefault(selector.name(), List.of());
        return candidates.stream()
                .filter(p -> selector.matchers().stream().allMatch(m -> m.matches(p.labels.get(m.label()))))
                .toList();
    }

    /**
     * Samples of one series: all of them with their marks of staleness for a look back, and the true ones with the running sum of
     * what counter resets took away, so that a window costs two look-ups whatever its length.
     */
    static final class Points {
        final Labels labels;
        private int size;
        private long[] times = new long[16];
        private int[] kept = new int[16];
        private boolean[] stale = new boolean[16];
        private int keptSize;
        private long[] keptTimes = new long[16];
        private double[] values = new double[16];
        private double[] resets = new double[16];

        private Points(Labels labels) {
            this.labels = labels;
        }

        private void append(long millis, double value, boolean gone) {
            if (size > 0 && millis <= times[size - 1]) {
                throw new IllegalArgumentException(
                        labels + ": a sample at " + millis + " ms after one at " + times[size - 1] + " ms");
            }
            if (size == times.length) {
                times = Arrays.copyOf(times, size * 2);
                kept = Arrays.copyOf(kept, size * 2);
                stale = Arrays.copyOf(stale, size * 2);
            }
            if (!gone) {
                if (keptSize == values.length) {
                    keptTimes = Arrays.copyOf(keptTimes, keptSize * 2);
                    values = Arrays.copyOf(values, keptSize * 2);
                    resets = Arrays.copyOf(resets, keptSize * 2);
                }
                keptTimes[keptSize] = millis;
                values[keptSize] = value;
                resets[keptSize] = keptSize == 0
                        ? 0
                        : resets[keptSize - 1] + (value < values[keptSize - 1] ? values[keptSize - 1] : 0);
                keptSize++;
            }
            times[size] = millis;
            stale[size] = gone;
            kept[size] = keptSize - 1;
            size++;
        }

        /** Index of the newest sample at or before a time that is not stale and not older than {@code oldest}; -1 if none. */
        int newest(long millis, long oldest) {
            int i = upTo(times, size, millis);
            return i < 0 || stale[i] || times[i] < oldest ? -1 : kept[i];
        }

        /** Index of the first true sample at or after a time. */
        int firstFrom(long millis) {
            return upTo(keptTimes, keptSize, millis - 1) + 1;
        }

        /** Index of the last true sample at or before a time; -1 if none. */
        int lastUpTo(long millis) {
            return upTo(keptTimes, keptSize, millis);
        }

        long time(int i) {
            return keptTimes[i];
        }

        double value(int i) {
            return values[i];
        }

        /** What a counter gained from one sample to another, resets made good. */
        double gain(int from, int to) {
            return values[to] - values[from] + (resets[to] - resets[from]);
        }

        private static int upTo(long[] times, int size, long millis) {
            int i = Arrays.binarySearch(times, 0, size, millis);
            return i >= 0 ? i : -i - 2;
        }
    }
}
