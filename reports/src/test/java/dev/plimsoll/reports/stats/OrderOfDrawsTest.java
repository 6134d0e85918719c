package dev.plimsoll.reports.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Of {@link RunsTest} and {@link ShareChange}. */
final class OrderOfDrawsTest {
    @Test
    void theRunsTestIsWhatCountingAllOrdersGives() {
        int length = 12;
        for (int first = 1; first < length; first++) {
            double[] orders = new double[length + 1];
            double all = 0;
            for (int order = 0; order < 1 << length; order++) {
                if (Integer.bitCount(order) == first) {
                    orders[1 + Integer.bitCount((order ^ (order >> 1)) & ((1 << (length - 1)) - 1))]++;
                    all++;
                }
            }
            double atMost = 0;
            for (int runs = 0; runs <= length; runs++) {
                atMost += orders[runs] / all;
                RunsTest test = RunsTest.of(first, length - first, runs);
                assertThat(test.tooFew()).as("%d of %d", runs, first).isCloseTo(atMost, within(1e-12));
                assertThat(test.tooMany()).isCloseTo(1 - atMost + orders[runs] / all, within(1e-12));
            }
        }
    }

    @Test
    void runsAreCountedInOrder() {
        RunsTest test = RunsTest.of(new boolean[] {true, true, false, true, false, false});
        assertThat(test.runs()).isEqualTo(4);
        assertThat(test.first()).isEqualTo(3);
        assertThat(test.expected()).isEqualTo(4);
        assertThat(RunsTest.of(new boolean[] {true, true}).tooFew()).isEqualTo(1);
        assertThat(RunsTest.of(new boolean[0]).runs()).isZero();
    }

    @Test
    void aChangeIsHeldByItsSetAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(3);
        int held = 0;
        int runs = 2_000;
        for (int r = 0; r < runs; r++) {
            int place = random.nextInt(100, 401);
            double before = random.nextDouble();
            double after = random.nextDouble();
            boolean[] hits = new boolean[500];
            for (int i = 0; i < hits.length; i++) {
                hits[i] = random.nextDouble() < (i < place ? before : after);
            }
            ShareChange change = ShareChange.of(hits, 100, 400, 0.95);
            held += change.lower() <= place && place <= change.upper() ? 1 : 0;
        }
        assertThat(held / (double) runs).isBetween(0.94, 1.0);
    }

    @Test
    void aClearChangeIsFoundWhereItIs() {
        boolean[] hits = new boolean[200];
        for (int i = 120; i < 200; i++) {
            hits[i] = i % 10 != 0 || i == 120;
        }
        assertThat(ShareChange.of(hits, 0, 200, 0.99).estimate()).isEqualTo(120);
    }

    @Test
    void aChangeThatHasNotComeIsAtTheEnd() {
        boolean[] hits = new boolean[200];
        ShareChange change = ShareChange.of(hits, 100, 200, 0.95);
        assertThat(change.upper()).isEqualTo(200);
    }
}
