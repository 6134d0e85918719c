package dev.plimsoll.provisioning.knative;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plimsoll.provisioning.knative.ScaleToZero.Activity;
import dev.plimsoll.provisioning.knative.ScaleToZero.Mode;
import dev.plimsoll.provisioning.knative.ScaleToZero.Outcome;
import dev.plimsoll.provisioning.knative.ScaleToZero.Reason;
import dev.plimsoll.provisioning.knative.ScaleToZero.Settings;
import dev.plimsoll.provisioning.knative.ScaleToZero.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

class ScaleToZeroTest {
    private static final long SECOND = 1_000_000_000L;

    /** Cases of {@code TestScaler} and {@code TestDisableScaleToZero}, {@code kpa/scaler_test.go}. */
    @Test
    void decidesAsInTestScalerAndTestDisableScaleToZero() {
        List<JsonNode> rows = UpstreamTables.rows("upstream-scaler.jsonl");

        SoftAssertions.assertSoftly(softly -> rows.forEach(row -> check(row, softly)));
        assertThat(rows).hasSize(43);
    }

    private static void check(JsonNode row, SoftAssertions softly) {
        boolean reachable = UpstreamTables.reachable(row);
        Settings settings = Settings.of(
                UpstreamTables.config(row.get("config")),
                new RevisionAnnotations(UpstreamTables.strings(row.get("annotations"))),
                Duration.ofSeconds(row.get("progressDeadline").longValue()),
                reachable);
        Activity activity = switch (row.get("active").textValue()) {
            case "True" -> Activity.ACTIVE;
            case "False" -> Activity.INACTIVE;
            default -> Activity.ACTIVATING;
        };
        Step step = ScaleToZero.step(
                settings,
                activity,
                seconds(row, "age"),
                row.get("initialized").booleanValue(),
                row.get("mode").textValue().equals("Proxy") ? Mode.PROXY : Mode.SERVE,
                seconds(row, "proxyFor"),
                row.get("scaleTo").intValue(),
                () -> row.get("probe").booleanValue());
        boolean scales = step.apply() && step.want() != row.get("start").intValue();
        softly.assertThat(step.want())
                .as("scale of %s", row)
                .isEqualTo(row.get("want").intValue());
        softly.assertThat(scales)
                .as("scaling of %s", row)
                .isEqualTo(row.get("scaled").booleanValue());
        softly.assertThat(step.recheckAfter().isZero() ? 0 : 1)
                .as("look again of %s", row)
                .isEqualTo(row.get("enqueued").intValue());
        softly.assertThat(step.probeActivator() ? 1 : 0)
                .as("probe of %s", row)
                .isEqualTo(row.get("asyncProbes").intValue());
    }

    private static Duration seconds(JsonNode row, String field) {
        return Duration.ofNanos((long) (row.get(field).doubleValue() * SECOND));
    }

    @Test
    void goesFromFirstPodToZeroAndBack() {
        ScaleToZero scaler = new ScaleToZero(settings(Map.of()), 0);

        Outcome starting = scaler.reconcile(0, ScaleToZero.UNKNOWN, 0, 1, 0, () -> true);
        assertThat(starting.reason()).isEqualTo(Reason.ACTIVATING);
        assertThat(starting.activity()).isEqualTo(Activity.ACTIVATING);

        Outcome serving = scaler.reconcile(5 * SECOND, 1, 3, 1, 1, () -> true);
        assertThat(serving.mode()).isEqualTo(Mode.SERVE);
        assertThat(serving.activity()).isEqualTo(Activity.ACTIVE);

        Outcome idle = scaler.reconcile(10 * SECOND, 0, 3, 1, 1, () -> true);
        assertThat(idle.replicas()).isEqualTo(1);
        assertThat(idle.reason()).isEqualTo(Reason.ACTIVE_TOO_SHORT);
        assertThat(idle.recheckAfter()).isEqualTo(Duration.ofSeconds(55));

        Outcome deactivated = scaler.reconcile(65 * SECOND, 0, 3, 1, 1, () -> true);
        assertThat(deactivated.replicas()).isEqualTo(1);
        assertThat(deactivated.activity()).isEqualTo(Activity.INACTIVE);
        assertThat(deactivated.mode()).isEqualTo(Mode.PROXY);

        Outcome unseen = scaler.reconcile(66 * SECOND, 0, 3, 1, 1, () -> false);
        assertThat(unseen.probeActivator()).isTrue();

        Outcome waiting = scaler.reconcile(67 * SECOND, 0, 3, 1, 1, () -> true);
        assertThat(waiting.reason()).isEqualTo(Reason.GRACE_PERIOD);
        assertThat(waiting.recheckAfter()).isEqualTo(Duration.ofSeconds(28));

        Outcome zero = scaler.reconcile(95 * SECOND, 0, 3, 1, 1, () -> true);
        assertThat(zero.replicas()).isZero();
        assertThat(zero.reason()).isEqualTo(Reason.INACTIVE_LONG_ENOUGH);

        Outcome woken = scaler.reconcile(200 * SECOND, 2, -1, 0, 0, () -> true);
        assertThat(woken.replicas()).isEqualTo(2);
        assertThat(woken.mode()).isEqualTo(Mode.PROXY);
        assertThat(woken.activity()).isEqualTo(Activity.ACTIVATING);
    }

    @Test
    void takesTheFastPathWhenTheActivatorWasInThePathAllAlong() {
        ScaleToZero scaler = new ScaleToZero(settings(Map.of()), 0);
        scaler.reconcile(0, 1, -5, 1, 1, () -> true);
        scaler.reconcile(60 * SECOND, 0, -5, 1, 1, () -> true);

        Outcome zero = scaler.reconcile(63 * SECOND, 0, -5, 1, 1, () -> true);

        assertThat(zero.replicas()).isZero();
        assertThat(zero.reason()).isEqualTo(Reason.PROXIED_LONG_ENOUGH);
    }

    @Test
    void keepsMinScaleForEver() {
        ScaleToZero scaler = new ScaleToZero(settings(Map.of("autoscaling.knative.dev/min-scale", "1")), 0);
        scaler.reconcile(0, 1, 3, 1, 1, () -> true);

        Outcome later = scaler.reconcile(1_000_000 * SECOND, 0, 3, 1, 1, () -> true);

        assertThat(later.replicas()).isEqualTo(1);
        assertThat(later.reason()).isEqualTo(Reason.ABOVE_ZERO);
        assertThat(later.activity()).isEqualTo(Activity.ACTIVE);
    }

    private static Settings settings(Map<String, String> annotations) {
        return Settings.of(
                AutoscalerConfig.defaults(), new RevisionAnnotations(annotations), Duration.ofMinutes(10), true);
    }
}
