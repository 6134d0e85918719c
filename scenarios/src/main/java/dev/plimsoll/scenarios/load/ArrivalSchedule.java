package dev.plimsoll.scenarios.load;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When requests are meant to start: a value computed from a seed before the run. Plain data, so that it can be sent to the
 * injector; the injector walks it without allocation.
 *
 * <p>Where the rate changes, arrival {@code k} is at the time by which the integral of the rate has reached a mass: {@code k}
 * itself where the seed is null (evenly spread), the sum of {@code k + 1} unit exponentials where it is not (a Poisson process by
 * time change; Cinlar, <i>Introduction to Stochastic Processes</i>, 1975, section 4.7). The integral is inverted exactly for
 * piecewise linear rates, to less than a nanosecond for the sine.
 *
 * <p>Rates are requests a second, finite and above 0 where not said otherwise; durations are above 0.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ArrivalSchedule.Constant.class, name = "constant"),
    @JsonSubTypes.Type(value = ArrivalSchedule.Poisson.class, name = "poisson"),
    @JsonSubTypes.Type(value = ArrivalSchedule.Ramp.class, name = "ramp"),
    @JsonSubTypes.Type(value = ArrivalSchedule.Step.class, name = "step"),
    @JsonSubTypes.Type(value = ArrivalSchedule.Spike.class, name = "spike"),
    @JsonSubTypes.Type(value = ArrivalSchedule.Sine.class, name = "sine"),
    @JsonSubTypes.Type(value = ArrivalSchedule.Times.class, name = "times"),
    @JsonSubTypes.Type(value = ArrivalSchedule.Rates.class, name = "rates"),
    @JsonSubTypes.Type(value = ArrivalSchedule.Then.class, name = "then"),
    @JsonSubTypes.Type(value = ArrivalSchedule.Share.class, name = "share"),
})
public sealed interface ArrivalSchedule {
    /** How long it lasts; the last arrival is before its end. */
    Duration duration();

    /** Walks it from its start. */
    Arrivals arrivals();

    /** The schedule as the report states it, for example {@code poisson 200/s for 10 s}. */
    String inWords();

    /** How many arrivals it has. Walks it where there is no formula: about 30 ns an arrival. */
    default long count() {
        Arrivals arrivals = arrivals();
        long count = 0;
        while (arrivals.nextNanos() != Arrivals.END) {
            count++;
        }
        return count;
    }

    /** This, and after its end {@code next}. */
    default ArrivalSchedule then(ArrivalSchedule next) {
        return new Then(List.of(this, next));
    }

    /** What the injector {@code index} of {@code of} sends: every {@code of}-th arrival. The shares' union is the whole. */
    default ArrivalSchedule share(int index, int of) {
        return of == 1 && index == 0 ? this : new Share(this, index, of);
    }

    /** Equal gaps of {@code 1/ratePerSecond}, the first arrival at the start. */
    record Constant(double ratePerSecond, Duration duration) implements ArrivalSchedule {
        public Constant {
            Checks.rate("the rate", ratePerSecond);
            Checks.duration("the duration", duration);
        }

        @Override
        public Arrivals arrivals() {
            return new EvenArrivals(ratePerSecond, duration.toNanos());
        }

        @Override
        public long count() {
            return EvenArrivals.count(ratePerSecond, duration.toNanos());
        }

        @Override
        public String inWords() {
            return "constant " + Words.rate(ratePerSecond) + " for " + Words.duration(duration);
        }
    }

    /** Exponential gaps with mean {@code 1/ratePerSecond}, drawn from {@code seed}. */
    record Poisson(double ratePerSecond, Duration duration, long seed) implements ArrivalSchedule {
        public Poisson {
            Checks.rate("the rate", ratePerSecond);
            Checks.duration("the duration", duration);
        }

        @Override
        public Arrivals arrivals() {
            return new CurveArrivals(
                    PiecewiseRate.constant(ratePerSecond, duration), Masses.of(seed), duration.toNanos());
        }

        @Override
        public String inWords() {
            return "poisson " + Words.rate(ratePerSecond) + " for " + Words.duration(duration);
        }
    }

