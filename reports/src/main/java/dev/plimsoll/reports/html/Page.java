package dev.plimsoll.reports.html;

import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What the sections of the page share.
 *
 * @param run the record
 * @param verdict its verdict
 * @param figures what was counted
 * @param data the data block, filled by the sections
 * @param m the page
 */
record Page(RunRecord run, Verdict verdict, RunFigures figures, DataBlock data, Markup m) {
    static final int MOST_PAUSES = 200;

    RunDescription description() {
        return run.description();
    }

    /** The longest pauses of the injector and of the target, by time: as many as charts can show. */
    List<TimelineEvent.Pause> pauses() {
        return run.timeline().stream()
                .filter(TimelineEvent.Pause.class::isInstance)
                .map(TimelineEvent.Pause.class::cast)
                .sorted(Comparator.comparingLong(TimelineEvent.Pause::durationNanos)
                        .reversed())
                .limit(MOST_PAUSES)
                .sorted(Comparator.comparingLong(TimelineEvent.Pause::atNanos))
                .toList();
    }

    /** Opens a section of the page with its heading. */
    void section(String id, String heading) {
        m.open("section", "id", id, "aria-labelledby", id + "-h").element("h2", heading, "id", id + "-h");
    }

    /** A button that hands out a table of the data block. */
    void download(DataTable table) {
        download(table, "Download CSV");
    }

    void download(DataTable table, String words) {
        m.open("button", "type", "button", "class", "download", "data-table", table.name())
                .text(words)
                .element("span", ": " + table.caption(), "class", "unseen")
                .close("button");
    }

    /** A judgement as a word with its sign. */
    void judgement(Judgement judgement) {
        String name = judgement.name();
        m.open("span", "class", "judged " + name.toLowerCase(Locale.ROOT))
                .raw(sign(judgement))
                .text(" " + name)
                .close("span");
    }

    private static String sign(Judgement judgement) {
        String inner = switch (judgement) {
            case PASS -> "<path d=\"M1 6H15\"/><path class=\"thin\" d=\"M1 11q3.5 -2 7 0t7 0\"/>";
            case FAIL -> "<path d=\"M1 10H15\"/><path class=\"thin\" d=\"M1 5q3.5 -2 7 0t7 0\"/>";
            case INCONCLUSIVE -> "<path class=\"thin\" d=\"M1 8q3.5 -7 7 0t7 0\"/><path d=\"M1 8H15\"/>";
            case INVALID -> "<path d=\"M1 8H5.5M10.5 8H15\"/><path class=\"thin\" d=\"M6.5 12L9.5 4\"/>";
        };
        return "<svg class=\"sign\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\">" + inner
                + "</svg>";
    }
}
