package dev.plimsoll.reports.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.testing.Hostile;
import dev.plimsoll.reports.testing.RunRecords;
import dev.plimsoll.reports.testing.Verdicts;
import dev.plimsoll.reports.verdict.Judgement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SummaryMarkdownTest {
    private final RunRecord run = RunRecords.failing();

    @ParameterizedTest
    @EnumSource(Judgement.class)
    void itBeginsWithTheVerdictAndTheReason(Judgement judgement) {
        String text = SummaryMarkdown.render(run, Verdicts.of(run, judgement));
        assertThat(text.lines().findFirst().orElseThrow()).startsWith("## ").endsWith(" " + judgement + ": iris");
        assertThat(text).contains("sklearn-iris", "seed 1", "http://127.0.0.1:8080");
    }

    @Test
    void objectivesAndSeriesAreTablesWithTheirUnits() {
        String text = SummaryMarkdown.render(run, Verdicts.of(run, Judgement.FAIL));
        assertThat(text)
                .containsPattern(
                        "\\| ❌ FAIL \\| iris-latency: p99 &lt;= 100 ms \\| steady \\| v1-rest \\| 12,053 \\| 480 "
                                + "\\| 96\\.02 % \\(95\\.67 to 96\\.37\\) \\| 99 % \\|")
                .containsPattern("\\| steady/gateway/v1-rest/steady \\| 12,053 \\| 480 \\| [\\d.]+ ms \\|")
                .contains("steady/gateway/v1-rest/warm-up (not judged)")
                .contains("**Warnings**");
    }

    @Test
    void aPartialRunSaysSo() {
        RunRecord partial = RunRecords.partial();
        assertThat(SummaryMarkdown.render(partial, Verdicts.of(partial, Judgement.INVALID)))
                .contains("**The record is partial:** the injector was killed");
    }

    @Test
    void hostileStringsBreakNoTableAndBringNoMarkup() {
        String text = SummaryMarkdown.render(Hostile.run(), Hostile.verdict());
        assertThat(text).doesNotContain("<script", "<img", "<!--", "\u202E", "\u0000", "\u001B");
        assertThat(text).doesNotContainPattern("(?<!\\\\)[`$]").doesNotContainPattern("(?<!\\\\)\\[l");
        List<List<String>> tables = new java.util.ArrayList<>();
        tables.add(new java.util.ArrayList<>());
        text.lines().forEach(line -> {
            if (line.startsWith("|")) {
                tables.getLast().add(line);
            } else if (!tables.getLast().isEmpty()) {
                tables.add(new java.util.ArrayList<>());
            }
        });
        tables.removeIf(List::isEmpty);
        assertThat(tables).hasSize(3);
        for (List<String> table : tables) {
            assertThat(table.stream().map(SummaryMarkdownTest::cells).distinct())
                    .as(table.getFirst())
                    .hasSize(1);
        }
    }

    private static long cells(String line) {
        return line.replaceAll("\\\\.", "").chars().filter(c -> c == '|').count();
    }
}
