package dev.plimsoll.reports.verdict;

import java.util.List;

/**
 * What a run comes to, with its evidence. INVALID outweighs FAIL, FAIL outweighs INCONCLUSIVE, and PASS needs every
 * objective.
 *
 * @param judgement of the run
 * @param why one or two sentences for the first screen
 * @param objectives in the order of the SLO file
 * @param findings what scenarios found beside the objectives, for example a canary's split
 * @param warnings what the reader must know before trusting the figures
 */
public record Verdict(
        Judgement judgement,
        String why,
        List<ObjectiveVerdict> objectives,
        List<Finding> findings,
        List<String> warnings) {

    /**
     * A judged fact of a scenario that is no SLO.
     *
     * @param scenario name of the scenario
     * @param name what was checked
     * @param judgement of the check
     * @param observed what was seen, with its interval
     * @param expected what was declared
     * @param reason in words
     */
    public record Finding(
            String scenario, String name, Judgement judgement, String observed, String expected, String reason) {}
}
