package dev.plimsoll.scenarios.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ErrorWindowTests {
    private final ErrorWindow window = new ErrorWindow(new AbortGuard(0.1, Duration.ofSeconds(3), 20));

    @Test
    void fewRequestsAreNotJudged() {
        assertThat(window.reasonToStop(0, 19)).isNull();
    }

    @Test
    void aShareAtTheLimitIsAllowedAndOneAboveStops() {
        assertThat(window.reasonToStop(90, 10)).isNull();
        assertThat(window.reasonToStop(90, 11)).contains("11 of 101 requests failed");
    }

    @Test
    void oldErrorsAreForgottenAfterTheWindow() {
        assertThat(window.reasonToStop(0, 15)).isNull();
        assertThat(window.reasonToStop(100, 15)).contains("15 of 115");
        assertThat(window.reasonToStop(200, 15)).isNull();
        assertThat(window.reasonToStop(300, 15)).isNull();
        assertThat(window.reasonToStop(300, 45)).contains("30 of 230");
    }
}
