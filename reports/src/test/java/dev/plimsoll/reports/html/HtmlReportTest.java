package dev.plimsoll.reports.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.reports.record.LatencySeries;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.slo.SloDocument;
import dev.plimsoll.reports.testing.Hostile;
import dev.plimsoll.reports.testing.RunRecords;
import dev.plimsoll.reports.testing.Verdicts;
import dev.plimsoll.reports.verdict.Judge;
import dev.plimsoll.reports.verdict.JudgeSettings;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class HtmlReportTest {
    @Test
    void theVerdictItsReasonAndTheTargetAreInThePage() {
        RunRecord run = RunRecords.failing();
        assertThat(HtmlReport.render(run, Verdicts.of(run, Judgement.FAIL)))
                .contains(">FAIL<", "p99 &lt;= 100 ms is broken", "http://127.0.0.1:8080", "sklearn-iris");
    }

    @Test
    void theSameRunAndVerdictGiveTheSamePage() throws IOException {
        RunRecord run = RunRecords.failing();
        Verdict verdict = Verdicts.of(run, Judgement.FAIL);
        StringBuilder written = new StringBuilder();
        HtmlReport.render(run, verdict, written);
        assertThat(written.toString()).isEqualTo(HtmlReport.render(run, verdict));
    }

    @Test
    void theDataBlockHoldsTheFiguresOfTheRecord() throws IOException {
        RunRecord run = RunRecords.failing();
        JsonNode data = data(HtmlReport.render(run, Verdicts.of(run, Judgement.FAIL)));
        LatencySeries v1 = LatencySeries.of(run).get(1);
        JsonNode row = null;
        for (JsonNode each : data.at("/tables/latency/rows")) {
            if (each.get(0).asText().equals(v1.series().label())
                    && each.get(2).asText().equals("response time")) {
                row = each;
            }
        }
        assertThat(row).isNotNull();
        assertThat(row.get(3).asLong()).isEqualTo(v1.count());
        assertThat(row.get(4).asLong()).isEqualTo(v1.failed());
        assertThat(row.get(8).asDouble()).isCloseTo(v1.responseNanos(0.99) / 1e6, within(1e-3));
    }

    @Test
    void noRequestIsLostBetweenTheRecordAndTheCharts() throws IOException {
        RunRecord run = RunRecords.failing();
        JsonNode tables =
                data(HtmlReport.render(run, Verdicts.of(run, Judgement.FAIL))).get("tables");
        long inHeatMaps = 0;
        long inLanes = 0;
        long errors = 0;
        for (int lane = 0; lane < 3; lane++) {
            inHeatMaps += sum(tables.get("heat-" + lane), 3);
            inLanes += sum(tables.get("lane-" + lane), 1);
            errors += sum(tables.get("lane-" + lane), 2);
        }
        long failed =
                LatencySeries.of(run).stream().mapToLong(LatencySeries::failed).sum();
        assertThat(inHeatMaps).isEqualTo(run.requests().size());
        assertThat(inLanes).isEqualTo(run.requests().size());
        assertThat(errors).isEqualTo(failed);
        long byOutcome = 0;
        for (int column = 1; column < tables.at("/errors-over-time/columns").size(); column++) {
            byOutcome += sum(tables.get("errors-over-time"), column);
        }
        assertThat(byOutcome).isEqualTo(failed);
    }

    @Test
    void requestsThatWereNeverSentAreErrorsWithoutALatency() throws IOException {
        RunRecord run = RunRecords.builder().unsent(0.1).build();
        JsonNode tables =
                data(HtmlReport.render(run, Verdicts.of(run, Judgement.FAIL))).get("tables");
        long unsent =
                LatencySeries.of(run).stream().mapToLong(LatencySeries::failed).sum();
        assertThat(unsent).isPositive();
        assertThat(sum(tables.get("lane-0"), 1) + sum(tables.get("lane-1"), 1) + sum(tables.get("lane-2"), 1))
                .isEqualTo(run.requests().size());
        assertThat(sum(tables.get("heat-0"), 3) + sum(tables.get("heat-1"), 3) + sum(tables.get("heat-2"), 3))
                .isEqualTo(run.requests().size() - unsent);
    }

    @Test
    void whatTheRealJudgeSaysOfEveryKindOfRunCanBeShown() throws IOException {
        for (RunRecord run : List.of(
                RunRecords.healthy(),
                RunRecords.failing(),
                RunRecords.coldStart(),
                RunRecords.injectorStall(),
                RunRecords.partial(),
                RunRecords.builder()
                        .rate(3)
                        .duration(java.time.Duration.ofSeconds(10))
                        .build())) {
            Verdict verdict = Judge.judge(run, SloDocument.parse("slo.yaml", run.slo()), JudgeSettings.DEFAULT);
            String html = HtmlReport.render(run, verdict);
            assertThat(html).contains(">" + verdict.judgement() + "<");
            assertThat(data(html).at("/tables/objectives/rows"))
                    .hasSize(verdict.objectives().size());
        }
    }

    @Test
    void hostileStringsCanEndNoElement() throws IOException {
        String html = HtmlReport.render(Hostile.run(), Hostile.verdict());
        assertThat(count(html, "<script")).isEqualTo(3);
        assertThat(count(html, "</script")).isEqualTo(3);
        assertThat(html).doesNotContain("<img", "<b>", "\u2028", "\u2029", "\u202E", "\u2066", "\u0000", "\u001B");
        assertThat(data(html).at("/verdict/why").asText()).isEqualTo(Hostile.TEXT.replace('\uD800', '\uFFFD'));
    }

    @Test
    void aRunWithoutRequestsOrObjectivesIsStillAPage() {
        RunRecord run = RunRecords.healthy();
        RunRecord empty = new RunRecord(run.description(), RequestLog.of(List.of()), List.of(), "", "");
        String html = HtmlReport.render(
                empty, new Verdict(Judgement.INVALID, "Nothing was measured.", List.of(), List.of(), List.of()));
        assertThat(html).contains("Nothing was measured.", "No objective was judged.", "The record holds no request.");
    }

    @Test
    void aRunWhoseIntendedStartsAreUnknownSaysSoAndExhibitsNoClosedLoop() {
        RunRecord run = RunRecords.builder().intendedUnknown().build();
        String html = HtmlReport.render(run, Verdicts.of(run, Judgement.PASS));
        assertThat(html)
                .contains("intended start unknown", "time from dispatch")
                .doesNotContain("a closed loop would print");
    }

    @Test
    void aLongRunOfManyRequestsGivesAModeratePage() {
        RunRecord run = RunRecords.builder()
                .rate(600)
                .duration(java.time.Duration.ofSeconds(150))
                .failures(0.02)
                .build();
        assertThat(run.requests().size()).isGreaterThan(250_000);
        assertThat(HtmlReport.render(run, Verdicts.of(run, Judgement.PASS)).length())
                .isLessThan(2_000_000);
    }

    @Test
    void theInjectorsPartIsToldFromTheVerdict() {
        RunRecord run = RunRecords.injectorStall();
        assertThat(HtmlReport.render(run, Verdicts.of(run, Judgement.INVALID)))
                .contains("would be PASS in place of INVALID");
        assertThat(HtmlReport.render(run, Verdicts.of(run, Judgement.PASS)))
                .contains("The injector did not change the verdict");
    }

    @Test
    void aPartialRecordSaysWhyOnTheFirstScreen() {
        RunRecord run = RunRecords.partial();
        RunDescription description = run.description();
        assertThat(description.partial()).isNotNull();
        String html = HtmlReport.render(run, Verdicts.of(run, Judgement.INVALID));
        assertThat(html.substring(0, html.indexOf("id=\"objectives\""))).contains("the injector was killed");
    }

    private static JsonNode data(String html) throws IOException {
        Matcher block = Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL)
                .matcher(html);
        assertThat(block.find()).isTrue();
        return new ObjectMapper().readTree(block.group(1));
    }

    private static long sum(JsonNode table, int column) {
        long sum = 0;
        for (JsonNode row : table.get("rows")) {
            sum += row.get(column).asLong();
        }
        return sum;
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
