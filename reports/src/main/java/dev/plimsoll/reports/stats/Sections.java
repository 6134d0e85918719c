package dev.plimsoll.reports.stats;

/**
 * Intervals for a figure of dependent data: the data are cut in time into sections longer than their dependence lasts, and
 * the figure's spread over the sections gives its error.
 *
 * <p>This is sectioning (Asmussen and Glynn 2007, "Stochastic Simulation", V.5; Nakayama 2014, "Confidence intervals for
 * quantiles using sectioning", ACM TOMACS 24): as batching, but centred on the figure of all data, so that the bias of a
 * small section's quantile widens the interval and does not move it.
 */
public final class Sections {
    private Sections() {}

    /**
     * The interval of a figure.
     *
     * @param whole the figure of all data
     * @param sections the figure of each section; at least two
     * @param confidence two-sided
     */
    public static Interval interval(double whole, double[] sections, double confidence) {
        double half = Normal.t((1 + confidence) / 2, sections.length - 1) * error(whole, sections);
        return new Interval(
                whole, whole - half, whole + half, confidence, "sectioning, %d sections".formatted(sections.length));
    }

    /**
     * The figure's standard error. Where neighbouring sections still deviate together, their covariances count too, with the
     * weights of Bartlett up to a sixth of the sections (Newey and West 1987); they can only enlarge it.
     */
    public static double error(double whole, double[] sections) {
        int count = sections.length;
        if (count < 2) {
            throw new IllegalArgumentException("a spread needs two sections, not " + count);
        }
        double alone = covariance(whole, sections, 0);
        double together = alone;
        int lags = count / 6;
        for (int lag = 1; lag <= lags; lag++) {
            together += 2 * (1 - lag / (lags + 1.0)) * covariance(whole, sections, lag);
        }
        return Math.sqrt(Math.max(alone, together) / (count - 1));
    }

    private static double covariance(double whole, double[] sections, int lag) {
        double products = 0;
        for (int i = lag; i < sections.length; i++) {
            products += (sections[i] - whole) * (sections[i - lag] - whole);
        }
        return products / sections.length;
    }

    /**
     * How many times more data a test needs, so that an equivalence within plus or minus {@code margin} is shown with
     * probability {@code power}, at level {@code alpha} for each side, when there is no difference.
     */
    public static double growth(double error, int sections, double margin, double alpha, double power) {
        double wanted = margin / (Normal.t(1 - alpha, sections - 1) + Normal.t((1 + power) / 2, sections - 1));
        return error * error / (wanted * wanted);
    }

    /**
     * A quantile of a sorted array, between its order statistics: type 8 of Hyndman and Fan (1996), whose median is nearly
     * right for every distribution.
     *
     * @param sorted ascending; not empty
     * @param probability 0 to 1
     */
    public static double quantile(long[] sorted, double probability) {
        double place = (sorted.length + 1.0 / 3) * probability + 1.0 / 3;
        int below = Math.clamp((long) Math.floor(place), 1, sorted.length);
        int above = Math.min(below + 1, sorted.length);
        double fraction = Math.clamp(place - below, 0, 1);
        return sorted[below - 1] + fraction * (sorted[above - 1] - sorted[below - 1]);
    }
}