    /** The rate goes in a straight line from one rate to another; one of them may be 0. */
    record Ramp(
            double fromPerSecond,
            double toPerSecond,
            Duration duration,
            @Nullable Long seed) implements ArrivalSchedule {
        public Ramp {
            Checks.rateOrZero("the rate at the start", fromPerSecond);
            Checks.rateOrZero("the rate at the end", toPerSecond);
            Checks.rate("the higher rate of a ramp", Math.max(fromPerSecond, toPerSecond));
            Checks.duration("the duration", duration);
        }

        @Override
        public Arrivals arrivals() {
            PiecewiseRate rate = new PiecewiseRate.Builder()
                    .line(fromPerSecond, toPerSecond, duration)
                    .build();
            return new CurveArrivals(rate, Masses.of(seed), duration.toNanos());
        }

        @Override
        public String inWords() {
            return "ramp from " + Words.rate(fromPerSecond) + " to " + Words.rate(toPerSecond) + " in "
                    + Words.duration(duration) + Words.spread(seed);
        }
    }

    /** {@code steps} rates, each held for {@code each}: {@code fromPerSecond}, then {@code byPerSecond} more each time. */
    record Step(
            double fromPerSecond,
            double byPerSecond,
            int steps,
            Duration each,
            @Nullable Long seed) implements ArrivalSchedule {
        public Step {
            Checks.rate("the first rate", fromPerSecond);
            Checks.duration("the duration of a step", each);
            if (steps < 1) {
                throw new IllegalArgumentException("a staircase needs at least one step, but steps is " + steps);
            }
            Checks.rate("the last rate", fromPerSecond + byPerSecond * (steps - 1));
        }

        @Override
        public Duration duration() {
            return each.multipliedBy(steps);
        }

        @Override
        public Arrivals arrivals() {
            PiecewiseRate.Builder rate = new PiecewiseRate.Builder();
            for (int i = 0; i < steps; i++) {
                rate.flat(fromPerSecond + byPerSecond * i, each);
            }
            return new CurveArrivals(rate.build(), Masses.of(seed), duration().toNanos());
        }

        @Override
        public String inWords() {
            return steps + " steps from " + Words.rate(fromPerSecond) + " to "
                    + Words.rate(fromPerSecond + byPerSecond * (steps - 1)) + ", " + Words.duration(each) + " each"
                    + Words.spread(seed);
        }
    }

    /** A base rate (0 is allowed), for a while a peak rate, and the base rate again. */
    record Spike(
            double basePerSecond,
            double peakPerSecond,
            Duration before,
            Duration peak,
            Duration after,
            @Nullable Long seed)
            implements ArrivalSchedule {
        public Spike {
            Checks.rateOrZero("the base rate", basePerSecond);
            Checks.rate("the peak rate", peakPerSecond);
            Checks.durationOrZero("the duration before the peak", before);
            Checks.duration("the duration of the peak", peak);
            Checks.durationOrZero("the duration after the peak", after);
        }

        @Override
        public Duration duration() {
            return before.plus(peak).plus(after);
        }

        @Override
        public Arrivals arrivals() {
            PiecewiseRate rate = new PiecewiseRate.Builder()
                    .flat(basePerSecond, before)
                    .flat(peakPerSecond, peak)
                    .flat(basePerSecond, after)
                    .build();
            return new CurveArrivals(rate, Masses.of(seed), duration().toNanos());
        }

        @Override
        public String inWords() {
            return "spike to " + Words.rate(peakPerSecond) + " for " + Words.duration(peak) + " after "
                    + Words.duration(before) + " of " + Words.rate(basePerSecond) + ", then " + Words.duration(after)
                    + Words.spread(seed);
        }
    }

    /** The rate is {@code mean + amplitude * sin(2 pi t / period)}; the amplitude is at most the mean. */
    record Sine(
            double meanPerSecond,
            double amplitudePerSecond,
            Duration period,
            Duration duration,
            @Nullable Long seed) implements ArrivalSchedule {
        public Sine {
            Checks.rate("the mean rate", meanPerSecond);
            Checks.rateOrZero("the amplitude", amplitudePerSecond);
            if (amplitudePerSecond > meanPerSecond) {
                throw new IllegalArgumentException("the amplitude (" + Words.rate(amplitudePerSecond)
                        + ") must not exceed the mean rate (" + Words.rate(meanPerSecond)
                        + "): a rate cannot be negative");
            }
            Checks.duration("the period", period);
            Checks.duration("the duration", duration);
        }

        @Override
        public Arrivals arrivals() {
            return new CurveArrivals(
                    new SineRate(meanPerSecond, amplitudePerSecond, period), Masses.of(seed), duration.toNanos());
        }

        @Override
        public String inWords() {
            return "sine around " + Words.rate(meanPerSecond) + " by " + Words.rate(amplitudePerSecond) + ", period "
                    + Words.duration(period) + ", for " + Words.duration(duration) + Words.spread(seed);
        }
    }

