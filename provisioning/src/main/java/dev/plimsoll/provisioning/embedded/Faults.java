package dev.plimsoll.provisioning.embedded;

/**
 * What is wrong with a revision on purpose. Shares are met exactly and evenly, not drawn: of any n requests in a row, n times
 * the share, rounded up or down, are hit.
 *
 * @param slowNanos added before each answer
 * @param freeze requests get no answer until this is lifted; then they do
 * @param errorShare share of requests answered with an internal error, 0 to 1
 * @param wrongAnswerShare share of requests answered with a wrong class in every row, 0 to 1
 * @param refuse no connection is taken, and those that are open are closed; it is the listener's, so it hits all revisions
 */
record Faults(long slowNanos, boolean freeze, double errorShare, double wrongAnswerShare, boolean refuse) {
    static final Faults NONE = new Faults(0, false, 0, 0, false);

    Faults {
        if (slowNanos < 0) {
            throw new IllegalArgumentException("slowNanos is " + slowNanos + ", must not be negative");
        }
        share("errorShare", errorShare);
        share("wrongAnswerShare", wrongAnswerShare);
    }

    private static void share(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " is " + share + ", must be from 0 to 1");
        }
    }

    /** Whether the {@code n}-th request, counted from 0, is one of those that the share hits. */
    static boolean hits(double share, long n) {
        return share > 0 && Math.floor((n + 1) * share) > Math.floor(n * share);
    }
}
