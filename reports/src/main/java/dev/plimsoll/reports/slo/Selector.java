package dev.plimsoll.reports.slo;

import dev.plimsoll.reports.record.Series;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which series an objective is about; null stands for all.
 *
 * @param scenario name of a scenario in the suite
 * @param protocol {@code v1-rest}, {@code v2-rest} or {@code v2-grpc}
 * @param entry name of a way in
 * @param phase phase of a scenario
 */
public record Selector(
        @Nullable String scenario,
        @Nullable String protocol,
        @Nullable String entry,
        @Nullable String phase) {
    /** All series. */
    public static final Selector ALL = new Selector(null, null, null, null);

    public boolean selects(Series series) {
        return holds(scenario, series.scenario())
                && holds(protocol, series.protocol())
                && holds(entry, series.entry())
                && holds(phase, series.phase());
    }

    /** In words, for example {@code scenario 'steady', protocol 'v1-rest'}; {@code everything} for {@link #ALL}. */
    public String words() {
        List<String> words = new ArrayList<>();
        word(words, "scenario", scenario);
        word(words, "protocol", protocol);
        word(words, "entry", entry);
        word(words, "phase", phase);
        return words.isEmpty() ? "everything" : String.join(", ", words);
    }

    private static void word(List<String> words, String key, @Nullable String value) {
        if (value != null) {
            words.add(key + " '" + value + "'");
        }
    }

    private static boolean holds(@Nullable String asked, String is) {
        return asked == null || asked.equals(is);
    }
}
