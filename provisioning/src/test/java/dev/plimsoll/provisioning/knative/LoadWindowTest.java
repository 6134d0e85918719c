package dev.plimsoll.provisioning.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases of {@code pkg/autoscaler/aggregation/bucketing_test.go} with buckets of a second; each names its original. */
class LoadWindowTest {
    private static LoadWindow linear(int seconds) {
        return new LoadWindow(Aggregation.LINEAR, seconds);
    }

    /** {@code TestTimedFloat64BucketsWindowAverage}. */
    @Test
    void averagesOverWhatWasWritten() {
        LoadWindow window = linear(5);
        window.record(0, 1);
        assertThat(window.average(0)).isEqualTo(1);
        for (int second = 1; second < 5; second++) {
            window.record(second, second + 1);
        }
        assertThat(window.average(4)).isEqualTo(15.0 / 5);
        assertThat(window.average(3)).as("asked late").isEqualTo(15.0 / 5);
        assertThat(window.average(6)).as("short hole").isEqualTo((15.0 - 1 - 2) / (5 - 2));
        assertThat(window.average(10)).as("long hole").isZero();

        window.record(6, 91);
        assertThat(window.average(6)).as("write after a hole").isEqualTo((15.0 - 1 - 2 + 91) / 5);

        window.record(60, 1984);
        assertThat(window.average(60)).as("far later").isEqualTo(1984);
        window.record(57, 4);
        assertThat(window.average(60)).as("an earlier second").isEqualTo((4.0 + 1984) / 4);
        window.record(61, 5);
        assertThat(window.average(61)).isEqualTo((4.0 + 1984 + 5) / 5);
        window.record(58, 10);
        assertThat(window.average(61)).isEqualTo((4.0 + 10 + 1984 + 5) / 5);
        window.record(55, 10);
        assertThat(window.average(61)).as("too early").isEqualTo((4.0 + 10 + 1984 + 5) / 5);
        window.record(56, 10);
        assertThat(window.average(61)).as("just too early").isEqualTo((4.0 + 10 + 1984 + 5) / 5);
        window.record(66, 10);
        assertThat(window.average(66)).as("silent for exactly a window").isEqualTo(10);
    }

    /** {@code TestDescendingRecord}. */
    @Test
    void averagesWritesInDescendingOrder() {
        LoadWindow window = linear(5);
        for (int second = 8; second >= 0; second--) {
            window.record(second, 5);
        }

        assertThat(window.average(5)).isEqualTo(5);
    }

    /** {@code TestTimedFloat64BucketsManyReps} and {@code ...WithNonMonotonicalOrder}: sums are 100. */
    @Test
    void addsUpWhatOneSecondBrings() {
        int[] shuffled = {0, 3, 2, 1, 4};
        LoadWindow inOrder = linear(60);
        LoadWindow outOfOrder = linear(60);
        for (int place = 0; place < 5; place++) {
            for (int i = 0; i < 5; i++) {
                inOrder.record(place, place + i);
                outOfOrder.record(shuffled[place], place + i);
            }
        }

        assertThat(inOrder.average(4)).isEqualTo(100.0 / 5);
        assertThat(outOfOrder.average(4)).isEqualTo(100.0 / 5);
    }

    /** {@code TestTimedFloat64BucketsHoles}. */
    @Test
    void aHoleEmptiesItsSeconds() {
        LoadWindow window = linear(5);
        for (int second = 0; second < 5; second++) {
            window.record(second, second + 1);
        }
        assertThat(window.average(4)).isEqualTo(15.0 / 5);

        window.record(8, 2);

        assertThat(window.average(8)).isEqualTo((5.0 + 2) / 5);
    }

    /** {@code TestTimedFloat64BucketsResizeWindow}. */
    @Test
    void keepsTheNewestSecondsWhenResized() {
        LoadWindow window = linear(5);
        for (int second = 0; second < 6; second++) {
            window.record(second, second + 1);
        }
        assertThat(window.average(5)).isEqualTo(20.0 / 5);

        window.resize(10, 5);
        assertThat(window.average(5)).as("at most five seconds are known").isEqualTo(20.0 / 5);

        window.record(6, 7);
        assertThat(window.average(6)).isEqualTo(4.5);

        window.resize(4, 6);
        assertThat(window.average(6)).isEqualTo((27.0 - 2 - 3) / 4);
    }

    @Test
    void aResizeAfterAWindowOfSilenceForgetsEverything() {
        LoadWindow window = linear(5);
        window.record(0, 9);

        window.resize(10, 6);
        window.record(7, 3);

        assertThat(window.average(7)).isEqualTo(3);
    }

    /** {@code TestTimedFloat64BucketsWeightedAverage}. */
    @Test
    void weighsByAge() {
        LoadWindow window = new LoadWindow(Aggregation.WEIGHTED_EXPONENTIAL, 5);
        double m = LoadWindow.smoothingCoefficient(5);
        window.record(0, 2);
        assertThat(window.average(0)).isEqualTo(2 * m);
        assertThat(window.average(1)).isEqualTo(2 * (m * (1 - m)));
        window.record(1, 2);
        assertThat(window.average(1)).isCloseTo(2 * m * (1 - m) + 2 * m, within(1e-12));
        for (int i = 0; i < 5; i++) {
            window.record(2 + i, i + 2);
        }
        double keep = 1 - m;
        double expected =
                6 * m + 5 * m * keep + 4 * m * keep * keep + 3 * m * Math.pow(keep, 3) + 2 * m * Math.pow(keep, 4);
        assertThat(window.average(6)).isCloseTo(expected, within(1e-12));
        assertThat(window.average(16)).isZero();
    }

    /** {@code TestComputeDecayMultiplier}, to its printed digits. */
    @ParameterizedTest
    @CsvSource({"100, 0.2", "60, 0.2", "40, 0.20567", "6, 0.78456"})
    void smoothsByTheWindowsLength(int buckets, double coefficient) {
        assertThat(LoadWindow.smoothingCoefficient(buckets)).isCloseTo(coefficient, within(5e-6));
    }

    /** {@code TestRoundToNDigits}, at the six digits that averages have. */
    @Test
    void roundsToSixDecimalsAwayFromZero() {
        LoadWindow window = linear(3);
        window.record(0, 1);
        window.record(1, 0);
        window.record(2, 0);
        assertThat(window.average(2)).isEqualTo(0.333333);

        LoadWindow half = linear(1);
        half.record(0, 0.0000125);
        assertThat(half.average(0)).isEqualTo(0.000013);
        half.record(1, -0.0000125);
        assertThat(half.average(1)).isEqualTo(-0.000013);
    }

    @Test
    void anEmptyWindowIsSilentForLongerThanItself() {
        LoadWindow window = linear(5);
        assertThat(window.isEmpty(0)).isTrue();
        window.record(0, 1);
        assertThat(window.isEmpty(5)).isFalse();
        assertThat(window.isEmpty(6)).isTrue();
        assertThat(window.average(5)).isZero();
    }

    @Test
    void secondsMayComeFromAnyEpoch() {
        LoadWindow window = linear(5);
        window.record(-3, 6);
        window.record(-1, 3);

        assertThat(window.average(-1)).isEqualTo(3);
        assertThat(window.average(1)).isEqualTo(3);
        assertThat(window.average(2)).isEqualTo(1.5);
    }
}
