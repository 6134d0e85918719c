package dev.plimsoll.reports.html;

import dev.plimsoll.reports.figures.Figures;
import dev.plimsoll.reports.html.RunFigures.Column;
import dev.plimsoll.reports.html.RunFigures.Lane;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.TimelineEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The run over time: heat maps of latency, throughput, errors, replicas, and what else happened. */
final class TimeSection {
    private static final long SECOND = 1_000_000_000L;
    private static final int MOST_LANES = 12;
    private static final int MOST_EVENTS = 500;

    private TimeSection() {}

    static void write(Page page) {
        Markup m = page.m();
        RunFigures figures = page.figures();
        page.section("time", "Over the run");
        page.data().seconds(figures.seconds());
        m.element(
                "p",
                "A column holds the requests whose intended start lies in its "
                        + Figures.duration(figures.columnSeconds() * 1e9)
                        + "; its counts are of all of them, its percentiles of all that were sent. Upright lines begin a phase, shaded bands are pauses of the injector or of the target (the longest "
                        + Page.MOST_PAUSES + ", if there are more).");
        if (page.run().requests().size() == 0) {
            m.element("p", "The record holds no request.").close("section");
            return;
        }
        phases(page);
        List<Lane> lanes = figures.lanes();
        List<Lane> shown = lanes.subList(0, Math.min(MOST_LANES, lanes.size()));
        Axis latency = latencyAxis(shown);
        for (int i = 0; i < shown.size(); i++) {
            DataTable table = laneTable(page, shown.get(i), i);
            HeatMap.write(page, shown.get(i), i, latency, table);
        }
        if (shown.size() < lanes.size()) {
            m.element(
                    "p",
                    "Shown are the first " + shown.size() + " of " + lanes.size()
                            + " ways in; the latency table has them all.");
        }
        throughput(page);
        errors(page);
        replicas(page);
        events(page);
        m.close("section");
    }

    /** Draws what every chart over time has in common: phases and pauses. */
    static Plot overTime(Page page, Plot plot) {
        for (TimelineEvent event : page.run().timeline()) {
            if (event instanceof TimelineEvent.Phase phase) {
                plot.mark(phase.atNanos() / 1e9);
            }
        }
        for (TimelineEvent.Pause pause : page.pauses()) {
            plot.band(
                    pause.atNanos() / 1e9,
                    (pause.atNanos() + pause.durationNanos()) / 1e9,
                    pause.who() == TimelineEvent.Pause.Who.INJECTOR ? "pause injector" : "pause target");
        }
        return plot;
    }

    static Axis timeAxis(Page page) {
        return Axis.seconds(page.figures().seconds());
    }

    private static void phases(Page page) {
        Markup m = page.m();
        m.open("ol", "class", "phases");
        for (TimelineEvent event : page.run().timeline()) {
            if (event instanceof TimelineEvent.Phase phase) {
                page.data().phase(phase.atNanos() / 1e9);
                m.open("li")
                        .element("span", Figures.duration((double) phase.atNanos()), "class", "when")
                        .text(" " + phase.scenario() + ", " + phase.phase())
                        .close("li");
            }
        }
        for (TimelineEvent.Pause pause : page.pauses()) {
            page.data()
                    .pause(
                            pause.atNanos() / 1e9,
                            (pause.atNanos() + pause.durationNanos()) / 1e9,
                            pause.who() == TimelineEvent.Pause.Who.INJECTOR);
        }
        m.close("ol");
    }

    private static Axis latencyAxis(List<Lane> lanes) {
        double smallest = Double.MAX_VALUE;
        double largest = 0;
        for (Lane lane : lanes) {
            for (Column column : lane.columns()) {
                if (column.response().size() > 0) {
                    smallest = Math.min(smallest, column.response().quantile(0) / 1e6);
                    largest = Math.max(largest, column.response().quantile(1) / 1e6);
                }
            }
        }
        return Axis.milliseconds(Math.min(smallest, Math.max(largest, 1e-3)), largest);
    }

    private static DataTable laneTable(Page page, Lane lane, int index) {
        DataTable table = page.data()
                .table(new DataTable(
                        "lane-" + index,
                        "Response time over the run, " + lane.label(),
                        "seconds",
                        "requests",
                        "errors",
                        "p50 ms",
                        "p99 ms",
                        "max ms"));
        for (int i = 0; i < lane.columns().size(); i++) {
            Column column = lane.columns().get(i);
            table.add(
                    i * page.figures().columnSeconds(),
                    column.requests(),
                    column.errors(),
                    column.response().quantile(0.5) / 1e6,
                    column.response().quantile(0.99) / 1e6,
                    column.response().quantile(1) / 1e6);
        }
        return table;
    }