    /** Arrivals at given times, nanoseconds since the start, ascending; equal times are allowed. */
    @SuppressWarnings("ArrayRecordComponent") // plain data of up to millions of arrivals, compared by value below
    record Times(long[] atNanos, Duration duration) implements ArrivalSchedule {
        public Times {
            Checks.duration("the duration", duration);
            for (int i = 0; i < atNanos.length; i++) {
                if (atNanos[i] < (i == 0 ? 0 : atNanos[i - 1])) {
                    throw new IllegalArgumentException(
                            "arrival " + i + " at " + atNanos[i] + " ns is before the one ahead of it");
                }
            }
            if (atNanos.length > 0 && atNanos[atNanos.length - 1] >= duration.toNanos()) {
                throw new IllegalArgumentException("the last arrival, at " + atNanos[atNanos.length - 1]
                        + " ns, is not before the end of the schedule, " + Words.duration(duration));
            }
        }

        /**
         * Reads a trace of times: a column of seconds (CSV; a heading is allowed) or {@code {"at": SECONDS}} a line (JSONL).
         * Times count from the first one.
         *
         * @throws IllegalArgumentException with file and line where the file is not such a trace
         * @throws IOException where it cannot be read
         */
        public static Times read(Path file) throws IOException {
            return TraceFile.times(file);
        }

        @Override
        public Arrivals arrivals() {
            return new ListedArrivals(atNanos);
        }

        @Override
        public long count() {
            return atNanos.length;
        }

        @Override
        public String inWords() {
            return "trace of " + atNanos.length + " arrivals in " + Words.duration(duration);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Times that
                    && duration.equals(that.duration)
                    && Arrays.equals(atNanos, that.atNanos);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(atNanos) + duration.hashCode();
        }
    }

    /** Rates (0 is allowed), each held for {@code each}: for example a production trace of requests a minute. */
    record Rates(
            List<Double> perSecond, Duration each, @Nullable Long seed) implements ArrivalSchedule {
        public Rates {
            perSecond = List.copyOf(perSecond);
            if (perSecond.isEmpty()) {
                throw new IllegalArgumentException("a trace of rates needs at least one rate");
            }
            perSecond.forEach(rate -> Checks.rateOrZero("a rate of the trace", rate));
            Checks.duration("the duration of a rate", each);
        }

        /**
         * Reads a trace of rates: a column of requests a second (CSV; a heading is allowed) or {@code {"rate": R}} a line (JSONL).
         *
         * @throws IllegalArgumentException with file and line where the file is not such a trace
         * @throws IOException where it cannot be read
         */
        public static Rates read(Path file, Duration each, @Nullable Long seed) throws IOException {
            return TraceFile.rates(file, each, seed);
        }

        @Override
        public Duration duration() {
            return each.multipliedBy(perSecond.size());
        }

        @Override
        public Arrivals arrivals() {
            PiecewiseRate.Builder rate = new PiecewiseRate.Builder();
            perSecond.forEach(value -> rate.flat(value, each));
            return new CurveArrivals(rate.build(), Masses.of(seed), duration().toNanos());
        }

        @Override
        public String inWords() {
            double mean = perSecond.stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElse(0);
            return "trace of " + perSecond.size() + " rates, " + Words.duration(each) + " each, mean "
                    + Words.rate(mean) + Words.spread(seed);
        }
    }

    /** One schedule after the other. */
    record Then(List<ArrivalSchedule> parts) implements ArrivalSchedule {
        public Then {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("a chain of schedules needs at least one");
            }
        }

        @Override
        public Duration duration() {
            return parts.stream().map(ArrivalSchedule::duration).reduce(Duration.ZERO, Duration::plus);
        }

        @Override
        public Arrivals arrivals() {
            return new ChainedArrivals(parts);
        }

        @Override
        public long count() {
            return parts.stream().mapToLong(ArrivalSchedule::count).sum();
        }

        @Override
        public String inWords() {
            return parts.stream().map(ArrivalSchedule::inWords).collect(Collectors.joining(", then "));
        }
    }

    /** Every {@code of}-th arrival of a schedule, from the {@code index}-th on. */
    record Share(ArrivalSchedule whole, int index, int of) implements ArrivalSchedule {
        public Share {
            if (of < 1 || index < 0 || index >= of) {
                throw new IllegalArgumentException("there is no share " + index + " of " + of);
            }
        }

        @Override
        public Duration duration() {
            return whole.duration();
        }

        @Override
        public Arrivals arrivals() {
            return new SharedArrivals(whole.arrivals(), index, of);
        }

        @Override
        public long count() {
            return Math.floorDiv(whole.count() - index + of - 1, of);
        }

        @Override
        public String inWords() {
            return "share " + (index + 1) + " of " + of + " of " + whole.inWords();
        }
    }
}
