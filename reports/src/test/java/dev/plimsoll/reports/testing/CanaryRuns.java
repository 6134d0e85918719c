package dev.plimsoll.reports.testing;

import dev.plimsoll.reports.record.CanaryDetail;
import dev.plimsoll.reports.record.CanaryDetail.Decision;
import dev.plimsoll.reports.record.CanaryDetail.Fault;
import dev.plimsoll.reports.record.CanaryDetail.Mode;
import dev.plimsoll.reports.record.CanaryDetail.Settings;
import dev.plimsoll.reports.record.CanaryDetail.Shift;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link RunRecord}s of made-up canary scenarios; the same settings and seed give the same record.
 *
 * <pre><code>
 * RunRecord run = CanaryRuns.builder().shift(0, 500).shift(10, 1100).shift(50, 4000).canarySlower(1.2).build();
 * </code></pre>
 *
 * <p>Arrivals are Poisson. Service times are log-normal, times a weather that both revisions share and one of each
 * revision's own; weather is an autoregression in steps of 100 ms.
 */
public final class CanaryRuns {
    private static final long STEP_NANOS = 100_000_000L;
    private static final long TIMEOUT_NANOS = 10_000_000_000L;

    private CanaryRuns() {}

    public static Builder builder() {
        return new Builder();
    }

    /** 0, 10, 50 and 100 %, each with enough requests, of a canary that is like the stable revision. */
    public static RunRecord healthy() {
        return builder()
                .shift(0, 600)
                .shift(10, 1_200)
                .shift(50, 4_000)
                .shift(100, 600)
                .build();
    }

    /** As {@link #healthy}, but the canary begins to fail 10 % of its requests and is rolled back. */
    public static RunRecord drill() {
        return builder()
                .shift(0, 600)
                .shift(10, 1_200)
                .shift(50, 2_000)
                .shift(0, 600)
                .canaryFails(0.10)
                .faultAt(Duration.ofSeconds(12), "10 % errors")
                .asked(Decision.ROLL_BACK)
                .build();
    }

    private record Step(int percent, int requests) {}

    /** Settings of a made-up scenario. */
    public static final class Builder {
        private long seed = 1;
        private double rate = 200;
        private final List<Step> steps = new ArrayList<>();
        private Settings settings = new Settings(0.01, 0.99, 0.05, 1.20, 0.02, 1_000_000_000L);
        private Mode mode = Mode.CANARY;
        private Decision asked = Decision.PROMOTE;
        private @Nullable Double trueShare;
        private double stickiness;
        private double canaryFails;
        private double canarySlower = 1;
        private double baseFailures = 0.001;
        private double burstShare = 0.001;
        private double sigma = 0.4;
        private double sharedWeather = 0.15;
        private double ownWeather = 0.03;
        private double memory = 0.8;
        private long effectNanos = 300_000_000L;
        private long faultNanos;
        private @Nullable String faultKind;
        private double lostInShifts;
        private double unattributed;
        private double unsent;

        private Builder() {}

        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        /** Arrivals a second; 200 unless set. */
        public Builder rate(double perSecond) {
            rate = perSecond;
            return this;
        }

        /** A declared split that lasts for its settle limit and then for this many requests. */
        public Builder shift(int percent, int requests) {
            steps.add(new Step(percent, requests));
            return this;
        }

        /** Settings of the judge; those of {@link Settings#defaults()} with a settle limit of 1 s unless set. */
        public Builder settings(Settings newSettings) {
            settings = newSettings;
            return this;
        }

        public Builder mode(Mode newMode) {
            mode = newMode;
            return this;
        }

        public Builder asked(Decision decision) {
            asked = decision;
            return this;
        }

        /** The share with which the canary is really drawn in every split that is neither 0 nor 100 %. */
        public Builder trueShare(double share) {
            trueShare = share;
            return this;
        }

        /** Probability that a request goes where the one before it went. */
        public Builder sticky(double probability) {
            stickiness = probability;
            return this;
        }

        /** Further share of the canary's requests that it answers with an error. */
        public Builder canaryFails(double share) {
            canaryFails = share;
            return this;
        }

        /** How many times slower the canary is. */
        public Builder canarySlower(double times) {
            canarySlower = times;
            return this;
        }

        /** Share of requests that fail independently, and share of time in which half of all do; 0.1 % each unless set. */
        public Builder failures(double independent, double inBursts) {
            baseFailures = independent;
            burstShare = inBursts;
            return this;
        }

        /** Shape of the service times; standard deviations of the weathers' logarithms; their memory over 100 ms. */
        public Builder weather(double newSigma, double shared, double own, double newMemory) {
            sigma = newSigma;
            sharedWeather = shared;
            ownWeather = own;
            memory = newMemory;
            return this;
        }

        /** How long after its application a shift takes effect; 300 ms unless set. */
        public Builder effectAfter(Duration delay) {
            effectNanos = delay.toNanos();
            return this;
        }

        /** A drill: what is wrong with the canary begins only then. */
        public Builder faultAt(Duration at, String kind) {
            faultNanos = at.toNanos();
            faultKind = kind;
            return this;
        }

        /** Share of requests that lose their connection in the half second after a shift. */
        public Builder lostInShifts(double share) {
            lostInShifts = share;
            return this;
        }

        /** Share of requests whose revision is not known. */
        public Builder unattributed(double share) {
            unattributed = share;
            return this;
        }

        /** Share of requests that the injector never sends. */
        public Builder unsent(double share) {
            unsent = share;
            return this;
        }

