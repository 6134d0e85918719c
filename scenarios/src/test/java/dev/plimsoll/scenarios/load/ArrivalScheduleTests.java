package dev.plimsoll.scenarios.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArrivalScheduleTests {
    private static final Duration TEN = Duration.ofSeconds(10);

    static Stream<ArrivalSchedule> schedules() {
        return Stream.of(
                new ArrivalSchedule.Constant(333.3, TEN),
                new ArrivalSchedule.Constant(0.1, Duration.ofSeconds(95)),
                new ArrivalSchedule.Poisson(777, TEN, 1),
                new ArrivalSchedule.Ramp(0, 500, TEN, null),
                new ArrivalSchedule.Ramp(500, 0, TEN, null),
                new ArrivalSchedule.Ramp(10, 1_000, TEN, 2L),
                new ArrivalSchedule.Step(50, 50, 5, Duration.ofSeconds(2), null),
                new ArrivalSchedule.Step(50, 50, 5, Duration.ofSeconds(2), 3L),
                new ArrivalSchedule.Spike(
                        20, 2_000, Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(2), null),
                new ArrivalSchedule.Spike(0, 2_000, Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ZERO, 4L),
                new ArrivalSchedule.Sine(200, 200, Duration.ofSeconds(3), TEN, null),
                new ArrivalSchedule.Sine(200, 150, Duration.ofSeconds(3), TEN, 5L),
                new ArrivalSchedule.Times(new long[] {0, 5, 5, 1_000_000}, Duration.ofMillis(2)),
                new ArrivalSchedule.Rates(List.of(100.0, 0.0, 300.0), Duration.ofSeconds(1), null),
                new ArrivalSchedule.Rates(List.of(100.0, 0.0, 300.0), Duration.ofSeconds(1), 6L),
                new ArrivalSchedule.Constant(100, Duration.ofSeconds(1))
                        .then(new ArrivalSchedule.Poisson(200, Duration.ofSeconds(1), 7))
                        .then(new ArrivalSchedule.Constant(50, Duration.ofSeconds(1))));
    }

    private static long[] walk(ArrivalSchedule schedule) {
        LongStream.Builder all = LongStream.builder();
        Arrivals arrivals = schedule.arrivals();
        for (long at = arrivals.nextNanos(); at != Arrivals.END; at = arrivals.nextNanos()) {
            all.add(at);
        }
        assertThat(arrivals.nextNanos()).as("after the end").isEqualTo(Arrivals.END);
        return all.build().toArray();
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void arrivalsAscendWithinTheDurationAndAreAsManyAsCounted(ArrivalSchedule schedule) {
        long[] at = walk(schedule);

        assertThat(at).isNotEmpty().isSorted();
        assertThat(at[0]).isNotNegative();
        assertThat(at[at.length - 1]).isLessThan(schedule.duration().toNanos());
        assertThat(schedule.count()).isEqualTo(at.length);
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void twoWalksOfOneScheduleAreTheSame(ArrivalSchedule schedule) {
        assertThat(walk(schedule)).isEqualTo(walk(schedule));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void theSharesOfSeveralInjectorsAreTogetherTheWhole(ArrivalSchedule schedule) {
        for (int injectors : new int[] {1, 2, 3, 7}) {
            long[] union = LongStream.range(0, injectors)
                    .flatMap(i -> Arrays.stream(walk(schedule.share((int) i, injectors))))
                    .sorted()
                    .toArray();

            assertThat(union).isEqualTo(walk(schedule));
            for (int i = 0; i < injectors; i++) {
                ArrivalSchedule share = schedule.share(i, injectors);
                assertThat(share.count()).isEqualTo(walk(share).length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void aScheduleSurvivesTheTripToTheInjector(ArrivalSchedule schedule) {
        ControlJson json = new ControlJson();

        ArrivalSchedule back = json.read(json.write(schedule), ArrivalSchedule.class);

        assertThat(back).isEqualTo(schedule);
        assertThat(walk(back)).isEqualTo(walk(schedule));
    }

    @Test
    void anotherSeedIsAnotherSchedule() {
        assertThat(walk(new ArrivalSchedule.Poisson(100, TEN, 1)))
                .isNotEqualTo(walk(new ArrivalSchedule.Poisson(100, TEN, 2)));
    }

    @Test
    void aConstantScheduleIsALineToTheNanosecond() {
        long[] at = walk(new ArrivalSchedule.Constant(3, TEN));

        assertThat(at).hasSize(30);
        for (int k = 0; k < at.length; k++) {
            assertThat(at[k]).isEqualTo(Math.round(k * 1e9 / 3));
        }
    }

    @Test
    void aConstantScheduleHasExactlyRateTimesDurationArrivals() {
        assertThat(new ArrivalSchedule.Constant(1_000, TEN).count()).isEqualTo(10_000);
        assertThat(new ArrivalSchedule.Constant(0.7, Duration.ofSeconds(10)).count())
                .isEqualTo(7);
        assertThat(new ArrivalSchedule.Constant(1, Duration.ofMillis(1)).count())
                .isEqualTo(1);
    }

    /** Bounds of 5 standard errors: a right generator fails once in two million seeds, and the seeds are fixed. */
    @Test
    void poissonGapsHaveTheMeanAndVarianceOfAnExponential() {
        double rate = 1_000;
        for (long seed = 0; seed < 10; seed++) {
            long[] at = walk(new ArrivalSchedule.Poisson(rate, Duration.ofSeconds(50), seed));
            double[] gaps = new double[at.length - 1];
            for (int i = 0; i < gaps.length; i++) {
                gaps[i] = (at[i + 1] - at[i]) * rate / 1e9;
            }
            double n = gaps.length;
            double mean = Arrays.stream(gaps).average().orElseThrow();
            double variance =
                    Arrays.stream(gaps).map(g -> (g - mean) * (g - mean)).sum() / (n - 1);
            assertThat(at.length).isCloseTo(50_000, within((int) (5 * Math.sqrt(50_000))));
            assertThat(mean).isCloseTo(1, within(5 / Math.sqrt(n)));
            // The variance of an exponential's sample variance is (kurtosis 9 - 1) / n.
            assertThat(variance).isCloseTo(1, within(5 * Math.sqrt(8 / n)));
        }
    }

    /** Whole milliseconds are what Gatling's own profiles produce; the fraction of a millisecond must be uniform. */
    @Test
    void arrivalsDoNotClusterOnWholeMilliseconds() {
        List<ArrivalSchedule> smooth = List.of(
                new ArrivalSchedule.Poisson(2_500, TEN, 11),
                new ArrivalSchedule.Ramp(1_000, 4_000, TEN, null),
                new ArrivalSchedule.Sine(2_500, 2_000, Duration.ofSeconds(7), TEN, null));
        for (ArrivalSchedule schedule : smooth) {
            long[] at = walk(schedule);
            int bins = 20;
            int[] count = new int[bins];
            for (long nanos : at) {
                count[(int) (nanos % 1_000_000 * bins / 1_000_000)]++;
            }
            double expected = (double) at.length / bins;
            for (int bin : count) {
                assertThat((double) bin).as(schedule.inWords()).isCloseTo(expected, within(6 * Math.sqrt(expected)));
            }
        }
        long[] constant = walk(new ArrivalSchedule.Constant(2_500, TEN));
        for (int i = 1; i < constant.length; i++) {
            assertThat(constant[i] - constant[i - 1]).isBetween(399_999L, 400_001L);
        }
    }

    @Test
    void aRampPutsArrivalKWhereTheIntegralOfTheRateReachesK() {
        long[] at = walk(new ArrivalSchedule.Ramp(100, 300, TEN, null));

        assertThat(at).hasSize(2_000);
        for (int k = 0; k < at.length; k++) {
            double t = at[k] / 1e9;
            assertThat(100 * t + 10 * t * t).isCloseTo(k, within(1e-6 * 300));
        }
    }

    @Test
    void aSinePutsArrivalKWhereTheIntegralOfTheRateReachesK() {
        double omega = 2 * Math.PI / 3;
        long[] at = walk(new ArrivalSchedule.Sine(200, 200, Duration.ofSeconds(3), TEN, null));

        for (int k = 0; k < at.length; k++) {
            double t = at[k] / 1e9;
            assertThat(200 * t + 200 / omega * (1 - Math.cos(omega * t))).isCloseTo(k, within(1e-6));
        }
    }

    @Test
    void aSpikeSendsItsPeakAtItsTimeAndNothingAroundAnIdleBase() {
        long[] at = walk(new ArrivalSchedule.Spike(
                0, 1_000, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(2), null));

        assertThat(at).hasSize(1_000);
        assertThat(at[0]).isEqualTo(2_000_000_000L);
        assertThat(at[999]).isLessThan(3_000_000_000L);
    }

    @Test
    void aTimeVaryingPoissonProcessFollowsItsRate() {
        long[] at = walk(new ArrivalSchedule.Step(1_000, 1_000, 3, TEN, 9L));

        for (int step = 0; step < 3; step++) {
            long from = step * TEN.toNanos();
            long inStep = Arrays.stream(at)
                    .filter(nanos -> nanos >= from && nanos < from + TEN.toNanos())
                    .count();
            double expected = 10_000.0 * (step + 1);
            assertThat((double) inStep).isCloseTo(expected, within(5 * Math.sqrt(expected)));
        }
    }

    @Test
    void schedulesSayInWordsWhatTheyAre() {
        assertThat(new ArrivalSchedule.Poisson(200, TEN, 1).inWords()).isEqualTo("poisson 200/s for 10 s");
        assertThat(new ArrivalSchedule.Constant(0.5, Duration.ofMillis(250)).inWords())
                .isEqualTo("constant 0.5/s for 250 ms");
        assertThat(new ArrivalSchedule.Ramp(1, 1e5, TEN, null).inWords())
                .isEqualTo("ramp from 1/s to 100000/s in 10 s, evenly spread");
        assertThat(new ArrivalSchedule.Constant(1, TEN)
                        .then(new ArrivalSchedule.Constant(2, TEN))
                        .inWords())
                .isEqualTo("constant 1/s for 10 s, then constant 2/s for 10 s");
    }

    @Test
    void whatCannotBeWalkedIsRefusedInWords() {
        assertThatThrownBy(() -> new ArrivalSchedule.Constant(0, TEN))
                .hasMessage("the rate must be above 0 and at most 100000000/s, but is 0.0");
        assertThatThrownBy(() -> new ArrivalSchedule.Poisson(Double.NaN, TEN, 1))
                .hasMessageContaining("but is NaN");
        assertThatThrownBy(() -> new ArrivalSchedule.Poisson(1, Duration.ZERO, 1))
                .hasMessageContaining("the duration must be above 0");
        assertThatThrownBy(() -> new ArrivalSchedule.Sine(10, 11, TEN, TEN, null))
                .hasMessageContaining("a rate cannot be negative");
        assertThatThrownBy(() -> new ArrivalSchedule.Step(10, -5, 4, TEN, null))
                .hasMessageContaining("the last rate must be above 0");
        assertThatThrownBy(() -> new ArrivalSchedule.Ramp(0, 0, TEN, null))
                .hasMessageContaining("the higher rate of a ramp");
        assertThatThrownBy(() -> new ArrivalSchedule.Constant(1, TEN).share(3, 3))
                .hasMessage("there is no share 3 of 3");
    }

    @Test
    void aTraceOfTimesIsReadFromCsvAndJsonLines(@TempDir Path folder) throws IOException {
        Path csv = Files.writeString(folder.resolve("t.csv"), "at,who\n100.5,a\n100.5000001,b\n\n# pause\n103,c\n");
        Path jsonl =
                Files.writeString(folder.resolve("t.jsonl"), "{\"at\":100.5}\n{\"at\":100.5000001}\n{\"at\":103}\n");

        assertThat(ArrivalSchedule.Times.read(csv).atNanos()).containsExactly(0, 100, 2_500_000_000L);
        assertThat(ArrivalSchedule.Times.read(jsonl)).isEqualTo(ArrivalSchedule.Times.read(csv));
    }

    @Test
    void aTraceOfRatesIsReadFromCsvAndJsonLines(@TempDir Path folder) throws IOException {
        Path csv = Files.writeString(folder.resolve("r.csv"), "10\n0\n20\n");
        Path jsonl = Files.writeString(folder.resolve("r.ndjson"), "{\"rate\":10}\n{\"rate\":0}\n20\n");

        ArrivalSchedule.Rates rates = ArrivalSchedule.Rates.read(csv, Duration.ofSeconds(1), null);

        assertThat(rates.perSecond()).containsExactly(10.0, 0.0, 20.0);
        assertThat(rates.count()).isEqualTo(30);
        assertThat(ArrivalSchedule.Rates.read(jsonl, Duration.ofSeconds(1), null))
                .isEqualTo(rates);
    }

    @Test
    void aBadTraceIsRefusedWithItsLine(@TempDir Path folder) throws IOException {
        Path back = Files.writeString(folder.resolve("back.csv"), "1\n2\n1.5\n");
        Path word = Files.writeString(folder.resolve("word.csv"), "1\ntwo\n");
        Path json = Files.writeString(folder.resolve("bad.jsonl"), "{\"at\":1}\n{\"time\":2}\n");
        Path empty = Files.writeString(folder.resolve("empty.csv"), "at\n");
        Path negative = Files.writeString(folder.resolve("negative.csv"), "1\n-1\n");

        assertThatThrownBy(() -> ArrivalSchedule.Times.read(back))
                .hasMessage(back + ":3: the time 1.5 s is before the one ahead of it; sort the file");
        assertThatThrownBy(() -> ArrivalSchedule.Times.read(word)).hasMessage(word + ":2: \"two\" is not a number");
        assertThatThrownBy(() -> ArrivalSchedule.Times.read(json))
                .hasMessage(json + ":2: there is no number \"at\" in it");
        assertThatThrownBy(() -> ArrivalSchedule.Times.read(empty)).hasMessage(empty + " holds no arrival");
        assertThatThrownBy(() -> ArrivalSchedule.Rates.read(negative, TEN, null))
                .hasMessage(negative + ":2: the rate -1.0 is negative");
    }
}
