package dev.plimsoll.reports.testing;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.Series;
import dev.plimsoll.reports.record.TimelineEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link RunRecord}s of made-up runs; the same settings and seed give the same record.
 *
 * <pre><code>
 * RunRecord run = RunRecords.healthy();
 * RunRecord own = RunRecords.builder().rate(500).duration(Duration.ofSeconds(60)).failures(0.02).build();
 * </code></pre>
 *
 * <p>Each run has one scenario, {@code steady}, with a warm-up and a measured series for each protocol.
 */
public final class RunRecords {
    /** An SLO file with a latency and an availability objective, both for all scenarios and protocols. */
    public static final String SLO = """
            apiVersion: openslo/v1
            kind: SLO
            metadata:
              name: iris-latency
              displayName: Answers come soon
            spec:
              service: iris
              indicator:
                metadata:
                  name: iris-response-time
                spec:
                  thresholdMetric:
                    metricSource:
                      type: plimsoll
                      spec:
                        measure: responseTime
                        unit: ms
              timeWindow:
                - duration: 28d
                  isRolling: true
              budgetingMethod: Occurrences
              objectives:
                - displayName: p99 <= 100 ms
                  op: lte
                  value: 100
                  target: 0.99
            ---
            apiVersion: openslo/v1
            kind: SLO
            metadata:
              name: iris-availability
              displayName: Answers come
            spec:
              service: iris
              indicator:
                metadata:
                  name: iris-success
                spec:
                  ratioMetric:
                    counter: true
                    good:
                      metricSource:
                        type: plimsoll
                        spec:
                          measure: requests
                          outcome: ok
                    total:
                      metricSource:
                        type: plimsoll
                        spec:
                          measure: requests
              timeWindow:
                - duration: 28d
                  isRolling: true
              budgetingMethod: Occurrences
              objectives:
                - displayName: availability
                  target: 0.99
            """;

    private RunRecords() {}

    public static Builder builder() {
        return new Builder();
    }

    /** 200 requests a second for 60 s over three protocols, a median of 5 ms, no failure. */
    public static RunRecord healthy() {
        return builder().build();
    }

    /** As {@link #healthy}, but 4 % of the requests fail, in every way there is. */
    public static RunRecord failing() {
        return builder().failures(0.04).build();
    }

    /** Scaled from zero: every request of the first 8 s waits until the first replica answers at 8 s. */
    public static RunRecord coldStart() {
        return builder().coldStart(Duration.ofSeconds(8)).build();
    }

    /** The injector stands still for 3 s; the target is healthy. */
    public static RunRecord injectorStall() {
        return builder()
                .injectorPause(Duration.ofSeconds(20), Duration.ofSeconds(3))
                .build();
    }

    /** Killed at half of its length. */
    public static RunRecord partial() {
        return builder()
                .killedAt(Duration.ofSeconds(30), "the injector was killed")
                .build();
    }

    /** Settings of a made-up run. */
    public static final class Builder {
        private long seed = 1;
        private double rate = 200;
        private Duration duration = Duration.ofSeconds(60);
        private Duration warmUp = Duration.ofSeconds(2);
        private List<String> protocols = List.of("v1-rest", "v2-rest", "v2-grpc");
        private double medianServiceMillis = 5;
        private double sigma = 0.4;
        private double failures;
        private double meanBurstSeconds;
        private double slowShare;
        private Duration slowBy = Duration.ofMillis(400);
        private Duration coldStart = Duration.ZERO;
        private @Nullable Duration pauseAt;
        private Duration pauseFor = Duration.ZERO;
        private @Nullable Duration killedAt;
        private @Nullable String partial;
        private boolean intendedKnown = true;
        private double unsent;
        private String slo = SLO;

        private Builder() {}

        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        /** Arrivals a second for each protocol; Poisson. */
        public Builder rate(double perSecond) {
            rate = perSecond;
            return this;
        }

        /** Length of the measured part. */
        public Builder duration(Duration newDuration) {
            duration = newDuration;
            return this;
        }

