package dev.plimsoll.reports.html;

import dev.plimsoll.reports.figures.Figures;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.reports.verdict.ObjectiveVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The injector: what its own lag did to the verdict, its calibration, and its state over the run. */
final class HealthSection {
    private HealthSection() {}

    static void write(Page page) {
        Markup m = page.m();
        page.section("injector", "Injector health");
        m.element("p", belief(page.verdict().objectives()), "class", "belief");
        calibration(page);
        List<TimelineEvent.Health> seconds = new ArrayList<>();
        for (TimelineEvent event : page.run().timeline()) {
            if (event instanceof TimelineEvent.Health health) {
                seconds.add(health);
            }
        }
        if (seconds.isEmpty()) {
            m.element("p", "The record says nothing of the injector's state during the run.");
        } else {
            overTime(page, seconds);
        }
        m.close("section");
    }

    /** What the verdict says of the injector, in one sentence. */
    private static String belief(List<ObjectiveVerdict> objectives) {
        if (objectives.isEmpty()) {
            return "No objective was judged, so nothing was asked of the injector.";
        }
        List<ObjectiveVerdict> changed = objectives.stream()
                .filter(objective -> objective.withoutInjectorLag() != objective.judgement())
                .toList();
        if (changed.isEmpty()) {
            return "The injector did not change the verdict: with its own lag taken out, every objective comes to the same judgement.";
        }
        return "The injector changed the verdict: with its own lag taken out, "
                + changed.stream()
                        .map(objective -> objective.objective() + " on " + objective.scenario() + ", "
                                + objective.population() + " would be " + objective.withoutInjectorLag()
                                + " in place of "
                                + objective.judgement())
                        .collect(Collectors.joining("; "))
                + ".";
    }

    private static void calibration(Page page) {
        Markup m = page.m();
        RunDescription.Calibration calibration = page.description().injector().calibration();
        if (calibration == null) {
            m.element("p", "The injector was not calibrated against a null server before this run.");
            return;
        }
        m.element("h3", "Calibration against a null server");
        m.open("dl", "class", "facts");
        HtmlReport.fact(m, "Rate", Figures.rate(calibration.ratePerSecond()));
        HtmlReport.fact(m, "Requests", Figures.count(calibration.requests()));
        HtmlReport.fact(m, "Lateness p50", Figures.duration((double) calibration.latenessP50Nanos()));
        HtmlReport.fact(m, "Lateness p99", Figures.duration((double) calibration.latenessP99Nanos()));
        HtmlReport.fact(m, "Response p50", Figures.duration((double) calibration.responseP50Nanos()));
        HtmlReport.fact(m, "Response p99", Figures.duration((double) calibration.responseP99Nanos()));
        m.close("dl");
    }

    private static void overTime(Page page, List<TimelineEvent.Health> seconds) {
        Markup m = page.m();
        RunFigures figures = page.figures();
        DataTable table = page.data()
                .table(new DataTable(
                        "injector",
                        "The injector over the run",
                        "seconds",
                        "lateness p50 ms",
                        "lateness p99 ms",
                        "lateness max ms",
                        "cores used %",
                        "collector pause %",
                        "stolen by the hypervisor %",
                        "heap MiB"));
        double[][] worst = new double[figures.columnCount()][];
        for (TimelineEvent.Health health : seconds) {
            double[] state = {
                health.latenessP50Nanos() / 1e6,
                health.latenessP99Nanos() / 1e6,
                health.latenessMaxNanos() / 1e6,
                health.cpuShare() * 100,
                health.gcPauseNanos() / 1e7,
                health.stealShare() * 100,
                health.heapUsedBytes() / 1048576.0
            };
            int column = figures.column(health.atNanos() - 1);
            if (worst[column] == null) {
                worst[column] = state;
            } else {
                for (int i = 0; i < state.length; i++) {
                    worst[column][i] = Math.max(worst[column][i], state[i]);
                }
            }
        }
        double latest = 0;
        double smallest = Double.MAX_VALUE;
        double share = 0;
        for (int column = 0; column < worst.length; column++) {
            double[] state = worst[column];
            if (state != null) {
                table.add(
                        column * figures.columnSeconds(),
                        state[0],
                        state[1],
                        state[2],
                        state[3],
                        state[4],
                        state[5],
                        state[6]);
                latest = Math.max(latest, state[2]);
                smallest = Math.min(smallest, state[0]);
                share = Math.max(share, Math.max(state[3], Math.max(state[4], state[5])));
            }
        }
        String points = figures.columnSeconds() <= 1
                ? " Each point is one second."
                : " Each point is the worst second of its " + Figures.duration(figures.columnSeconds() * 1e9) + ".";
        m.element("h3", "Lateness of dispatch");
        TimeSection.chart(
                page,
                "lateness-chart",
                table,
                "How late the injector handed requests to its transport, after their intended start." + points,
                "ms",
                Axis.milliseconds(smallest, latest),
                List.of(
                        new DataBlock.ChartLine(3, "max", 1, false, true),
                        new DataBlock.ChartLine(2, "p99", 0, false, true),
                        new DataBlock.ChartLine(1, "p50", 2, true, true)));
        m.element("h3", "Processor and collector");
        TimeSection.chart(
                page,
                "processor-chart",
                table,
                "Share of one core that the injector used, of time in collector pauses, and of CPU time stolen by the hypervisor."
                        + points,
                "percent",
                Axis.fromZero(share, value -> Figures.number(value) + " %"),
                List.of(
                        new DataBlock.ChartLine(4, "of one core", 0, false, true),
                        new DataBlock.ChartLine(5, "collector pauses", 1, false, true),
                        new DataBlock.ChartLine(6, "stolen", 3, false, true)));
        table.writeFolded(m);
        page.download(table);
    }
}
