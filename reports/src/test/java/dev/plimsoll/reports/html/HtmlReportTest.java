package dev.plimsoll.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.testing.RunRecords;
import dev.plimsoll.reports.testing.Verdicts;
import dev.plimsoll.reports.verdict.Judgement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class HtmlReportTest {
    @Test
    void theVerdictItsReasonAndTheTargetAreInThePage() throws IOException {
        RunRecord run = RunRecords.failing();
        String html = HtmlReport.render(run, Verdicts.of(run, Judgement.FAIL));
        Path target = Files.createDirectories(Path.of("target", "reports"));
        Files.writeString(target.resolve("fail.html"), html);
        assertThat(html).contains(">FAIL<", "p99 &lt;= 100 ms is broken", "http://127.0.0.1:8080", "sklearn-iris");
    }
}
