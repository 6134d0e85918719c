package dev.plimsoll.scenarios.cli;

import dev.plimsoll.reports.html.HtmlReport;
import dev.plimsoll.reports.junit.JUnitXml;
import dev.plimsoll.reports.markdown.SummaryMarkdown;
import dev.plimsoll.reports.record.RunDirectory;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.slo.SloDocument;
import dev.plimsoll.reports.slo.Slos;
import dev.plimsoll.reports.verdict.Judge;
import dev.plimsoll.reports.verdict.JudgeSettings;
import dev.plimsoll.reports.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Judges a recorded run and renders what it came to, from its directory alone. */
final class Publication {
    private Publication() {}

    /**
     * A run and its verdict.
     *
     * @param run as read back from its directory
     * @param verdict on it
     */
    record Published(RunRecord run, Verdict verdict) {}

    /** Reads, judges and renders; the report, the JUnit file and the summary are replaced where they are there already. */
    static Published publish(RunDirectory directory) {
        RunRecord run = RunRecord.load(directory.path());
        Slos slos = SloDocument.parse(directory.sloFile().toString(), run.slo());
        Verdict verdict = Judge.judge(run, slos, JudgeSettings.DEFAULT);
        write(directory.htmlFile(), HtmlReport.render(run, verdict));
        write(directory.junitFile(), JUnitXml.render(run, verdict));
        write(directory.markdownFile(), SummaryMarkdown.render(run, verdict));
        return new Published(run, verdict);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UsageException(
                    "cannot write " + file + " (" + e.getMessage()
                            + "). Make the folder writable and run 'plimsoll report " + file.getParent() + "'.",
                    e);
        }
    }
}
