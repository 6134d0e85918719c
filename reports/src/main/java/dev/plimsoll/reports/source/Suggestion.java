package dev.plimsoll.reports.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The nearest of the known words to one that is not known. */
public final class Suggestion {
    private Suggestion() {}

    /**
     * Finds the known word with the smallest edit distance (Damerau's optimal string alignment, without regard to case), if
     * it is near enough to be a slip: at most a third of the word's length, and at least one edit is always allowed.
     */
    public static Optional<String> nearest(String word, Collection<String> known) {
        int limit = Math.max(1, word.length() / 3);
        return known.stream()
                .filter(k -> distance(word, k) <= limit)
                .min(Comparator.<String>comparingInt(k -> distance(word, k)).thenComparing(Comparator.naturalOrder()));
    }

    /** A clause to end a message with: the suggestion, or all that is known. */
    public static String clause(String word, Collection<String> known) {
        return nearest(word, known)
                .map(k -> "did you mean '" + k + "'?")
                .orElseGet(() -> known.isEmpty()
                        ? "nothing is known here"
                        : "known here: "
                                + String.join(", ", known.stream().sorted().toList()));
    }

    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int substituted = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(substituted, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
