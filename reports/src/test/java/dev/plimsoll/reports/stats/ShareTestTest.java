package dev.plimsoll.reports.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ShareTestTest {
    @Test
    void tellingTenFromFifteenPercentTakesAboutAThousandAndEightyRequests() {
        assertThat(new ShareTest(0.10, 0.05, 0.01, 0.99).sampleSize()).isEqualTo(1_068);
        assertThat(new ShareTest(0.50, 0.05, 0.01, 0.99).sampleSize()).isEqualTo(2_433);
    }

    @Test
    void everyLargerSampleKeepsBothPromises() {
        for (double declared : new double[] {0.01, 0.05, 0.10, 0.25, 0.50, 0.90, 0.97}) {
            ShareTest test = new ShareTest(declared, 0.05, 0.01, 0.99);
            int size = test.sampleSize();
            for (int n = size; n < 3 * size; n += 1 + n / 200) {
                assertThat(test.powerAt(declared, n)).as("%s, %d", declared, n).isLessThanOrEqualTo(0.01);
                if (declared + 0.05 <= 1) {
                    assertThat(test.powerAt(declared + 0.05, n))
                            .as("%s, %d", declared, n)
                            .isGreaterThanOrEqualTo(0.99);
                }
                if (declared >= 0.05) {
                    assertThat(test.powerAt(declared - 0.05, n))
                            .as("%s, %d", declared, n)
                            .isGreaterThanOrEqualTo(0.99);
                }
            }
            assertThat(Math.min(
                            declared + 0.05 <= 1 ? test.powerAt(declared + 0.05, size - 1) : 1,
                            declared >= 0.05 ? test.powerAt(declared - 0.05, size - 1) : 1))
                    .isLessThan(0.99);
        }
    }

    @Test
    void aMillionRequestsDoNotCondemnADifferenceThatNobodyMinds() {
        ShareTest test = new ShareTest(0.10, 0.05, 0.01, 0.99);
        assertThat(test.p(102_000, 1_000_000)).isLessThan(1e-9);
        assertThat(test.contradictedBy(102_000, 1_000_000)).isFalse();
        assertThat(test.contradictedBy(151_500, 1_000_000)).isTrue();
    }

    @Test
    void theProbabilityIsTheExactDoubledTail() {
        ShareTest test = new ShareTest(0.5, 0.1, 0.01, 0.99);
        assertThat(test.p(1, 10)).isCloseTo(2 * 11 / 1024.0, within(1e-12));
        assertThat(test.p(5, 10)).isEqualTo(1);
    }

    @Test
    void aShareThatCannotBeTestedIsRefused() {
        assertThatThrownBy(() -> new ShareTest(0, 0.05, 0.01, 0.99))
                .hasMessage("the declared share must be between 0 and 1: 0.0");
    }
}