    private static void throughput(Page page) {
        RunFigures figures = page.figures();
        page.m().element("h3", "Throughput");
        DataTable table = page.data()
                .table(new DataTable(
                        "throughput",
                        "Requests a second",
                        "seconds",
                        "intended by the schedule /s",
                        "answered well /s",
                        "failed /s",
                        "in flight"));
        double[] inFlight = inFlight(page);
        double most = 0;
        for (int i = 0; i < figures.columnCount(); i++) {
            double intended = figures.intended()[i] / figures.columnSeconds();
            double answered = figures.answered()[i] / figures.columnSeconds();
            double failed = 0;
            for (long[] columns : figures.failed().values()) {
                failed += columns[i] / figures.columnSeconds();
            }
            most = Math.max(most, Math.max(intended, Math.max(answered, failed)));
            table.add(i * figures.columnSeconds(), intended, answered, failed, inFlight[i]);
        }
        chart(
                page,
                "throughput-chart",
                table,
                "Requests a second: intended by the schedule, by their intended start; answered well and failed, by their end.",
                "perSecond",
                Axis.fromZero(most, Figures::rate),
                List.of(
                        new DataBlock.ChartLine(1, "intended by the schedule", 7, true, true),
                        new DataBlock.ChartLine(2, "answered well", 0, false, true),
                        new DataBlock.ChartLine(3, "failed", 6, false, true)));
        OptionalDouble mostInFlight =
                Arrays.stream(inFlight).filter(value -> !Double.isNaN(value)).max();
        if (mostInFlight.isPresent()) {
            chart(
                    page,
                    "in-flight-chart",
                    table,
                    "Requests in flight: how many waited for an answer at the end of a second; the most of a column.",
                    "count",
                    Axis.fromZero(mostInFlight.getAsDouble(), Figures::number),
                    List.of(new DataBlock.ChartLine(4, "in flight", 2, false, true)));
        }
        table.writeFolded(page.m());
        page.download(table);
    }

    /** The most requests in flight at the end of a second, by column; NaN where nothing is known. */
    private static double[] inFlight(Page page) {
        double[] most = new double[page.figures().columnCount()];
        Arrays.fill(most, Double.NaN);
        for (TimelineEvent event : page.run().timeline()) {
            if (event instanceof TimelineEvent.Health health) {
                int last = page.figures().column(health.atNanos() - 1);
                for (int column = page.figures().column(health.atNanos() - SECOND); column <= last; column++) {
                    double now = health.inFlight();
                    most[column] = Double.isNaN(most[column]) ? now : Math.max(most[column], now);
                }
            }
        }
        return most;
    }

    private static void errors(Page page) {
        Markup m = page.m();
        RunFigures figures = page.figures();
        m.element("h3", "Errors by outcome");
        if (figures.failed().isEmpty()) {
            m.element("p", "No request failed.");
            return;
        }
        List<String> columns = new ArrayList<>(List.of("seconds"));
        figures.failed().keySet().forEach(outcome -> columns.add(words(outcome)));
        DataTable table = page.data()
                .table(new DataTable(
                        "errors-over-time", "Errors by outcome over the run", List.copyOf(columns), new ArrayList<>()));
        for (int i = 0; i < figures.columnCount(); i++) {
            List<@Nullable Object> row = new ArrayList<>(List.of(i * figures.columnSeconds()));
            for (long[] counts : figures.failed().values()) {
                row.add(counts[i]);
            }
            table.add(row.toArray());
        }
        Strips.write(page, table);
        table.writeFolded(m);
        page.download(table);
    }

