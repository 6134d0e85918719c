package dev.plimsoll.reports.verdict.canary;

import dev.plimsoll.reports.record.CanaryDetail;
import dev.plimsoll.reports.record.CanaryDetail.Decision;
import dev.plimsoll.reports.record.CanaryDetail.Fault;
import dev.plimsoll.reports.record.CanaryDetail.Shift;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.canary.CanaryFacts.Comparison;
import dev.plimsoll.reports.verdict.canary.CanaryFacts.Drill;
import dev.plimsoll.reports.verdict.canary.CanaryFacts.Outcome;
import dev.plimsoll.reports.verdict.canary.CanaryFacts.ShiftFacts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the facts of a canary scenario and decides what to do with the canary. */
public final class CanaryCourt {
    private CanaryCourt() {}

    /**
     * The facts of one scenario.
     *
     * @param run the whole run
     * @param scenario the scenario in {@code run}
     * @param detail its detail
     */
    public static CanaryFacts facts(RunRecord run, RunDescription.ScenarioDescription scenario, CanaryDetail detail) {
        Traffic traffic = Traffic.of(run, scenario, detail);
        List<ShiftFacts> shifts = new ArrayList<>();
        for (int i = 0; i < detail.shifts().size(); i++) {
            Shift shift = detail.shifts().get(i);
            Shift before = i == 0 ? null : detail.shifts().get(i - 1);
            shifts.add(new ShiftFacts(
                    shift.declaredPercent(),
                    shift.atNanos(),
                    shift.atNanos() + detail.settings().settleLimitNanos(),
                    shift.untilNanos(),
                    SplitCheck.of(traffic, shift, detail.settings()),
                    before == null ? null : EffectCheck.of(traffic, before, shift, detail.settings()),
                    before == null ? null : DropCheck.of(traffic, before, shift, detail)));
        }
        Comparison comparison = Comparer.of(traffic, detail);
        Fault fault = detail.fault();
        Drill drill = fault == null ? null : DrillWatch.of(traffic, detail, fault, worse(comparison));
        List<String> reasons = new ArrayList<>();
        Decision decision = decide(shifts, comparison, drill, reasons);
        return new CanaryFacts(
                scenario.name(),
                detail.stable(),
                detail.canary(),
                detail.mode(),
                shifts,
                comparison,
                drill,
                decision,
                detail.asked(),
                reasons,
                traffic.unattributed(),
                traffic.unsent());
    }

    private static boolean worse(@Nullable Comparison comparison) {
        return comparison != null && comparison.worse();
    }

    private static Decision decide(
            List<ShiftFacts> shifts, @Nullable Comparison comparison, @Nullable Drill drill, List<String> reasons) {
        CanaryFacts.Latency latency = comparison == null ? null : comparison.latency();
        if (worse(comparison) || (drill != null && drill.caught())) {
            if (comparison != null && comparison.errors().outcome() == Outcome.WORSE) {
                reasons.add("it fails more often: " + Words.errors(comparison.errors()));
            }
            if (latency != null && latency.outcome() == Outcome.WORSE) {
                reasons.add("it is slower: " + Words.latency(latency));
            }
            if (drill != null && drill.caught()) {
                reasons.add(drill.reason());
            }
            return Decision.ROLL_BACK;
        }
        boolean shown = comparison != null;
        if (comparison == null) {
            reasons.add("the revisions were not compared: at least %d requests of each are needed in one window"
                    .formatted(Comparer.FEWEST_SECTIONS * Comparer.SMALLEST_SECTION));
        } else {
            if (comparison.errors().outcome() == Outcome.UNDECIDED) {
                shown = false;
                reasons.add("its failures are undecided: " + Words.errors(comparison.errors()));
            }
            if (latency == null) {
                shown = false;
                reasons.add("its latency cannot be told: too few requests were answered");
            } else if (latency.outcome() == Outcome.UNDECIDED) {
                shown = false;
                reasons.add("its latency is undecided: " + Words.latency(latency));
            }
        }
        for (ShiftFacts shift : shifts) {
            shown &= clean(shift, reasons);
        }
        if (shown && comparison != null && latency != null) {
            reasons.add("it does not fail more often: " + Words.errors(comparison.errors()));
            reasons.add("it is not slower: " + Words.latency(latency));
        }
        return shown ? Decision.PROMOTE : Decision.HOLD;
    }

    private static boolean clean(ShiftFacts shift, List<String> reasons) {
        int before = reasons.size();
        String at = "at %d %%: ".formatted(shift.declaredPercent());
        CanaryFacts.Split split = shift.split();
        if (split != null && split.judgement() == Judgement.FAIL) {
            reasons.add(at + split.reason());
        }
        if (split != null && split.sticky() == Judgement.FAIL) {
            reasons.add(at + Words.runs(split.runs()));
        }
        CanaryFacts.Effect effect = shift.effect();
        if (effect != null && effect.judgement() == Judgement.FAIL) {
            reasons.add(at + effect.reason());
        }
        CanaryFacts.Dropped dropped = shift.dropped();
        if (dropped != null && dropped.judgement() == Judgement.FAIL) {
            reasons.add(at + Words.dropped(dropped));
        }
        return reasons.size() == before;
    }
}
