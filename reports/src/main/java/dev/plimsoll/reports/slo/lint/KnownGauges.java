package dev.plimsoll.reports.slo.lint;

import dev.plimsoll.reports.slo.dialect.Dialect;
import dev.plimsoll.reports.slo.dialect.ScalingMetrics;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Gauges of every dialect. */
final class KnownGauges {
    static final Set<String> NAMES = Dialect.all().stream()
            .map(Dialect::scaling)
            .filter(Objects::nonNull)
            .flatMap(s -> names(s).stream())
            .collect(Collectors.toUnmodifiableSet());

    private KnownGauges() {}

    private static List<String> names(ScalingMetrics s) {
        return List.of(
                s.desired(), s.requested(), s.ready(), s.notReady(), s.pending(), s.terminating(), s.panicMode());
    }
}