    private static void replicas(Page page) {
        Map<String, List<TimelineEvent.Replicas>> byRevision = new LinkedHashMap<>();
        for (TimelineEvent event : page.run().timeline()) {
            if (event instanceof TimelineEvent.Replicas seen) {
                byRevision
                        .computeIfAbsent(seen.revision(), name -> new ArrayList<>())
                        .add(seen);
            }
        }
        if (byRevision.isEmpty()) {
            return;
        }
        page.m().element("h3", "Replicas");
        List<String> columns = new ArrayList<>(List.of("seconds"));
        List<DataBlock.ChartLine> lines = new ArrayList<>();
        int style = 0;
        for (String revision : byRevision.keySet()) {
            columns.add(revision + " ready");
            columns.add(revision + " desired");
            lines.add(new DataBlock.ChartLine(
                    columns.size() - 2, revision + ", ready", style % LatencySection.STYLES, false, true));
            lines.add(new DataBlock.ChartLine(
                    columns.size() - 1, revision + ", desired", style % LatencySection.STYLES, true, true));
            style++;
        }
        DataTable table = page.data()
                .table(new DataTable(
                        "replicas", "Replicas of each revision as last seen", List.copyOf(columns), new ArrayList<>()));
        double most = 1;
        Object[] last = new Object[columns.size()];
        List<String> revisions = List.copyOf(byRevision.keySet());
        double end = page.figures().seconds();
        for (TimelineEvent event : page.run().timeline()) {
            if (event instanceof TimelineEvent.Replicas seen) {
                int at = 1 + 2 * revisions.indexOf(seen.revision());
                last[0] = seen.atNanos() / 1e9;
                last[at] = (long) seen.ready();
                last[at + 1] = (long) seen.desired();
                most = Math.max(most, Math.max(seen.ready(), seen.desired()));
                table.add(last.clone());
            }
        }
        last[0] = end;
        table.add(last.clone());
        chart(
                page,
                "replicas-chart",
                table,
                "Replicas of each revision, ready and desired, as last seen.",
                "count",
                Axis.fromZero(most, Figures::number),
                lines);
        table.writeFolded(page.m());
        page.download(table);
    }

    /** A chart over time with its figure. */
    static void chart(
            Page page,
            String id,
            DataTable table,
            String description,
            String unit,
            Axis axis,
            List<DataBlock.ChartLine> lines) {
        Plot plot = overTime(page, new Plot(table.caption(), description, timeAxis(page), axis, 170));
        for (DataBlock.ChartLine line : lines) {
            plot.line(table, line.column(), "s" + line.style() + (line.dashed() ? " second" : ""), line.stepped());
        }
        DataBlock.Chart chart = new DataBlock.Chart(id, table.name(), "seconds", unit, lines);
        page.data().chart(chart);
        Figure.write(page.m(), chart, plot, description);
    }

    private static void events(Page page) {
        Markup m = page.m();
        DataTable table = new DataTable("events", "Phases, pauses, replicas and notes", "seconds", "what", "words");
        int left = 0;
        for (TimelineEvent event : page.run().timeline()) {
            double at = event.atNanos() / 1e9;
            List<String> words = switch (event) {
                case TimelineEvent.Phase phase -> List.of("phase", phase.scenario() + ", " + phase.phase());
                case TimelineEvent.Pause pause ->
                    List.of(
                            pause.who() == TimelineEvent.Pause.Who.INJECTOR
                                    ? "pause of the injector"
                                    : "pause of the target",
                            Figures.duration((double) pause.durationNanos()) + ", " + pause.cause());
                case TimelineEvent.Replicas seen ->
                    List.of(
                            "replicas",
                            seen.revision() + ": " + seen.ready() + " ready, " + seen.desired() + " desired");
                case TimelineEvent.Note note -> List.of("note", note.text());
                case TimelineEvent.Health health -> List.of();
                case TimelineEvent.ErrorSample sample -> List.of();
            };
            if (!words.isEmpty() && table.rows().size() < MOST_EVENTS) {
                table.add(at, words.get(0), words.get(1));
            } else if (!words.isEmpty()) {
                left++;
            }
        }
        if (table.rows().isEmpty()) {
            return;
        }
        page.data().table(table);
        m.open("div", "class", "screen").element("h3", "Events");
        table.writeFolded(m);
        if (left > 0) {
            m.element("p", Figures.count(left, "later event") + " left out here; timeline.jsonl has them.");
        }
        page.download(table);
        m.close("div");
    }

    static String words(Outcome outcome) {
        return switch (outcome) {
            case OK -> "answered well";
            case WRONG_ANSWER -> "wrong answer";
            case CLIENT_ERROR -> "client error";
            case SERVER_ERROR -> "server error";
            case TIMED_OUT -> "timed out";
            case CONNECT_FAILED -> "no connection";
            case CONNECTION_LOST -> "connection lost";
            case TLS_FAILED -> "TLS failed";
            case UNSENT -> "never sent";
        };
    }
}
