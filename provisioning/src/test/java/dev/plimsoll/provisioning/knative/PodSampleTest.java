package dev.plimsoll.provisioning.knative;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodSampleTest {

    /** Cases of {@code TestPopulationMeanSampleSize}, {@code pkg/autoscaler/metrics/sample_size_test.go}. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 2", "5, 4", "10, 7", "100, 14", "1000, 16"})
    void asksAsManyPodsAsInTestPopulationMeanSampleSize(int pods, int expected) {
        assertThat(PodSample.size(pods)).isEqualTo(expected);
    }
}
