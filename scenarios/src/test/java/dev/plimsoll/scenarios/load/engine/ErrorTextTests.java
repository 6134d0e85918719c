package dev.plimsoll.scenarios.load.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorTextTests {
    @Test
    void valuesOfHeadersAreBlankedWholeAndInTheirParts() {
        assertThat(ErrorText.redact("bad token abc123 in 'Bearer abc123'", List.of("Bearer abc123")))
                .isEqualTo("bad token [redacted] in '[redacted]'");
    }

    @Test
    void aShortValueIsNoSecretAndGarblesNothing() {
        assertThat(ErrorText.redact("got 1 row", List.of("1"))).isEqualTo("got 1 row");
    }

    @Test
    void aMessageIsOneLineOfAtMost300Characters() {
        assertThat(ErrorText.redact("a\r\nb\u0007c", List.of())).isEqualTo("a  b c");
        assertThat(ErrorText.redact("x".repeat(1000), List.of())).hasSize(300);
    }

    @Test
    void aSecretThatTheCutWouldSplitIsBlankedAheadOfTheCut() {
        assertThat(ErrorText.redact("x".repeat(297) + "secret-value", List.of("secret-value")))
                .doesNotContain("sec");
    }
}
