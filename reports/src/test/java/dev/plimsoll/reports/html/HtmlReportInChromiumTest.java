package dev.plimsoll.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.html.Chromium.Tab;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.testing.RunRecords;
import dev.plimsoll.reports.testing.Verdicts;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The report in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HtmlReportInChromiumTest {
    @TempDir
    static Path folder = Path.of("set by JUnit");

    private Optional<Chromium> browser = Optional.empty();

    @BeforeAll
    void startTheBrowser() throws IOException, InterruptedException {
        Optional<Path> found = Chromium.find();
        if (found.isEmpty() && "1".equals(System.getenv("PLIMSOLL_REQUIRE_PARTS"))) {
            throw new AssertionError("PLIMSOLL_REQUIRE_PARTS=1, but there is no chromium on the PATH");
        }
        Assumptions.assumeTrue(found.isPresent(), "no chromium on the PATH: the report is not tried in a browser");
        browser = Optional.of(new Chromium(found.get()));
    }

    @AfterAll
    void stopTheBrowser() throws IOException {
        if (browser.isPresent()) {
            browser.get().close();
        }
    }

    private Tab open(RunRecord run, Verdict verdict, int width, int height, boolean dark) throws IOException {
        Path file = folder.resolve("report.html");
        Files.writeString(file, HtmlReport.render(run, verdict));
        return browser.orElseThrow().open(file.toUri(), width, height, dark);
    }

    @ParameterizedTest
    @EnumSource(Judgement.class)
    void nothingIsRequestedButTheFileAndTheConsoleStaysSilent(Judgement judgement) throws IOException {
        RunRecord run = RunRecords.failing();
        Tab tab = open(run, Verdicts.of(run, judgement), 1280, 800, false);
        tab.await("document.querySelectorAll('.drawn canvas').length > 3");
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.requests()).isNotEmpty().allMatch(url -> url.startsWith("file:") || url.startsWith("data:"));
        assertThat(tab.requests().stream().filter(url -> url.startsWith("file:")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFirstScreenHoldsTheVerdictItsReasonAndTheFirstObjectives(boolean dark) throws IOException {
        RunRecord run = RunRecords.failing();
        Tab tab = open(run, Verdicts.of(run, Judgement.FAIL), 1280, 800, dark);
        for (String part : List.of(".word", ".why", ".verdict > dl.facts", ".glance tbody tr:nth-child(3)")) {
            assertThat(tab.evaluate("document.querySelector('" + part + "').getBoundingClientRect().bottom")
                            .asDouble())
                    .as(part)
                    .isBetween(1.0, 800.0);
        }
        assertThat(tab.evaluate("document.querySelector('.word').textContent").asText())
                .isEqualTo("FAIL");
    }
}
