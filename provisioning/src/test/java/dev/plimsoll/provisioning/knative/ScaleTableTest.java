package dev.plimsoll.provisioning.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

class ScaleTableTest {

    private static final int CALLS = 58;

    /**
     * The decisions of upstream's {@code pkg/autoscaler/scaling/autoscaler_test.go}, test by test: the averages its static
     * metric client gives, and what {@code Scale} answered. Where upstream's fixture has no stable window or total and does not
     * need it, the table has 60 s and 1.
     */
    @Test
    void decidesAsInUpstreamsAutoscalerTests() {
        List<JsonNode> rows = UpstreamTables.rows("upstream-scale.jsonl");

        SoftAssertions.assertSoftly(softly -> rows.forEach(row -> check(row, softly)));
        assertThat(rows.stream().mapToInt(row -> row.get("calls").size()).sum()).isEqualTo(CALLS);
    }

    private static void check(JsonNode row, SoftAssertions softly) {
        long start = row.get("start").longValue();
        Kpa kpa = new Kpa(
                spec(row.get("spec")),
                Kpa.WhenSilent.ZERO_LOAD,
                start,
                row.get("ready").intValue());
        for (JsonNode call : row.get("calls")) {
            long now = start + call.get("at").longValue();
            if (call.has("spec")) {
                kpa.update(spec(call.get("spec")), now);
            }
            kpa.decide(
                    now,
                    call.get("ready").intValue(),
                    call.get("stable").doubleValue(),
                    call.get("panic").doubleValue());
            String where = row.get("test").textValue() + " " + call;
            softly.assertThat(kpa.desired())
                    .as(where)
                    .isEqualTo(call.get("desired").intValue());
            softly.assertThat(kpa.excessBurstCapacity())
                    .as(where)
                    .isEqualTo(call.get("excessBurstCapacity").intValue());
            softly.assertThat(kpa.inPanic())
                    .as(where)
                    .isEqualTo(call.get("inPanic").booleanValue());
        }
    }

    private static KpaSpec spec(JsonNode spec) {
        return new KpaSpec(
                spec.get("ScalingMetric").textValue().equals("rps") ? ScalingMetric.RPS : ScalingMetric.CONCURRENCY,
                Aggregation.LINEAR,
                spec.get("MaxScaleUpRate").doubleValue(),
                spec.get("MaxScaleDownRate").doubleValue(),
                spec.get("TargetValue").doubleValue(),
                spec.get("TotalValue").doubleValue(),
                spec.get("TargetBurstCapacity").doubleValue(),
                100,
                spec.get("PanicThreshold").doubleValue(),
                Duration.ofNanos(spec.get("StableWindow").longValue()),
                Duration.ofSeconds(6),
                Duration.ofNanos(spec.get("ScaleDownDelay").longValue()),
                spec.get("ActivationScale").intValue(),
                spec.get("Reachable").booleanValue());
    }

    /** {@code TestStartInPanicMode}: 0 and 1 ready pods start in stable mode, 2 in panic mode. */
    @Test
    void startsInPanicModeWithMoreThanOneReadyPod() {
        for (int ready = 0; ready < 5; ready++) {
            Kpa kpa = new Kpa(defaults(), Kpa.WhenSilent.ZERO_LOAD, 0, ready);

            assertThat(kpa.inPanic()).as("%d ready", ready).isEqualTo(ready > 1);
        }
    }

    /** {@code TestAutoscalerNoDataNoAutoscale}. */
    @Test
    void doesNotDecideWithoutDataWhenTheRevisionIsScraped() {
        Kpa kpa = new Kpa(defaults(), Kpa.WhenSilent.NO_DECISION, 0, 1);

        assertThat(kpa.tick(0, 1)).isFalse();
        assertThat(kpa.decision().valid()).isFalse();
    }

    /** Upstream's {@code createScaler}: -1 and 0 stand as they are, anything else is what the initial scale lacks. */
    @Test
    void knowsTheExcessBurstCapacityBeforeTheFirstDecision() {
        assertThat(Kpa.initialExcessBurstCapacity(defaults(), 1)).isEqualTo(100 - 211);
        assertThat(Kpa.initialExcessBurstCapacity(withBurst("-1"), 7)).isEqualTo(-1);
        assertThat(Kpa.initialExcessBurstCapacity(withBurst("0"), 7)).isZero();
        assertThat(Kpa.initialExcessBurstCapacity(withBurst("150"), 3)).isEqualTo(150);
    }

    @Test
    void neitherRecordingNorTickingAllocates() {
        Kpa kpa = new Kpa(defaults(), Kpa.WhenSilent.ZERO_LOAD, 0, 0);
        run(kpa, 0, 20_000);
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long before = threads.getCurrentThreadAllocatedBytes();
        run(kpa, 20_000, 40_000);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
    }

    private static void run(Kpa kpa, int from, int to) {
        for (int second = from; second < to; second++) {
            kpa.record(second * 1_000_000_000L, second % 300);
            kpa.tick(second * 1_000_000_000L, kpa.desired());
        }
    }

    @Test
    void refusesToChangeARevisionsAggregation() {
        Kpa kpa = new Kpa(defaults(), Kpa.WhenSilent.ZERO_LOAD, 0, 0);
        KpaSpec weighted = new RevisionAnnotations(
                        Map.of("autoscaling.knative.dev/metric-aggregation-algorithm", "weightedExponential"))
                .spec(AutoscalerConfig.defaults(), 0, true);

        assertThatThrownBy(() -> kpa.update(weighted, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a revision's aggregation cannot change from linear to weighted-exponential");
    }

    private static KpaSpec withBurst(String burst) {
        return new RevisionAnnotations(Map.of("autoscaling.knative.dev/target-burst-capacity", burst))
                .spec(AutoscalerConfig.defaults(), 0, true);
    }

    private static KpaSpec defaults() {
        return new RevisionAnnotations(Map.of()).spec(AutoscalerConfig.defaults(), 0, true);
    }
}
