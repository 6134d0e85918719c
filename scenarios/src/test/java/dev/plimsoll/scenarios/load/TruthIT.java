package dev.plimsoll.scenarios.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.scenarios.load.ScriptedServer.Act;
import dev.plimsoll.scenarios.load.engine.Revisions;
import dev.plimsoll.scenarios.load.engine.Tally;
import dev.plimsoll.scenarios.load.gatling.LoadEngine;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A server that freezes: what users wait is seen from the intended start, and is not seen from the moment of sending. */
class TruthIT {
    private static final long PERIOD_NANOS = 1_000_000_000L;
    private static final long FREEZE_NANOS = 400_000_000L;
    private static final double RATE = 100;
    private static final int PERIODS = 4;
    /** Between the server's write and the client's read the machine may do other things; the planted delays are far above it. */
    private static final double TOLERANCE_MILLIS = 60;

    /**
     * In every period the server stands still for 0.4 s, so 40 % of the requests wait, up to 0.4 s. The truth is the server's:
     * from the intended start to its answer. A client with two connections sends two of those requests and holds the others
     * back: from the moment of sending, all but a few are fast.
     */
    @Test
    void aFreezeIsSeenInResponseTimesAndHiddenInServiceTimes() {
        long zero = System.nanoTime() + 2 * PERIOD_NANOS;
        Samples samples = new Samples();
        Tally tally = new Tally(samples, zero, 1, new Revisions(), error -> {});
        List<ScriptedServer.Seen> seen;
        try (ScriptedServer server = new ScriptedServer(number -> {
                    long inPeriod = Math.floorMod(System.nanoTime() - zero, PERIOD_NANOS);
                    if (inPeriod < FREEZE_NANOS) {
                        Thread.sleep(Duration.ofNanos(FREEZE_NANOS - inPeriod));
                    }
                    return Act.ok();
                });
                LoadEngine engine = new LoadEngine("test-", 1)) {
            LoadLeg leg = Injectors.leg(
                    server.address(), new ArrivalSchedule.Constant(RATE, Duration.ofNanos(PERIODS * PERIOD_NANOS)));
            LoadLeg narrow = new LoadLeg(
                    0,
                    leg.entry(),
                    leg.requests(),
                    leg.schedule(),
                    Duration.ZERO,
                    leg.timeout(),
                    Connections.defaults().withMax(2));
            engine.run(List.of(narrow), zero - System.nanoTime(), 1, tally, legs -> {});
            seen = server.seen();
        }

        assertThat(samples.count(Outcome.OK)).isEqualTo(400);
        Map<String, Long> answered = seen.stream()
                .collect(Collectors.toMap(
                        request -> request.headers().getOrDefault("x-request-id", ""),
                        request -> request.writtenNanos() - zero));
        ToLongFunction<RequestSample> truth =
                sample -> Objects.requireNonNull(answered.get("test-" + sample.id())) - sample.intendedNanos();
        assertThat(quantileMillis(samples, 0.95, truth)).as("what was planted").isGreaterThan(300);
        for (double quantile : new double[] {0.5, 0.8, 0.9, 0.95, 0.99}) {
            assertThat(quantileMillis(samples, quantile, RequestSample::responseNanos))
                    .as("quantile " + quantile)
                    .isCloseTo(quantileMillis(samples, quantile, truth), within(TOLERANCE_MILLIS));
        }
        assertThat(quantileMillis(samples, 0.9, RequestSample::serviceNanos))
                .as("what a tool says that counts from the moment of sending")
                .isLessThan(quantileMillis(samples, 0.9, truth) / 2);
        assertThat(quantileMillis(samples, 0.9, RequestSample::latenessNanos))
                .as("waiting for the target's connections is not lateness")
                .isLessThan(quantileMillis(samples, 0.9, truth) / 2);
    }

    private static double quantileMillis(Samples samples, double quantile, ToLongFunction<RequestSample> time) {
        List<RequestSample> sorted =
                samples.all().stream().sorted(Comparator.comparingLong(time)).toList();
        return time.applyAsLong(sorted.get((int) Math.ceil(quantile * sorted.size()) - 1)) / 1e6;
    }
}