        public Builder warmUp(Duration newWarmUp) {
            warmUp = newWarmUp;
            return this;
        }

        public Builder protocols(List<String> labels) {
            protocols = List.copyOf(labels);
            return this;
        }

        /** Service times are log-normal with this median and shape. */
        public Builder serviceTime(double medianMillis, double newSigma) {
            medianServiceMillis = medianMillis;
            sigma = newSigma;
            return this;
        }

        /** Share of measured requests that fail, independently of one another. */
        public Builder failures(double share) {
            failures = share;
            return this;
        }

        /** As {@link #failures}, but every request inside an exponential burst fails, and none outside. */
        public Builder failuresInBursts(double share, Duration meanBurst) {
            failures = share;
            meanBurstSeconds = meanBurst.toNanos() / 1e9;
            return this;
        }

        /** Share of measured requests that take {@code by} longer. */
        public Builder slow(double share, Duration by) {
            slowShare = share;
            slowBy = by;
            return this;
        }

        /** No replica answers until this long after the start of the measured part. */
        public Builder coldStart(Duration until) {
            coldStart = until;
            return this;
        }

        /** The injector neither sends nor reads for {@code length}, from {@code at} after the start of the measured part. */
        public Builder injectorPause(Duration at, Duration length) {
            pauseAt = at;
            pauseFor = length;
            return this;
        }

        /** The run ends at {@code at} after the start of the measured part: what has not ended by then is lost. */
        public Builder killedAt(Duration at, String why) {
            killedAt = at;
            partial = why;
            return this;
        }

        /** The record says that intended starts are unknown. */
        public Builder intendedUnknown() {
            intendedKnown = false;
            return this;
        }

        /** Share of measured requests that the injector never sends. */
        public Builder unsent(double share) {
            unsent = share;
            return this;
        }

        /** Text of {@code slo.yaml}; {@link #SLO} unless set. */
        public Builder slo(String yaml) {
            slo = yaml;
            return this;
        }

        public RunRecord build() {
            SplittableRandom random = new SplittableRandom(seed);
            List<Series> series = new ArrayList<>();
            List<RunDescription.Leg> legs = new ArrayList<>();
            List<RequestSample> samples = new ArrayList<>();
            long measuredFrom = warmUp.toNanos();
            long measuredTo = measuredFrom + duration.toNanos();
            for (String protocol : protocols) {
                Series warm = new Series(series.size(), "steady", "gateway", protocol, "warm-up", false);
                series.add(warm);
                leg(warm, 0, measuredFrom, random, legs, samples);
                Series measured = new Series(series.size(), "steady", "gateway", protocol, "steady", true);
                series.add(measured);
                leg(measured, measuredFrom, measuredTo, random, legs, samples);
            }
            long end = samples.stream().mapToLong(RequestSample::endNanos).max().orElse(measuredTo);
            if (killedAt != null) {
                long killed = measuredFrom + killedAt.toNanos();
                samples.removeIf(s -> s.endNanos() > killed);
                end = killed;
            }
            samples.sort(Comparator.comparingLong(RequestSample::endNanos));
            RunDescription description = new RunDescription(
                    RunDescription.SCHEMA,
                    "0.1.0-test",
                    "iris",
                    Instant.parse("2026-11-24T09:00:00Z"),
                    end,
                    partial,
                    seed,
                    new RunDescription.TargetDescription(
                            "embedded",
                            "http://127.0.0.1:8080",
                            "sklearn-iris",
                            Map.of("server", "plimsoll-embedded", "containerConcurrency", "0")),
                    List.of(new RunDescription.ScenarioDescription("steady", "steady", legs)),
                    series,
                    List.of("unknown", "iris-00001"),
                    new RunDescription.InjectorDescription(
                            new RunDescription.Calibration(rate, 1000, 22_000, 180_000, 150_000, 420_000),
                            Map.of("java", "25.0.3", "collector", "Parallel")),
                    Map.of("cpu", "2 cores", "os", "Linux"),
                    List.of());
            return new RunRecord(
                    description, RequestLog.of(samples), timeline(samples, measuredFrom, end), slo, "name: iris\n");
        }

