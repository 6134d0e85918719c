package dev.plimsoll.reports.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Of {@link OrderStatistics}, {@link Shift}, {@link ShareDifference}, {@link Sections} and {@link RiskWatch}. */
final class SmallSamplesTest {
    @Test
    void aMedianOfTenLiesBetweenTheSecondAndTheNinth() {
        double[] ten = {10, 3, 5, 1, 2, 4, 9, 8, 7, 6};
        OrderStatistics median = OrderStatistics.of(ten, 0.5, 0.95);
        assertThat(median.estimate()).isEqualTo(5);
        assertThat(median.lower()).isEqualTo(2);
        assertThat(median.upper()).isEqualTo(9);
    }

    @Test
    void aP95OfFiftyHasNoUpperBoundAndOfSeventyTwoHasOne() {
        assertThat(OrderStatistics.sizeFor(0.95, 0.95)).isEqualTo(72);
        assertThat(OrderStatistics.of(new double[71], 0.95, 0.95).upper()).isNull();
        assertThat(OrderStatistics.of(new double[72], 0.95, 0.95).interval()).isNotNull();
    }

    @Test
    void aQuantileIsHeldAtLeastAsOftenAsPromised() {
        SplittableRandom random = new SplittableRandom(1);
        int held = 0;
        for (int r = 0; r < 4_000; r++) {
            OrderStatistics median = OrderStatistics.of(random.doubles(25).toArray(), 0.5, 0.95);
            Interval interval = median.interval();
            held += interval != null && interval.lower() <= 0.5 && 0.5 <= interval.upper() ? 1 : 0;
        }
        assertThat(held).isGreaterThanOrEqualTo(3_780);
    }

    @Test
    void theRankSumsOfThreeAndTwoAreThoseOfTheTables() {
        assertThat(Shift.rankSums(3, 2))
                .containsExactly(new double[] {0.1, 0.1, 0.2, 0.2, 0.2, 0.1, 0.1}, within(1e-12));
        assertThat(Arrays.stream(Shift.rankSums(30, 25)).sum()).isCloseTo(1, within(1e-9));
    }

    @Test
    void aShiftIsHeldAsOftenAsPromisedWithFewAndWithMany() {
        SplittableRandom random = new SplittableRandom(2);
        for (int size : new int[] {8, 80}) {
            int held = 0;
            for (int r = 0; r < 1_000; r++) {
                double[] one = random.doubles(size).map(x -> x * x + 1).toArray();
                double[] other = random.doubles(size).map(x -> x * x).toArray();
                Interval shift = Shift.of(one, other, 0.95);
                held += shift.lower() <= 1 && 1 <= shift.upper() ? 1 : 0;
            }
            assertThat(held).as("%d each", size).isBetween(930, 985);
        }
    }

    @Test
    void aSampleTooSmallForItsConfidenceSaysWhatItHas() {
        Interval shift = Shift.of(new double[] {5, 6}, new double[] {1, 2}, 0.95);
        assertThat(shift.lower()).isEqualTo(3);
        assertThat(shift.upper()).isEqualTo(5);
        assertThat(shift.confidence()).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void clustersWidenTheDifferenceAndNoFailureAtAllDoesNotCollapseIt() {
        ShareDifference.Arm none = arm(100, new int[20]);
        Interval nothing = ShareDifference.of(none, none, 0.98);
        assertThat(nothing.estimate()).isZero();
        assertThat(nothing.upper()).isBetween(0.001, 0.01);
        int[] even = new int[20];
        Arrays.fill(even, 2);
        int[] bunched = new int[20];
        bunched[7] = 40;
        assertThat(arm(100, even).designEffect()).isEqualTo(1);
        assertThat(arm(100, bunched).designEffect()).isGreaterThan(20);
        Interval clustered = ShareDifference.of(arm(100, bunched), none, 0.98);
        Interval spread = ShareDifference.of(arm(100, even), none, 0.98);
        assertThat(spread.lower()).isPositive();
        assertThat(clustered.upper() - clustered.lower()).isGreaterThan(3 * (spread.upper() - spread.lower()));
    }

    @Test
    void quantilesAreBetweenTheirNeighbours() {
        assertThat(Sections.quantile(new long[] {1, 2, 3, 4, 5}, 0.5)).isEqualTo(3);
        assertThat(Sections.quantile(new long[] {7}, 0.95)).isEqualTo(7);
        assertThat(Sections.quantile(new long[] {1, 2}, 1)).isEqualTo(2);
    }

    @Test
    void theWatchKeepsQuietWithoutADifferenceEvenInBursts() {
        SplittableRandom random = new SplittableRandom(4);
        int alarms = 0;
        for (int r = 0; r < 2_000; r++) {
            RiskWatch watch = new RiskWatch(0.05);
            boolean alarmed = false;
            for (int e = 0; e < 500 && !alarmed; e++) {
                double share = e < 200 ? 0.1 : 0.5;
                alarmed = watch.add(random.nextDouble() < share, share);
            }
            alarms += alarmed ? 1 : 0;
        }
        assertThat(alarms).isLessThanOrEqualTo(100);
    }

    @Test
    void theWatchNoticesADifferenceThatBeginsLate() {
        SplittableRandom random = new SplittableRandom(5);
        RiskWatch watch = new RiskWatch(0.01);
        for (int e = 0; e < 300; e++) {
            watch.add(random.nextDouble() < 0.1, 0.1);
        }
        int events = 0;
        while (!watch.add(random.nextDouble() < 0.9, 0.1)) {
            events++;
        }
        assertThat(events).isLessThan(30);
    }

    private static ShareDifference.Arm arm(int draws, int[] events) {
        int[] all = new int[events.length];
        Arrays.fill(all, draws);
        return new ShareDifference.Arm(all, events);
    }
}
