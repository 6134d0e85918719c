package dev.plimsoll.reports.slo.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pairs of windows, most urgent first.
 *
 * @param name name of the table, or {@code custom}
 * @param windows its pairs
 */
public record BurnTable(String name, List<BurnWindow> windows) {
    /** Annotation of an SLO that names a table or spells one. */
    public static final String ANNOTATION = "plimsoll.dev/burn-windows";

    /** How a table is spelled, to end a message with. */
    public static final String FORM = "pairs like '14.4:1h/5m:page, 3:1d/2h:ticket', or the name of a table";

    /** Google's SRE workbook, chapter 5, table 5-8, for a budget of 30 days: 2 %, 5 %, 10 % and 10 % of it spent. */
    public static final BurnTable SRE_WORKBOOK = new BurnTable(
            "sre-workbook",
            List.of(
                    new BurnWindow(14.4, Duration.ofHours(1), Duration.ofMinutes(5), Severity.PAGE),
                    new BurnWindow(6, Duration.ofHours(6), Duration.ofMinutes(30), Severity.PAGE),
                    new BurnWindow(3, Duration.ofDays(1), Duration.ofHours(2), Severity.TICKET),
                    new BurnWindow(1, Duration.ofDays(3), Duration.ofHours(6), Severity.TICKET)));

    /** Pyrra's, for a budget of 28 days (its {@code for} clauses are left out). */
    public static final BurnTable PYRRA = new BurnTable(
            "pyrra",
            List.of(
                    new BurnWindow(14, Duration.ofHours(1), Duration.ofMinutes(5), Severity.PAGE),
                    new BurnWindow(7, Duration.ofHours(6), Duration.ofMinutes(30), Severity.PAGE),
                    new BurnWindow(2, Duration.ofDays(1), Duration.ofHours(2), Severity.TICKET),
                    new BurnWindow(1, Duration.ofDays(4), Duration.ofHours(6), Severity.TICKET)));

    private static final List<BurnTable> NAMED = List.of(SRE_WORKBOOK, PYRRA);

    private static final Pattern PAIR =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*:\\s*([0-9a-z]+)\\s*/\\s*([0-9a-z]+)\\s*:\\s*(page|ticket)");

    public BurnTable {
        windows = List.copyOf(windows);
        if (windows.isEmpty()) {
            throw new RuleException("a table of burn rates needs at least one pair of windows");
        }
    }

    /** Names of the tables that come with Plimsoll. */
    public static List<String> names() {
        return NAMED.stream().map(BurnTable::name).toList();
    }

    /**
     * Reads the value of {@link #ANNOTATION}.
     *
     * @throws RuleException if it is neither the name of a table nor a list of pairs
     */
    public static BurnTable parse(String text) {
        Optional<BurnTable> named =
                NAMED.stream().filter(t -> t.name().equals(text.strip())).findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        List<BurnWindow> windows = new ArrayList<>();
        for (String pair : text.split(",", -1)) {
            Matcher matcher = PAIR.matcher(pair.strip());
            if (!matcher.matches()) {
                throw new RuleException("'" + pair.strip() + "' is no pair of burn windows; expected " + FORM
                        + " (known: " + String.join(", ", names()) + ")");
            }
            windows.add(new BurnWindow(
                    Double.parseDouble(matcher.group(1)),
                    window(matcher.group(2)),
                    window(matcher.group(3)),
                    Severity.valueOf(matcher.group(4).toUpperCase(Locale.ROOT))));
        }
        return new BurnTable("custom", windows);
    }

    private static Duration window(String text) {
        return PromDuration.parse(text)
                .orElseThrow(() -> new RuleException("'" + text + "' is no duration; write for example 5m, 1h or 3d"));
    }

    /**
     * The same burn rates over windows that are shorter by a factor, for a drill.
     *
     * @param divisor at least 1
     * @throws RuleException if a window would not be a whole number of milliseconds
     */
    public BurnTable dividedBy(int divisor) {
        if (divisor < 1) {
            throw new RuleException("windows can be divided by 1 or more, not by " + divisor);
        }
        if (divisor == 1) {
            return this;
        }
        return new BurnTable(
                name + " / " + divisor,
                windows.stream()
                        .map(w -> new BurnWindow(
                                w.factor(),
                                divide(w.longWindow(), divisor),
                                divide(w.shortWindow(), divisor),
                                w.severity()))
                        .toList());
    }

    private static Duration divide(Duration window, int divisor) {
        if (window.toMillis() % divisor != 0) {
            throw new RuleException("the window " + PromDuration.format(window) + " divided by " + divisor
                    + " is no whole number of milliseconds; choose a divisor of " + window.toMillis());
        }
        return Duration.ofMillis(window.toMillis() / divisor);
    }

    /** Every window, long and short, once, in the order of the pairs. */
    public Set<Duration> durations() {
        Set<Duration> durations = new LinkedHashSet<>();
        windows.forEach(w -> {
            durations.add(w.shortWindow());
            durations.add(w.longWindow());
        });
        return durations;
    }
}
