package dev.plimsoll.reports.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.stats.Interval;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FiguresTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 s",
                "640 | 640 ns",
                "999.4 | 999 ns",
                "999.6 | 1 µs",
                "12345 | 12.3 µs",
                "999499 | 999 µs",
                "999600 | 1 ms",
                "12345678 | 12.3 ms",
                "-12345678 | -12.3 ms",
                "250000000 | 250 ms",
                "999600000 | 1 s",
                "85200000000 | 85.2 s",
                "125000000000 | 2 min 5 s",
                "300000000000 | 5 min",
                "7199600000000 | 120 min",
                "12000000000000 | 3 h 20 min",
                "10800000000000 | 3 h",
            })
    void durationsHaveThreeSignificantDigitsAndTheUnitThatFits(double nanos, String words) {
        assertThat(Figures.duration(nanos)).isEqualTo(words);
    }

    @Test
    void measuredDurationsKeepTheirZeros() {
        assertThat(Figures.measured(10_000_000)).isEqualTo("10.0 ms");
        assertThat(Figures.measured(5_000)).isEqualTo("5.00 µs");
        assertThat(Figures.measured(250_000_000)).isEqualTo("250 ms");
        assertThat(Figures.measured(0)).isEqualTo("0 s");
        assertThat(Figures.duration(Duration.ofMillis(1500))).isEqualTo("1.5 s");
    }

    @Test
    void anIntervalOfDurationsIsInOneUnitToOneDecimal() {
        assertThat(Figures.duration(interval(12.34e6, 11.9e6, 12.81e6))).isEqualTo("12.3 ms (11.9 to 12.8)");
        assertThat(Figures.duration(interval(950e6, 880e6, 1020e6))).isEqualTo("950 ms (880 to 1,020)");
        assertThat(Figures.duration(interval(14.6e6, 12.7e6, 10e9))).isEqualTo("14.6 ms (12.7 to 10,000)");
        assertThat(Figures.duration(interval(1.24e9, 0.981e9, 3.41e9))).isEqualTo("1.24 s (0.98 to 3.41)");
        assertThat(Figures.duration(interval(14.6e6, 12.7e6, Double.POSITIVE_INFINITY)))
                .isEqualTo("14.6 ms (12.7 to no bound)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 %",
                "1 | 100 %",
                "0.99 | 99 %",
                "0.9953 | 99.53 %",
                "0.99953 | 99.953 %",
                "0.999999999 | 99.9999999 %",
                "0.5 | 50 %",
                "0.0384 | 3.84 %",
                "0.000012345 | 0.00123 %",
            })
    void sharesKeepTheDigitsOfTheSmallerPart(double share, String words) {
        assertThat(Figures.share(share)).isEqualTo(words);
    }

    @Test
    void onlyAWholeShareIsPrintedAsAHundredPercent() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            double almost = 1 - Math.pow(10, -15 * random.nextDouble());
            assertThat(Figures.share(almost).equals("100 %")).as("%s", almost).isEqualTo(almost == 1);
        }
    }

    @Test
    void anIntervalOfSharesHasOneNumberOfDecimals() {
        assertThat(Figures.share(interval(0.9602, 0.9567, 0.9637))).isEqualTo("96.02 % (95.67 to 96.37)");
        assertThat(Figures.share(interval(0.965, 0.96, 0.97))).isEqualTo("96.50 % (96.00 to 97.00)");
        assertThat(Figures.share(interval(1, 0.999835, 1))).isEqualTo("100 % (99.9835 to 100)");
    }

    @Test
    void countsAreWholeAndMarkTheirThousands() {
        assertThat(Figures.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Figures.count(1, "error")).isEqualTo("1 error");
        assertThat(Figures.count(0, "error")).isEqualTo("0 errors");
        assertThat(Figures.count(12_000, "request")).isEqualTo("12,000 requests");
    }

    @Test
    void ratesAndAmountsCarryTheirUnit() {
        assertThat(Figures.rate(203.4)).isEqualTo("203/s");
        assertThat(Figures.rate(0.05)).isEqualTo("0.05/s");
        assertThat(Figures.bytes(512)).isEqualTo("512 B");
        assertThat(Figures.bytes(12_900_000)).isEqualTo("12.3 MiB");
    }

    @Test
    void numbersThatAreNoneSaySo() {
        assertThat(Figures.number(Double.NaN)).isEqualTo("unknown");
        assertThat(Figures.number(Double.NEGATIVE_INFINITY)).isEqualTo("-infinite");
        assertThat(Figures.number(12_345)).isEqualTo("12,300");
        assertThat(Figures.number(1e-7)).isEqualTo("0.0000001");
    }

    private static Interval interval(double estimate, double lower, double upper) {
        return new Interval(estimate, lower, upper, 0.95, "made up");
    }
}
