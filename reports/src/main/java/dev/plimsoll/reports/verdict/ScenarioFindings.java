package dev.plimsoll.reports.verdict;

import dev.plimsoll.reports.record.AutoscalingDetail;
import dev.plimsoll.reports.record.CanaryDetail;
import dev.plimsoll.reports.record.ColdStartDetail;
import dev.plimsoll.reports.record.RunDescription.ScenarioDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.ScenarioDetail;
import dev.plimsoll.reports.verdict.autoscaling.AutoscalingCourt;
import dev.plimsoll.reports.verdict.autoscaling.AutoscalingFindings;
import dev.plimsoll.reports.verdict.canary.CanaryCourt;
import dev.plimsoll.reports.verdict.canary.CanaryFindings;
import dev.plimsoll.reports.verdict.coldstart.ColdStartCourt;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFindings;
import java.util.ArrayList;
import java.util.List;

/** What the scenarios of a run found beside its objectives. */
public final class ScenarioFindings {
    private ScenarioFindings() {}

    /** The findings of all scenarios that have a detail, in the order of the run. */
    public static List<Verdict.Finding> of(RunRecord run) {
        List<Verdict.Finding> findings = new ArrayList<>();
        for (ScenarioDescription scenario : run.description().scenarios()) {
            ScenarioDetail detail = scenario.detail();
            if (detail != null) {
                if (run.requests().beyondLimit() > 0) {
                    findings.add(incomplete(run, scenario));
                }
                findings.addAll(of(run, scenario, detail));
            }
        }
        return findings;
    }

    /** Counts over some of the requests are not counts over all of them. */
    private static Verdict.Finding incomplete(RunRecord run, ScenarioDescription scenario) {
        return new Verdict.Finding(
                scenario.name(),
                "the record holds every request",
                Judgement.INCONCLUSIVE,
                "%d are missing".formatted(run.requests().beyondLimit()),
                "0",
                "the run had more requests than its record keeps one by one: what follows is of those it kept; run shorter or slower");
    }

    private static List<Verdict.Finding> of(RunRecord run, ScenarioDescription scenario, ScenarioDetail detail) {
        return switch (detail) {
            case CanaryDetail canary -> CanaryFindings.of(CanaryCourt.facts(run, scenario, canary));
            case ColdStartDetail coldStart -> ColdStartFindings.of(ColdStartCourt.facts(run, scenario, coldStart));
            case AutoscalingDetail autoscaling ->
                AutoscalingFindings.of(AutoscalingCourt.facts(run, scenario, autoscaling));
        };
    }
}
