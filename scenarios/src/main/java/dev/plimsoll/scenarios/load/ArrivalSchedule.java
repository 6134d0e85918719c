package dev.plimsoll.scenarios.load;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/**
 * When requests are meant to start: a value computed from a seed before the run. Plain data, so that it can be sent to the
 * injector; the injector walks it without allocation.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ArrivalSchedule.Constant.class, name = "constant"),
    @JsonSubTypes.Type(value = ArrivalSchedule.Poisson.class, name = "poisson"),
})
public sealed interface ArrivalSchedule {
    /** Equal gaps of {@code 1/ratePerSecond}. */
    record Constant(double ratePerSecond, Duration duration) implements ArrivalSchedule {}

    /** Exponential gaps with mean {@code 1/ratePerSecond}, drawn from {@code seed}. */
    record Poisson(double ratePerSecond, Duration duration, long seed) implements ArrivalSchedule {}

    Duration duration();
}
