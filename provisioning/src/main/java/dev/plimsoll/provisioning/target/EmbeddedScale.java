package dev.plimsoll.provisioning.target;

import dev.plimsoll.provisioning.embedded.DataPlaneEvent;
import dev.plimsoll.provisioning.embedded.EmbeddedException;
import dev.plimsoll.provisioning.embedded.EmbeddedProcess;
import dev.plimsoll.provisioning.embedded.KnativeMode;
import dev.plimsoll.provisioning.embedded.ScaleState;
import dev.plimsoll.provisioning.knative.AutoscalerConfig;
import dev.plimsoll.provisioning.knative.RevisionAnnotations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The scale of the embedded target's revision. */
final class EmbeddedScale implements ScaleToZeroControl {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int CLOCK_READINGS = 8;

    private final EmbeddedProcess process;
    private final KnativeMode mode;
    private final long clockOffsetNanos;

    EmbeddedScale(EmbeddedProcess process, KnativeMode mode) throws EmbeddedException {
        this.process = process;
        this.mode = mode;
        this.clockOffsetNanos = clockOffset(process);
    }

    /**
     * Our clock less the child's, from the exchange that took least time. Where nothing speaks against one clock for both (on
     * Linux there is one), it is 0, free of the exchange's error.
     */
    private static long clockOffset(EmbeddedProcess process) throws EmbeddedException {
        long best = Long.MAX_VALUE;
        long offset = 0;
        for (int i = 0; i < CLOCK_READINGS; i++) {
            long before = System.nanoTime();
            long theirs = process.clockNanos();
            long after = System.nanoTime();
            if (after - before < best) {
                best = after - before;
                offset = theirs >= before && theirs <= after ? 0 : before + (after - before) / 2 - theirs;
            }
        }
        return offset;
    }

    @Override
    public Optional<String> obstacle() {
        AutoscalerConfig config = AutoscalerConfig.parse(mode.autoscaler());
        if (!config.enableScaleToZero()) {
            return Optional.of("its ConfigMap has enable-scale-to-zero: false");
        }
        int least =
                new RevisionAnnotations(mode.annotations()).bounds(config, true).min();
        return least > 0 ? Optional.of("it keeps at least " + least + " by min-scale") : Optional.empty();
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>(mode.autoscaler());
        mode.annotations().forEach((key, value) -> settings.put(key.substring(key.indexOf('/') + 1), value));
        settings.put("containerConcurrency", Integer.toString(mode.containerConcurrency()));
        return settings;
    }

    @Override
    public OptionalLong waitForZero(Duration still, Duration patience) throws TargetException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        OptionalLong since = OptionalLong.empty();
        while (true) {
            long now = System.nanoTime();
            ScaleState state = state();
            if (state.existing() > 0 || state.inFlight() > 0) {
                since = OptionalLong.empty();
            } else if (since.isEmpty()) {
                since = OptionalLong.of(now);
            }
            if (since.isPresent() && now - since.getAsLong() >= still.toNanos()) {
                return OptionalLong.of(now);
            }
            if (now >= deadline) {
                return OptionalLong.empty();
            }
            Thread.sleep(POLL);
        }
    }

    @Override
    public int replicas() throws TargetException {
        return state().existing();
    }

    private ScaleState state() throws TargetException {
        try {
            return process.scale().orElseThrow();
        } catch (EmbeddedException e) {
            throw new TargetException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public List<DataPlaneEvent.Logged> eventsAfter(long number) throws TargetException {
        try {
            return process.eventsAfter(number).stream()
                    .map(logged -> new DataPlaneEvent.Logged(
                            logged.number(),
                            logged.revision(),
                            logged.epochNanos(),
                            logged.monotonicNanos() + clockOffsetNanos,
                            logged.event()))
                    .toList();
        } catch (EmbeddedException e) {
            throw new TargetException(String.valueOf(e.getMessage()), e);
        }
    }
}
