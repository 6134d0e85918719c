package dev.plimsoll.reports.slo.lint;

import dev.plimsoll.reports.slo.dialect.Dialect;
import dev.plimsoll.reports.slo.dialect.LatencyUnit;
import dev.plimsoll.reports.slo.dialect.RequestMetrics;
import dev.plimsoll.reports.slo.dialect.Scrape;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bounds of histograms: of the scrape, else of a dialect that knows the metric. */
record Histograms(@Nullable Scrape scrape) {
    /**
     * A histogram.
     *
     * @param bounds finite bounds as exposed, ascending
     * @param unit its unit
     */
    record Known(List<String> bounds, LatencyUnit unit) {
        double last() {
            return Double.parseDouble(bounds.getLast());
        }

        /** The bound of a value, as exposed. */
        Optional<String> at(double value) {
            return bounds.stream()
                    .filter(b -> Math.abs(Double.parseDouble(b) - value) <= 1e-9 * Math.abs(value))
                    .findFirst();
        }

        /** The bounds around a value, in words. */
        String around(double value) {
            Optional<String> below = bounds.reversed().stream()
                    .filter(b -> Double.parseDouble(b) < value)
                    .findFirst();
            Optional<String> above =
                    bounds.stream().filter(b -> Double.parseDouble(b) > value).findFirst();
            return below.map(b -> b + above.map(a -> " and " + a).orElse("")).orElseGet(() -> above.orElse("none"));
        }
    }

    Optional<Known> of(String bucketMetric) {
        if (!bucketMetric.endsWith("_bucket")) {
            return Optional.empty();
        }
        String base = bucketMetric.substring(0, bucketMetric.length() - "_bucket".length());
        LatencyUnit byName =
                base.endsWith("milliseconds") || base.endsWith("_ms") ? LatencyUnit.MILLISECONDS : LatencyUnit.SECONDS;
        Optional<RequestMetrics> known = Dialect.all().stream()
                .flatMap(d -> d.requests().stream())
                .filter(r -> r.histogram().equals(base))
                .findFirst();
        if (scrape != null && scrape.has(bucketMetric)) {
            List<String> bounds = scrape.values(bucketMetric, "le").stream()
                    .filter(le -> !le.equals("+Inf"))
                    .sorted(Comparator.comparingDouble(Double::parseDouble))
                    .toList();
            if (!bounds.isEmpty()) {
                return Optional.of(
                        new Known(bounds, known.map(RequestMetrics::unit).orElse(byName)));
            }
        }
        return known.map(r -> new Known(r.buckets(), r.unit()));
    }
}
