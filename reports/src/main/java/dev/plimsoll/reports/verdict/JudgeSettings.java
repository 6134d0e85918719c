package dev.plimsoll.reports.verdict;

/**
 * How a run is judged.
 *
 * @param confidence two-sided confidence of each objective's interval, 0 to 1 exclusive; objectives are not corrected for one
 *     another, docs/MATH.md says why
 * @param recordedShare share of the scheduled requests that must be recorded for a population to count as declared, 0 to 1
 */
public record JudgeSettings(double confidence, double recordedShare) {
    public static final JudgeSettings DEFAULT = new JudgeSettings(0.95, 0.9);

    public JudgeSettings {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence must be between 0 and 1: " + confidence);
        }
        if (!(recordedShare >= 0 && recordedShare <= 1)) {
            throw new IllegalArgumentException("the share of recorded requests must be from 0 to 1: " + recordedShare);
        }
    }
}
