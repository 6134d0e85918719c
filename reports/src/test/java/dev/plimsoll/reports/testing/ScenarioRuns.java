package dev.plimsoll.reports.testing;

import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.ScenarioDetail;
import dev.plimsoll.reports.record.Series;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Makes a {@link RunRecord} with one scenario of one measured series around a detail. */
public final class ScenarioRuns {
    private ScenarioRuns() {}

    /** A run of the scenario {@code name}, whose requests are all of series 0. */
    public static RunRecord of(String name, ScenarioDetail detail, List<RequestSample> requests) {
        long end = requests.stream().mapToLong(RequestSample::endNanos).max().orElse(1);
        RunDescription.Leg leg = new RunDescription.Leg(
                0, "as made up", requests.size(), 0, end, 10_000_000_000L, "one connection a request", true);
        RunDescription description = new RunDescription(
                RunDescription.SCHEMA,
                "0.1.0-test",
                "iris",
                Instant.parse("2026-11-24T09:00:00Z"),
                end,
                null,
                1,
                new RunDescription.TargetDescription("embedded", "http://127.0.0.1:8080", "sklearn-iris", Map.of()),
                List.of(new RunDescription.ScenarioDescription(name, name, List.of(leg), detail)),
                List.of(new Series(0, name, "gateway", "v2-rest", "measured", true)),
                List.of("unknown", "iris-00001", "iris-00002"),
                new RunDescription.InjectorDescription(null, Map.of()),
                Map.of(),
                List.of());
        return new RunRecord(description, RequestLog.of(requests), List.of(), "", "");
    }
}
