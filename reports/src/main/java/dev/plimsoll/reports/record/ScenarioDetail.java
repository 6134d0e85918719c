package dev.plimsoll.reports.record;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What a scenario of a kind of its own did and saw beside its requests; part of {@code run.json}. All times are
 * nanoseconds since the run's epoch.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CanaryDetail.class, name = "canary"),
    @JsonSubTypes.Type(value = ColdStartDetail.class, name = "coldStart"),
    @JsonSubTypes.Type(value = AutoscalingDetail.class, name = "autoscaling"),
})
public sealed interface ScenarioDetail permits CanaryDetail, ColdStartDetail, AutoscalingDetail {}
