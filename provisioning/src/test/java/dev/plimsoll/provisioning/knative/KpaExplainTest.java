package dev.plimsoll.provisioning.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.provisioning.knative.KpaExplain.Comparison;
import dev.plimsoll.provisioning.knative.KpaExplain.Explained;
import dev.plimsoll.provisioning.knative.KpaExplain.Usage;
import dev.plimsoll.provisioning.knative.KpaTrace.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KpaExplainTest {
    private static final KpaSpec SPEC = new KpaSpec(
            ScalingMetric.CONCURRENCY,
            Aggregation.LINEAR,
            2,
            2,
            7,
            10,
            20,
            100,
            2,
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            Duration.ZERO,
            0,
            true);

    /** Loads a second from 0 on, a negative one standing for none; ready pods stay as given. */
    private static KpaTrace trace(KpaSpec spec, int ready, double... loads) {
        List<Sample> samples = new ArrayList<>();
        for (int second = 0; second < loads.length; second++) {
            samples.add(new Sample(second, loads[second] < 0 ? null : loads[second], ready, second % 2 == 0, null));
        }
        return new KpaTrace("made", 1, spec, ready, samples, new TreeSet<>());
    }

    private static List<String> lines(KpaTrace trace, KpaConfiguration configuration, boolean verbose) {
        return KpaExplainText.lines(KpaExplain.explain(trace, configuration), configuration, verbose);
    }

    @Test
    void saysWhyAScaleGrowsAndWhatHeldItBack() {
        KpaTrace trace = trace(SPEC, 1, 40, 40, 40);

        assertThat(lines(trace, KpaConfiguration.of(trace), false))
                .containsExactly(
                        "t=0 s: 1 -> 2: stable 40 over 20 s / target 7 -> 6; panic 40 over 2 s / target 7 -> 6;"
                                + " at most 2 by maxScaleUpRate 2 x 1 ready; panic begins: 6 / 1 ready = 6 >= panicThreshold 2;"
                                + " excess burst capacity 1 x 10 - 20 - 40 -> -50: activator in the path");
    }

    @Test
    void showsOnlyChangesUnlessAskedForEverything() {
        KpaTrace trace = trace(SPEC, 1, 5, 5, 5, 5, 5);

        assertThat(lines(trace, KpaConfiguration.of(trace), false)).hasSize(1);
        assertThat(lines(trace, KpaConfiguration.of(trace), true))
                .hasSize(3)
                .last()
                .asString()
                .isEqualTo("t=4 s: stays at 1: stable 5 over 20 s / target 7 -> 1;"
                        + " excess burst capacity 1 x 10 - 20 - 5 -> -15: activator in the path");
    }

    @Test
    void namesTheEndOfPanicAndWhatHeldTheScaleUp() {
        double[] loads = new double[40];
        loads[0] = 40;
        KpaTrace trace = trace(SPEC, 4, loads);
        List<String> lines = lines(trace, KpaConfiguration.of(trace), true);

        assertThat(lines.get(1)).contains("panic does not go down from 6 to").contains("in panic until 20 s pass");
        assertThat(lines).anyMatch(line -> line.contains("panic ends: below panicThreshold 2 for more than 20 s"));
    }

    @Test
    void theActivatorIsInThePathAtZeroWhateverTheSpareCapacity() {
        KpaTrace trace = trace(SPEC, 1, 0, 0);

        assertThat(lines(trace, KpaConfiguration.of(trace).with("targetBurstCapacity", "1"), true)
                        .getFirst())
                .isEqualTo("t=0 s: 1 -> 0: stable 0 over 20 s / target 7 -> 0; activator in the path at zero");
    }

    @Test
    void namesBoundsDelayAndActivationScale() {
        KpaTrace trace = trace(SPEC, 1, 12, 12, 0, 0, 0, 0);
        KpaConfiguration base = KpaConfiguration.of(trace);

        assertThat(lines(trace, base.with("maxScale", "1"), false).getFirst()).contains("cut from 2 to maxScale 1");
        assertThat(lines(trace, base.with("minScale", "5"), false).getFirst()).contains("raised from 2 to minScale 5");
        assertThat(lines(trace, base.with("activationScale", "3"), false).getFirst())
                .startsWith("t=0 s: 1 -> 3:")
                .contains("raised to activationScale 3");
        assertThat(lines(trace, base.with("scaleDownDelay", "10s").with("panicThreshold", "10"), true)
                        .getLast())
                .contains("kept at 2 instead of 1 by scaleDownDelay 10s");
    }

    @Test
    void agreesWithTheReplayAtEveryTick() {
        KpaTrace trace = trace(SPEC, 3, 1, 50, 3, -1, -1, 80, 0, 0, 9, 14, 2, 33);
        Kpa kpa = new Kpa(SPEC, Kpa.WhenSilent.ZERO_LOAD, 0, 3);
        List<Explained> explained = KpaExplain.explain(trace, KpaConfiguration.of(trace));
        int tick = 0;
        for (Sample sample : trace.samples()) {
            Double load = sample.load();
            long now = sample.second() * 1_000_000_000L;
            if (load != null) {
                kpa.record(now, load);
            }
            if (sample.tick()) {
                kpa.tick(now, sample.ready());
                assertThat(explained.get(tick).decision()).isEqualTo(kpa.decision());
                tick++;
            }
        }
        assertThat(tick).isEqualTo(explained.size()).isEqualTo(6);
    }

    @Test
    void countsWhatAnotherConfigurationCosts() {
        double[] loads = new double[60];
        Arrays.fill(loads, 0, 10, 7);
        KpaTrace trace = trace(SPEC, 1, loads);
        KpaConfiguration base = KpaConfiguration.of(trace);
        KpaConfiguration other = base.with("minScale", "1");

        Comparison comparison = KpaExplain.compare(trace, base, other, Duration.ofSeconds(3));

        // The last loaded second, 9, leaves the window of 20 s at tick 30.
        assertThat(comparison.base()).isEqualTo(new Usage(30, 1, 30, 0));
        assertThat(comparison.other()).isEqualTo(new Usage(60, 1, 0, 0));
        assertThat(comparison.ticks()).isEqualTo(30);
        assertThat(comparison.differingTicks()).isEqualTo(15);
        assertThat(KpaExplainText.lines(comparison, other))
                .startsWith(
                        "with minScale=1: 60 pod-seconds instead of 30 (+100.0 %), peak 1 pods (the same),"
                                + " 0 s at zero instead of 30, 0 s in panic (the same), over 60 s;"
                                + " the scale differs at 15 of 30 ticks",
                        "start-up delay 3s a pod")
                .anyMatch(line -> line.contains("the load is held as recorded"));
    }

    @Test
    void aSlowStartKeepsPodsFromBeingReadyAndTheScaleFromGrowing() {
        double[] loads = new double[30];
        Arrays.fill(loads, 100);
        KpaTrace trace = trace(SPEC, 1, loads);
        KpaConfiguration base = KpaConfiguration.of(trace);

        Usage quick = KpaExplain.compare(trace, base, base, Duration.ZERO).base();
        Usage slow =
                KpaExplain.compare(trace, base, base, Duration.ofSeconds(10)).base();

        assertThat(quick.peakPods()).isEqualTo(15);
        assertThat(slow.podSeconds()).isLessThan(quick.podSeconds());
    }

    @Test
    void changesSettingsInOrderAndTakesThePanicWindowAlong() {
        KpaTrace trace = trace(SPEC, 1, 1);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("stableWindow", "60s");
        values.put("target", "3.5");
        values.put("aggregation", "weighted-exponential");

        KpaConfiguration changed = KpaConfiguration.of(trace).with(values);

        assertThat(changed.spec().stableWindow()).isEqualTo(Duration.ofSeconds(60));
        assertThat(changed.spec().panicWindow()).isEqualTo(Duration.ofSeconds(6));
        assertThat(changed.spec().targetValue()).isEqualTo(3.5);
        assertThat(changed.spec().aggregation()).isEqualTo(Aggregation.WEIGHTED_EXPONENTIAL);
        assertThat(changed.changes())
                .containsExactly("stableWindow=60s", "target=3.5", "aggregation=weighted-exponential");
    }

    @Test
    void refusesSettingsItCannotUse() {
        KpaConfiguration base = KpaConfiguration.of(trace(SPEC, 1, 1));

        assertThatThrownBy(() -> base.with("minscale", "1"))
                .isInstanceOf(KnativeConfigException.class)
                .hasMessageStartingWith("unknown setting \"minscale\": use one of minScale, maxScale,");
        assertThatThrownBy(() -> base.with("stableWindow", "30"))
                .hasMessage("stableWindow=30 cannot be used: time: missing unit in duration \"30\"");
        assertThatThrownBy(() -> base.with("target", "0"))
                .hasMessage("target=0 cannot be used: targetValue must be above 0, got 0.0");
        assertThatThrownBy(() -> base.with("minScale", "4").with("maxScale", "2"))
                .hasMessage("maxScale=2 cannot be used: maxScale 2 is less than minScale 4");
    }
}
