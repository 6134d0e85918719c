package dev.plimsoll.provisioning.knative;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Configuration and annotations against what Knative Serving v0.48.1 made of the same inputs: the cases of upstream's own
 * tests ({@code upstream-*.jsonl}) and random ones ({@code recorded-configurations-v0.48.1.jsonl.gz}).
 */
class ConfigurationTablesTest {

    /** Cases of {@code TestNewConfig}, {@code pkg/autoscaler/config/config_test.go}. */
    @Test
    void readsTheConfigMapsOfTestNewConfig() {
        List<JsonNode> rows = UpstreamTables.rows("upstream-config.jsonl");

        SoftAssertions.assertSoftly(softly -> rows.forEach(row -> checkConfig(row, softly)));
        assertThat(rows).hasSize(43);
    }

    private static void checkConfig(JsonNode row, SoftAssertions softly) {
        Map<String, String> input = UpstreamTables.strings(row.get("input"));
        String error = row.get("error").textValue();
        String got = null;
        AutoscalerConfig config = null;
        try {
            config = AutoscalerConfig.parse(input);
        } catch (KnativeConfigException e) {
            got = e.getMessage();
        }
        softly.assertThat(got).as("error of %s", row).isEqualTo(error);
        if (error == null && config != null && row.get("differs").isObject()) {
            softly.assertThat(config).as("%s", row).isEqualTo(UpstreamTables.config(row.get("differs")));
        }
    }

    /** Cases of {@code TestValidateAnnotations}, {@code pkg/apis/autoscaling/annotation_validation_test.go}. */
    @Test
    void refusesTheAnnotationsOfTestValidateAnnotations() {
        List<JsonNode> rows = UpstreamTables.rows("upstream-annotations.jsonl");

        SoftAssertions.assertSoftly(softly -> rows.forEach(row -> softly.assertThat(
                        String.join("\n", annotations(row).problems(UpstreamTables.config(row))))
                .as("%s", row)
                .isEqualTo(row.get("error").textValue())));
        assertThat(rows).hasSize(82);
    }

    /** Cases of {@code TestResolveMetricTarget}, {@code pkg/reconciler/autoscaling/resources/target_test.go}. */
    @Test
    void resolvesTheTargetsOfTestResolveMetricTarget() {
        List<JsonNode> rows = UpstreamTables.rows("upstream-target.jsonl");

        SoftAssertions.assertSoftly(softly -> rows.forEach(row -> {
            KpaSpec spec = spec(row, UpstreamTables.config(row.get("config")));
            softly.assertThat(spec.targetValue())
                    .as("target of %s", row)
                    .isEqualTo(row.get("target").doubleValue());
            softly.assertThat(spec.totalValue())
                    .as("total of %s", row)
                    .isEqualTo(row.get("total").doubleValue());
        }));
        assertThat(rows).hasSize(20);
    }

    /**
     * Cases of {@code TestMakeDecider}, {@code pkg/reconciler/autoscaling/kpa/resources/decider_test.go}. Its fixture leaves
     * rates at 0, which upstream's validation refuses: those fields are left out of the table.
     */
    @Test
    void resolvesTheSpecificationsOfTestMakeDecider() {
        List<JsonNode> rows = UpstreamTables.rows("upstream-decider.jsonl");

        SoftAssertions.assertSoftly(softly -> rows.forEach(row -> {
            AutoscalerConfig config = UpstreamTables.config(row.get("config"));
            checkSpec(row, config, spec(row, config), softly);
        }));
        assertThat(rows).hasSize(19);
    }

    /** Cases of {@code TestGetInitialScale}, same file. */
    @Test
    void resolvesTheInitialScalesOfTestGetInitialScale() {
        List<JsonNode> rows = UpstreamTables.rows("upstream-initial-scale.jsonl");

        SoftAssertions.assertSoftly(softly -> rows.forEach(
                row -> softly.assertThat(annotations(row).initialScale(UpstreamTables.config(row.get("config"))))
                        .as("%s", row)
                        .isEqualTo(row.get("initialScale").intValue())));
        assertThat(rows).hasSize(4);
    }