        private void leg(
                Series series,
                long from,
                long to,
                SplittableRandom random,
                List<RunDescription.Leg> legs,
                List<RequestSample> samples) {
            int revision = 1;
            boolean[] inBurst = bursts(to - from, random);
            long scheduled = 0;
            double at = from + gap(random);
            while (at < to) {
                long intended = Math.round(at);
                samples.add(request(samples.size(), series, revision, intended, from, inBurst, random));
                scheduled++;
                at += gap(random);
            }
            legs.add(new RunDescription.Leg(
                    series.index(),
                    "poisson %s/s for %s s".formatted(number(rate), number((to - from) / 1e9)),
                    scheduled,
                    from,
                    to,
                    Duration.ofSeconds(10).toNanos(),
                    "at most 64 connections, kept alive",
                    intendedKnown));
        }

        private RequestSample request(
                long id,
                Series series,
                int revision,
                long intended,
                long from,
                boolean[] inBurst,
                SplittableRandom random) {
            double lag = 10_000 + 20_000 * -Math.log1p(-random.nextDouble());
            long dispatched = intended + Math.round(lag);
            long resume = pauseEnd(from, dispatched);
            dispatched = Math.max(dispatched, resume);
            long sent = dispatched + 4_000 + random.nextInt(20_000);
            double service = medianServiceMillis * 1e6 * Math.exp(sigma * random.nextGaussian());
            if (series.measured() && random.nextDouble() < slowShare) {
                service += slowBy.toNanos();
            }
            long firstByte = sent + Math.round(service);
            if (series.measured()) {
                firstByte = Math.max(firstByte, from + coldStart.toNanos() + Math.round(service));
            }
            firstByte = Math.max(firstByte, pauseEnd(from, firstByte));
            long end = firstByte + 3_000 + random.nextInt(30_000);
            boolean burst = inBurst[(int) Math.min(inBurst.length - 1, (intended - from) / 100_000_000L)];
            boolean fails = series.measured() && (meanBurstSeconds > 0 ? burst : random.nextDouble() < failures);
            long shownIntended = intendedKnown ? intended : RequestSample.NEVER;
            if (series.measured() && random.nextDouble() < unsent) {
                return new RequestSample(
                        id,
                        series.index(),
                        0,
                        Outcome.UNSENT,
                        -1,
                        shownIntended,
                        dispatched,
                        RequestSample.NEVER,
                        RequestSample.NEVER,
                        dispatched);
            }
            if (!fails) {
                return new RequestSample(
                        id,
                        series.index(),
                        revision,
                        Outcome.OK,
                        series.protocol().equals("v2-grpc") ? 0 : 200,
                        shownIntended,
                        dispatched,
                        sent,
                        firstByte,
                        end);
            }
            return failed(id, series, shownIntended, dispatched, sent, firstByte, end, random);
        }

        private static RequestSample failed(
                long id,
                Series series,
                long intended,
                long dispatched,
                long sent,
                long firstByte,
                long end,
                SplittableRandom random) {
            long never = RequestSample.NEVER;
            boolean grpc = series.protocol().equals("v2-grpc");
            int index = series.index();
            return switch (random.nextInt(7)) {
                case 0 ->
                    new RequestSample(
                            id,
                            index,
                            1,
                            Outcome.WRONG_ANSWER,
                            grpc ? 0 : 200,
                            intended,
                            dispatched,
                            sent,
                            firstByte,
                            end);
                case 1 ->
                    new RequestSample(
                            id,
                            index,
                            1,
                            Outcome.CLIENT_ERROR,
                            grpc ? 3 : 400,
                            intended,
                            dispatched,
                            sent,
                            firstByte,
                            end);
                case 2 ->
                    new RequestSample(
                            id,
                            index,
                            0,
                            Outcome.TIMED_OUT,
                            -1,
                            intended,
                            dispatched,
                            sent,
                            never,
                            dispatched + 10_000_000_000L);
                case 3 ->
                    new RequestSample(
                            id, index, 0, Outcome.CONNECT_FAILED, -1, intended, dispatched, never, never, end);
                case 4 ->
                    new RequestSample(
                            id, index, 1, Outcome.CONNECTION_LOST, -1, intended, dispatched, sent, never, end);
                default ->
                    new RequestSample(
                            id,
                            index,
                            1,
                            Outcome.SERVER_ERROR,
                            grpc ? 14 : 503,
                            intended,
                            dispatched,
                            sent,
                            firstByte,
                            end);
            };
        }

