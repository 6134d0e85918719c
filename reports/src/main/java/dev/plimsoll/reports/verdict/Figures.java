package dev.plimsoll.reports.verdict;

import java.time.Duration;
import java.util.Locale;

/** Figures as people read them, the same everywhere. */
final class Figures {
    private Figures() {}

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A share as a percentage, with as many digits as the distance to 100 % needs, up to three. */
    static String percent(double share) {
        double percent = share * 100;
        for (int digits = 0; digits < 3; digits++) {
            double scale = Math.pow(10, digits);
            if (Math.abs(percent * scale - Math.rint(percent * scale)) < 1e-6) {
                return String.format(Locale.ROOT, "%." + digits + "f %%", percent);
            }
        }
        return String.format(Locale.ROOT, "%.3f %%", percent);
    }

    static String millis(long nanos) {
        return millis((double) nanos);
    }

    static String millis(double nanos) {
        if (Double.isInfinite(nanos)) {
            return "no bound";
        }
        double millis = nanos / 1e6;
        int digits = millis >= 100 ? 0 : millis >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + digits + "f ms", millis);
    }

    static String length(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.0f s", Math.ceil(seconds));
        }
        if (seconds < 7200) {
            return String.format(Locale.ROOT, "%.0f min", Math.ceil(seconds / 60));
        }
        return String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}