    @Test
    void agreesWithUpstreamOnRandomConfigurationsAndAnnotations() {
        List<JsonNode> rows = UpstreamTables.rows("recorded-configurations-v0.48.1.jsonl.gz");

        SoftAssertions.assertSoftly(softly -> rows.forEach(row -> {
            if (row.has("annotations")) {
                checkAnnotations(row, softly);
            } else {
                checkConfig(row, softly);
            }
        }));
        assertThat(rows).hasSizeGreaterThan(4_000);
    }

    private static void checkAnnotations(JsonNode row, SoftAssertions softly) {
        AutoscalerConfig config = AutoscalerConfig.parse(UpstreamTables.strings(row.get("input")));
        RevisionAnnotations annotations = annotations(row);
        softly.assertThat(String.join("\n", annotations.problems(config)))
                .as("problems of %s", row)
                .isEqualTo(row.get("error").textValue());
        if (!row.get("error").textValue().isEmpty() || !modelled(row, config)) {
            return;
        }
        KpaSpec spec = spec(row, config);
        checkSpec(row, config, spec, softly);
        JsonNode extra = row.get("extra");
        ScaleBounds bounds = annotations.bounds(config, UpstreamTables.reachable(row));
        softly.assertThat(spec.panicWindow())
                .as("panic window of %s", row)
                .isEqualTo(Duration.ofNanos(extra.get("panicWindow").longValue()));
        softly.assertThat(spec.aggregation() == Aggregation.WEIGHTED_EXPONENTIAL)
                .as("aggregation of %s", row)
                .isEqualTo(extra.get("aggregation").textValue().equals("weighted-exponential"));
        softly.assertThat(bounds)
                .as("bounds of %s", row)
                .isEqualTo(new ScaleBounds(
                        extra.get("min").intValue(), extra.get("max").intValue()));
        softly.assertThat(annotations.podRetention(config, true))
                .as("retention of %s", row)
                .isEqualTo(Duration.ofNanos(extra.get("retention").longValue()));
    }

    /** Whether the pod autoscaler scales this revision, by numbers that a specification can hold. */
    private static boolean modelled(JsonNode row, AutoscalerConfig config) {
        JsonNode spec = row.get("spec");
        return annotations(row).autoscalerClass(config).equals(AutoscalerConfig.KPA_CLASS)
                && spec.get("PanicThreshold").doubleValue() > 0
                && spec.get("ScaleDownDelay").longValue() % 1_000_000_000L == 0
                && spec.get("ScaleDownDelay").longValue() / 1_000_000_000L <= Integer.MAX_VALUE;
    }

    private static void checkSpec(JsonNode row, AutoscalerConfig config, KpaSpec got, SoftAssertions softly) {
        JsonNode want = row.get("spec");
        KpaSpec expected = new KpaSpec(
                want.get("ScalingMetric").textValue().equals("rps") ? ScalingMetric.RPS : ScalingMetric.CONCURRENCY,
                got.aggregation(),
                want.get("MaxScaleUpRate").doubleValue(),
                want.path("MaxScaleDownRate").asDouble(config.maxScaleDownRate()),
                want.get("TargetValue").doubleValue(),
                want.get("TotalValue").doubleValue(),
                want.get("TargetBurstCapacity").doubleValue(),
                want.get("ActivatorCapacity").doubleValue(),
                want.get("PanicThreshold").doubleValue(),
                Duration.ofNanos(want.get("StableWindow").longValue()),
                got.panicWindow(),
                Duration.ofNanos(want.get("ScaleDownDelay").longValue()),
                want.get("ActivationScale").intValue(),
                want.get("Reachable").booleanValue());
        softly.assertThat(got).as("%s", row).isEqualTo(expected);
        softly.assertThat(annotations(row).initialScale(config))
                .as("initial scale of %s", row)
                .isEqualTo(want.get("InitialScale").intValue());
    }

    private static RevisionAnnotations annotations(JsonNode row) {
        return new RevisionAnnotations(UpstreamTables.strings(row.get("annotations")));
    }

    private static KpaSpec spec(JsonNode row, AutoscalerConfig config) {
        return annotations(row)
                .spec(config, row.path("containerConcurrency").intValue(), UpstreamTables.reachable(row));
    }
}
