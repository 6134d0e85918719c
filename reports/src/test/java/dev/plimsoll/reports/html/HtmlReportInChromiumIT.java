package dev.plimsoll.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.reports.html.Chromium.Tab;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.testing.Hostile;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The report in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HtmlReportInChromiumIT {
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

    /** The other tests expect silence; this one shows that the driver is not deaf. */
    @Test
    void theDriverHearsForbiddenScriptsErrorsAndRequests() throws IOException {
        RunRecord run = RunRecords.healthy();
        String html = HtmlReport.render(run, Verdicts.of(run, Judgement.PASS));
        Path file = folder.resolve("broken.html");
        Files.writeString(
                file,
                html.replace("</main>", "<script>window.owned = 1</script><img src=\"other.png\" alt=\"\"></main>"));
        Tab tab = browser.orElseThrow().open(file.toUri(), 1280, 800, false);
        assertThat(tab.evaluate("typeof window.owned").asText()).isEqualTo("undefined");
        Chromium.await(() -> tab.complaints().size() >= 2, "the policy was broken twice");
        Files.writeString(
                file,
                html.replace("http-equiv", "data-nothing")
                        .replace("</main>", "<script>nothing()</script><img src=\"other.png\" alt=\"\"></main>"));
        Tab lax = browser.orElseThrow().open(file.toUri(), 1280, 800, false);
        Chromium.await(() -> lax.complaints().toString().contains("ReferenceError"), "the exception was heard");
        Chromium.await(() -> lax.requests().toString().contains("other.png"), "the request was heard");
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

    @Test
    void hostileStringsAreShownAndNeverRun() throws IOException {
        Tab tab = open(Hostile.run(), Hostile.verdict(), 1280, 800, false);
        tab.await("document.querySelectorAll('.drawn canvas').length > 3");
        assertThat(tab.evaluate("typeof window.owned").asText()).isEqualTo("undefined");
        assertThat(tab.evaluate("document.images.length").asInt()).isZero();
        assertThat(tab.evaluate("document.querySelectorAll('body b').length").asInt())
                .isZero();
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.requests().stream().filter(url -> !url.startsWith("data:")))
                .hasSize(1);
        assertThat(tab.evaluate("document.querySelector('.why').textContent").asText())
                .contains("<script>window.owned=1</script>", "[U+202E]gnp.exe", "[U+0000]", "[U+2028]");
        assertThat(tab.evaluate("document.body.innerText").asText()).doesNotContain("\u202E", "\u2066", "\u001B");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingOverflowsANarrowScreenNotEvenHostileNames(boolean hostile) throws IOException {
        RunRecord run = hostile ? Hostile.run() : RunRecords.failing();
        Verdict verdict = hostile ? Hostile.verdict() : Verdicts.of(run, Judgement.FAIL);
        Tab tab = open(run, verdict, 390, 844, false);
        tab.await("document.querySelectorAll('.drawn canvas').length > 3");
        assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(390);
        assertThat(tab.evaluate("Math.max(...[...document.querySelectorAll('main *')]"
                                + ".filter(e => !e.closest('.scroll') && !e.closest('pre') && !e.closest('.unseen') && e.getClientRects().length)"
                                + ".map(e => Math.round(e.getBoundingClientRect().right)))")
                        .asInt())
                .isLessThanOrEqualTo(390);
    }

    @ParameterizedTest
    @EnumSource(Judgement.class)
    void darkAndLightDifferAndBothKeepTheirContrast(Judgement judgement) throws IOException {
        RunRecord run = RunRecords.failing();
        Tab tab = open(run, Verdicts.of(run, judgement), 1280, 800, false);
        String light = background(tab);
        contrast(tab);
        tab.dark(true);
        assertThat(background(tab)).isNotEqualTo(light);
        contrast(tab);
        tab.evaluate("document.getElementById('theme').click()");
        assertThat(background(tab)).isEqualTo(light);
        contrast(tab);
    }

    private static String background(Tab tab) {
        return tab.evaluate("getComputedStyle(document.body).backgroundColor").asText();
    }

    /** WCAG 2.2, relative luminance and contrast ratio, of every element that has text of its own. */
    private static void contrast(Tab tab) {
        String script = """
                (() => {
                  const rgb = (c) => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
                  const light = (c) => rgb(c).map((v) => v / 255)
                    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
                    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
                  const paper = light(getComputedStyle(document.body).backgroundColor);
                  const poor = [];
                  for (const e of document.querySelectorAll("body *")) {
                    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
                    if (!own || e.closest("script") || e.closest("title") || e.closest("desc")) continue;
                    const style = getComputedStyle(e);
                    const ink = light(e instanceof SVGElement ? style.fill : style.color);
                    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
                    if (ratio < 4.5) poor.push(e.tagName + " " + e.getAttribute("class") + " " + ratio.toFixed(2));
                  }
                  return [...new Set(poor)].join("; ");
                })()
                """;
        assertThat(tab.evaluate(script).asText()).isEmpty();
    }

    @Test
    void thePageIsBuiltForAssistiveTechnology() throws IOException {
        RunRecord run = RunRecords.failing();
        Tab tab = open(run, Verdicts.of(run, Judgement.FAIL), 1280, 800, false);
        tab.await("document.querySelectorAll('.drawn canvas').length > 3");
        assertThat(tab.evaluate("document.documentElement.lang").asText()).isEqualTo("en");
        assertThat(tab.evaluate("document.querySelectorAll('main, header, footer, nav').length")
                        .asInt())
                .isEqualTo(4);
        assertThat(tab.evaluate(
                                "[...document.querySelectorAll('table')].filter(t => !t.caption || !t.caption.textContent.trim()).length")
                        .asInt())
                .as("tables without a caption")
                .isZero();
        assertThat(tab.evaluate("[...document.querySelectorAll('table th')].filter(t => !t.scope).length")
                        .asInt())
                .as("header cells without a scope")
                .isZero();
        assertThat(tab.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))"
                                + ".some((level, i, all) => level > (i ? all[i - 1] : 0) + 1)")
                        .asBoolean())
                .as("a heading skips a level")
                .isFalse();
        assertThat(tab.evaluate(
                                "(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.length - new Set(ids).size; })()")
                        .asInt())
                .as("doubled ids")
                .isZero();
        assertThat(tab.evaluate("[...document.querySelectorAll('[role=img], button, a, summary, [role=region]')]"
                                + ".filter(e => !(e.getAttribute('aria-label') || e.textContent.trim())).length")
                        .asInt())
                .as("elements without a name")
                .isZero();
        assertThat(tab.evaluate(
                                "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.querySelector(a.getAttribute('href'))).length")
                        .asInt())
                .as("links to nowhere")
                .isZero();
        tab.key("Tab");
        assertThat(tab.evaluate("document.activeElement.className").asText()).isEqualTo("skip");
        assertThat(tab.evaluate("document.activeElement.getBoundingClientRect().left")
                        .asDouble())
                .isNotNegative();
    }

    @Test
    void arrowKeysReadAChartOut() throws IOException {
        RunRecord run = RunRecords.failing();
        Tab tab = open(run, Verdicts.of(run, Judgement.FAIL), 1280, 800, false);
        tab.await("document.querySelectorAll('.drawn canvas').length > 3");
        tab.evaluate("document.querySelector('#spectrum-chart .live').focus()");
        tab.key("ArrowRight");
        tab.key("ArrowRight");
        assertThat(tab.evaluate("document.querySelector('#spectrum-chart [role=status]').textContent")
                        .asText())
                .contains("%: ", "response", "ms");
    }

    @Test
    void withoutScriptTheChartsAreStillThere() throws IOException {
        RunRecord run = RunRecords.failing();
        Path file = folder.resolve("without-script.html");
        Files.writeString(
                file,
                HtmlReport.render(run, Verdicts.of(run, Judgement.FAIL))
                        .replace("<script>", "<script type=\"text/none\">"));
        Tab tab = browser.orElseThrow().open(file.toUri(), 1280, 800, false);
        assertThat(tab.evaluate(
                                "[...document.querySelectorAll('.static')].every(e => e.getBoundingClientRect().height > 100)")
                        .asBoolean())
                .isTrue();
        assertThat(tab.evaluate("document.querySelector('#spectrum-chart .line').getBoundingClientRect().width")
                        .asDouble())
                .isGreaterThan(600);
        assertThat(tab.evaluate(
                                "[...document.querySelectorAll('button')].filter(e => e.getClientRects().length).length")
                        .asInt())
                .as("buttons that could do nothing")
                .isZero();
    }

    @Test
    void whatIsShownCanBeDownloadedAsData(@TempDir Path downloads) throws IOException {
        RunRecord run = RunRecords.failing();
        Tab tab = open(run, Verdicts.of(run, Judgement.FAIL), 1280, 800, false);
        browser.orElseThrow().saveDownloadsTo(downloads);
        tab.evaluate("document.querySelector('button[data-table=latency]').click()");
        Path csv = downloads.resolve("latency.csv");
        Chromium.await(() -> Files.exists(csv), "latency.csv was saved");
        assertThat(Files.readString(csv))
                .startsWith("series,judged,measure,requests,errors,p50 ms")
                .contains("steady/gateway/v1-rest/steady,true,response time,");
        tab.evaluate("document.querySelector('button[data-all]').click()");
        Path json = downloads.resolve("report.json");
        Chromium.await(() -> Files.exists(json), "report.json was saved");
        assertThat(new ObjectMapper().readTree(json.toFile()).get("schema").asText())
                .isEqualTo(DataBlock.SCHEMA);
        assertThat(tab.evaluate(
                                "[...document.querySelectorAll('button[data-table]')].filter(b => !JSON.parse(document.getElementById('data').textContent).tables[b.dataset.table]).length")
                        .asInt())
                .isZero();
        assertThat(tab.complaints()).isEmpty();
    }
}
