package dev.plimsoll.reports.testing;

import dev.plimsoll.reports.record.ColdStartDetail.Evidence;
import dev.plimsoll.reports.record.ColdStartDetail.Phase;
import dev.plimsoll.reports.record.ColdStartDetail.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes up cold starts of about 2 s in six phases, each with a few milliseconds between them that no phase accounts for. */
public final class ColdStartTrials {
    private static final List<String> PHASES =
            List.of("scale decision", "schedule", "image pull", "container start", "model load", "first answer");
    private static final long[] DECLARED_MILLIS = {200, 100, 400, 300, 900, 50};

    private ColdStartTrials() {}

    /** Cold trials, one every 60 s; the readiness, which nobody waits for, comes after the first byte. */
    public static List<Trial> cold(int count, String setting, double times, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Trial> trials = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            long start = t * 60_000_000_000L + 5_000_000_000L;
            long at = start;
            long containerStarted = 0;
            List<Phase> phases = new ArrayList<>();
            for (int p = 0; p < PHASES.size(); p++) {
                at += random.nextInt(4_000_000);
                long declared = Math.round(DECLARED_MILLIS[p] * times * (0.9 + 0.2 * random.nextDouble()) * 1e6);
                long end = at + declared + random.nextInt(3_000_000);
                phases.add(new Phase(PHASES.get(p), at, end, declared));
                containerStarted = PHASES.get(p).equals("container start") ? end : containerStarted;
                at = end;
            }
            phases.add(new Phase("readiness", at - 100_000_000, at + 300_000_000, null));
            trials.add(new Trial(
                    setting,
                    Map.of("minScale", "0"),
                    List.of((long) t),
                    start,
                    new Evidence(start - 1_000_000_000, "iris-" + t, setting + "-uid-" + t, containerStarted),
                    phases,
                    at + 300_000_000,
                    at));
        }
        return trials;
    }

    /** The same trial with other evidence. */
    public static Trial with(Trial trial, Evidence evidence) {
        return new Trial(
                trial.setting(),
                trial.settings(),
                trial.requestIds(),
                trial.startNanos(),
                evidence,
                trial.phases(),
                trial.readyNanos(),
                trial.firstByteNanos());
    }

    /** The same trial with other phases. */
    public static Trial with(Trial trial, List<Phase> phases) {
        return new Trial(
                trial.setting(),
                trial.settings(),
                trial.requestIds(),
                trial.startNanos(),
                trial.evidence(),
                phases,
                trial.readyNanos(),
                trial.firstByteNanos());
    }
}
