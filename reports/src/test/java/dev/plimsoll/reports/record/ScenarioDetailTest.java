package dev.plimsoll.reports.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.plimsoll.reports.testing.CanaryRuns;
import dev.plimsoll.reports.testing.ColdStartTrials;
import dev.plimsoll.reports.testing.ScenarioRuns;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScenarioDetailTest {
    @Test
    void everyKindOfDetailIsReadBackAsItWasWritten() throws JsonProcessingException {
        ColdStartDetail coldStart = new ColdStartDetail(ColdStartTrials.cold(2, "minScale 0", 1, 1), 0.05, 5_000_000L);
        AutoscalingDetail autoscaling = new AutoscalingDetail(
                "iris-00001",
                Map.of("stable-window", "60s"),
                "step",
                List.of(new AutoscalingDetail.LoadEvent(5, AutoscalingDetail.LoadEvent.Kind.UP, null, "up")),
                List.of(new AutoscalingDetail.Observation(1, 2, 3, null, 0.5, null, true)),
                List.of(new AutoscalingDetail.Prediction(2, 3, "")),
                new AutoscalingDetail.Settings(5, 0.95, null, 7L, 0.9));
        for (RunDescription description : List.of(
                CanaryRuns.drill().description(),
                ScenarioRuns.of("coldStart", coldStart, List.of()).description(),
                ScenarioRuns.of("autoscaling", autoscaling, List.of()).description())) {
            assertThat(RunJson.MAPPER.readValue(RunJson.write(description), RunDescription.class))
                    .isEqualTo(description);
        }
    }

    @Test
    void theTypeAndTheWordsOfTheFormatAreStable() {
        assertThat(RunJson.write(CanaryRuns.drill().description()))
                .contains("\"type\" : \"canary\"", "\"mode\" : \"canary\"", "\"asked\" : \"rollBack\"");
    }

    @Test
    void aShiftThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new CanaryDetail.Shift(0, 101, 5)).hasMessage("a percentage is 0 to 100, not 101");
        assertThatThrownBy(() -> new CanaryDetail.Shift(5, 10, 5))
                .hasMessage("a shift must last: it is from 5 until 5");
    }
}