        /** Whether each tenth of a second lies in a burst of failures. */
        private boolean[] bursts(long lengthNanos, SplittableRandom random) {
            boolean[] slots = new boolean[(int) (lengthNanos / 100_000_000L) + 1];
            if (meanBurstSeconds > 0 && failures > 0) {
                double meanCalm = meanBurstSeconds * (1 - failures) / failures;
                boolean burst = random.nextDouble() < failures;
                double left = exponential(burst ? meanBurstSeconds : meanCalm, random);
                for (int i = 0; i < slots.length; i++) {
                    slots[i] = burst;
                    left -= 0.1;
                    while (left < 0) {
                        burst = !burst;
                        left += exponential(burst ? meanBurstSeconds : meanCalm, random);
                    }
                }
            }
            return slots;
        }

        private static double exponential(double mean, SplittableRandom random) {
            return mean * -Math.log1p(-random.nextDouble());
        }

        private double gap(SplittableRandom random) {
            return exponential(1e9 / rate, random);
        }

        private long pauseEnd(long from, long at) {
            if (pauseAt == null) {
                return at;
            }
            long start = warmUp.toNanos() + pauseAt.toNanos();
            long end = start + pauseFor.toNanos();
            return from >= warmUp.toNanos() && at >= start && at < end ? end : at;
        }

        private List<TimelineEvent> timeline(List<RequestSample> samples, long measuredFrom, long end) {
            List<TimelineEvent> events = new ArrayList<>();
            events.add(new TimelineEvent.Phase(0, "steady", "warm-up"));
            events.add(new TimelineEvent.Phase(measuredFrom, "steady", "steady"));
            events.add(new TimelineEvent.Replicas(0, "iris-00001", coldStart.isZero() ? 1 : 0, 1));
            if (!coldStart.isZero()) {
                events.add(new TimelineEvent.Replicas(measuredFrom + coldStart.toNanos(), "iris-00001", 1, 1));
                events.add(new TimelineEvent.Note(measuredFrom, "the revision had no replica"));
            }
            if (pauseAt != null) {
                events.add(new TimelineEvent.Pause(
                        measuredFrom + pauseAt.toNanos(),
                        pauseFor.toNanos(),
                        TimelineEvent.Pause.Who.INJECTOR,
                        "garbage collection"));
            }
            samples.stream()
                    .filter(s -> !s.outcome().isGood() && s.outcome() != Outcome.UNSENT)
                    .limit(10)
                    .forEach(s -> events.add(new TimelineEvent.ErrorSample(
                            s.endNanos(),
                            s.id(),
                            s.series(),
                            s.outcome(),
                            s.status(),
                            "upstream said <no> & \"goodbye\" (" + s.outcome() + ")")));
            for (long at = 1_000_000_000L; at <= end; at += 1_000_000_000L) {
                boolean stalled = pauseAt != null
                        && at > measuredFrom + pauseAt.toNanos()
                        && at <= measuredFrom + pauseAt.toNanos() + pauseFor.toNanos() + 1_000_000_000L;
                events.add(new TimelineEvent.Health(
                        at,
                        Math.round(rate * protocols.size()),
                        22_000,
                        90_000,
                        stalled ? pauseFor.toNanos() : 300_000,
                        3,
                        stalled ? 1_000_000_000L : 1_500_000,
                        0.0,
                        0.2,
                        60_000_000));
            }
            events.sort(Comparator.comparingLong(TimelineEvent::atNanos));
            return List.copyOf(events);
        }

        private static String number(double value) {
            return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
        }
    }
}