        public RunRecord build() {
            SplittableRandom random = new SplittableRandom(seed);
            RequestLog.Builder log = new RequestLog.Builder();
            List<Shift> shifts = new ArrayList<>();
            Weather shared = new Weather(sharedWeather, memory, random.split());
            Weather[] own = {
                new Weather(ownWeather, memory, random.split()), new Weather(ownWeather, memory, random.split())
            };
            Weather burst = new Weather(1, 0.5, random.split());
            double at = 0;
            long id = 0;
            double before = 0;
            boolean lastCanary = false;
            for (Step step : steps) {
                long applied = Math.round(at);
                int counted = 0;
                while (counted < step.requests()) {
                    at += -Math.log1p(-random.nextDouble()) / rate * 1e9;
                    long sent = Math.round(at);
                    counted += sent >= applied + settings.settleLimitNanos() ? 1 : 0;
                    double share = sent >= applied + effectNanos ? share(step.percent()) : before;
                    boolean again = id > 0 && random.nextDouble() < stickiness && share > 0 && share < 1;
                    lastCanary = again ? lastCanary : random.nextDouble() < share;
                    int k = (int) (sent / STEP_NANOS);
                    double factor = shared.at(k) + own[lastCanary ? 1 : 0].at(k);
                    boolean inBurst = burst.at(k) > burstLimit();
                    boolean losing = !shifts.isEmpty() && sent < applied + 500_000_000L;
                    add(log, id++, sent, lastCanary, Math.exp(factor), inBurst, losing, random);
                }
                long until = Math.round(at) + 1;
                shifts.add(new Shift(applied, step.percent(), until));
                at = until;
                before = share(step.percent());
            }
            return record(log, shifts, id, Math.round(at));
        }

        private double share(int percent) {
            return trueShare == null || percent % 100 == 0 ? percent / 100.0 : trueShare;
        }

        private double burstLimit() {
            return burstShare <= 0 ? Double.POSITIVE_INFINITY : Weather.upperPoint(burstShare);
        }

        private void add(
                RequestLog.Builder log,
                long id,
                long sent,
                boolean canary,
                double factor,
                boolean inBurst,
                boolean losing,
                SplittableRandom random) {
            boolean faulty = canary && sent >= faultNanos;
            double service = 5e6 * Math.exp(sigma * random.nextGaussian()) * factor * (faulty ? canarySlower : 1);
            long end = sent + Math.round(service);
            double fails = baseFailures + (inBurst ? 0.5 : 0) + (faulty ? canaryFails : 0);
            Outcome outcome = random.nextDouble() < fails ? Outcome.SERVER_ERROR : Outcome.OK;
            int status = outcome == Outcome.OK ? 200 : 500;
            int revision = canary ? 2 : 1;
            if (losing && random.nextDouble() < lostInShifts) {
                outcome = Outcome.CONNECTION_LOST;
                status = -1;
                revision = 0;
            }
            if (random.nextDouble() < unattributed) {
                revision = 0;
            }
            long sentOrNever = sent;
            if (random.nextDouble() < unsent) {
                outcome = Outcome.UNSENT;
                status = -1;
                revision = 0;
                sentOrNever = RequestSample.NEVER;
                end = sent;
            }
            log.add(new RequestSample(
                    id, 0, revision, outcome, status, sent - 20_000, sent - 10_000, sentOrNever, end, end));
        }

        private RunRecord record(RequestLog.Builder log, List<Shift> shifts, long requests, long end) {
            CanaryDetail detail = new CanaryDetail(
                    "iris-00001",
                    "iris-00002",
                    mode,
                    shifts,
                    settings,
                    asked,
                    faultKind == null ? null : new Fault(faultNanos, faultKind));
            RunDescription.Leg leg = new RunDescription.Leg(
                    0, "poisson", requests, 0, end, TIMEOUT_NANOS, "at most 64 connections, kept alive", true);
            RunDescription description = new RunDescription(
                    RunDescription.SCHEMA,
                    "0.1.0-test",
                    "iris",
                    Instant.parse("2026-11-24T09:00:00Z"),
                    end,
                    null,
                    seed,
                    new RunDescription.TargetDescription("embedded", "http://127.0.0.1:8080", "sklearn-iris", Map.of()),
                    List.of(new RunDescription.ScenarioDescription("canary", "canary", List.of(leg), detail)),
                    List.of(new Series(0, "canary", "gateway", "v2-rest", "shift", true)),
                    List.of("unknown", "iris-00001", "iris-00002"),
                    new RunDescription.InjectorDescription(null, Map.of()),
                    Map.of(),
                    List.of());
            return new RunRecord(description, log.build(), List.of(), "", "");
        }
    }

    /** A stationary autoregression of the first order. */
    private static final class Weather {
        private final double deviation;
        private final double memory;
        private final SplittableRandom random;
        private int step = -1;
        private double value;

        Weather(double deviation, double memory, SplittableRandom random) {
            this.deviation = deviation;
            this.memory = memory;
            this.random = random;
        }

        double at(int k) {
            while (step < k) {
                double news = deviation * random.nextGaussian();
                value = step < 0 ? news : memory * value + Math.sqrt(1 - memory * memory) * news;
                step++;
            }
            return value;
        }

        /** The point that a standard normal exceeds with a small probability: Abramowitz and Stegun 26.2.23. */
        static double upperPoint(double probability) {
            double t = Math.sqrt(-2 * Math.log(probability));
            return t
                    - (2.515517 + 0.802853 * t + 0.010328 * t * t)
                            / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
        }
    }
}
