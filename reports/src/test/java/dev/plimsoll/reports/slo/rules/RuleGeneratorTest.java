package dev.plimsoll.reports.slo.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.reports.slo.dialect.Component;
import dev.plimsoll.reports.slo.dialect.Dialect;
import dev.plimsoll.reports.slo.dialect.Identity;
import dev.plimsoll.reports.slo.dialect.LabelSource;
import dev.plimsoll.reports.slo.promql.Promtool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleGeneratorTest {
    static final Dialect KNATIVE = Dialect.named("knative-1.21").orElseThrow();
    static final Selection IRIS = Selection.service("models", "iris-predictor");

    static AlertObjective availability(double target) {
        return new AlertObjective("iris-availability", IRIS, new Indicator.Availability(), target);
    }

    static AlertObjective latency(Duration threshold) {
        return new AlertObjective("iris-p99", IRIS, new Indicator.Latency(threshold), 0.99);
    }

    /** Every dialect's every way to count, with what it can be asked for. */
    static Map<String, RuleSet> all(PrometheusMajor major) {
        Map<String, RuleSet> sets = new LinkedHashMap<>();
        for (Dialect dialect : Dialect.all()) {
            dialect.requests().forEach(metrics -> {
                Selection selection = metrics.labels().containsKey(Identity.SERVICE)
                        ? IRIS
                        : new Selection(
                                Map.of(Identity.NAMESPACE, "models", Identity.MODEL, "iris"),
                                Map.of("cluster", "a\"b"));
                List<AlertObjective> objectives = new ArrayList<>();
                if (metrics.codeLabel() != null) {
                    objectives.add(
                            new AlertObjective("iris-availability", selection, new Indicator.Availability(), 0.999));
                }
                objectives.add(new AlertObjective(
                        "iris-p99",
                        selection,
                        new Indicator.Latency(metrics.ceiling().dividedBy(10)),
                        0.99));
                RuleOptions options = RuleOptions.of(dialect)
                        .reading(metrics.component(), metrics.labelSource())
                        .withPrometheus(major)
                        .withBuckets(BucketPolicy.STRICTER);
                String name = dialect.name() + "-" + metrics.component().word() + "-"
                        + metrics.labelSource().name().toLowerCase(Locale.ROOT);
                sets.put(name, RuleGenerator.generate(objectives, options));
            });
        }
        return sets;
    }

    /** Compares with a reviewed file; PLIMSOLL_WRITE_GOLDEN names a folder to write a new one to. */
    static void isAsReviewed(String name, String actual) {
        String folder = System.getenv("PLIMSOLL_WRITE_GOLDEN");
        try (InputStream in = RuleGeneratorTest.class.getResourceAsStream("/slo/rules/" + name)) {
            if (folder != null) {
                Files.createDirectories(Path.of(folder));
                Files.writeString(Path.of(folder, name), actual);
                return;
            }
            assertThat(in).as("the reviewed file %s", name).isNotNull();
            assertThat(actual).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theRulesOfAKnativeServiceAreAsReviewed() {
        RuleSet rules = RuleGenerator.generate(
                List.of(availability(0.999), latency(Duration.ofMillis(250))), RuleOptions.of(KNATIVE));

        isAsReviewed(
                "knative-activator.yaml",
                RuleYaml.prometheusRule("iris", "models", Map.of("release", "prometheus"), rules.groups()));
    }

    @Test
    void theRulesThatJoinTargetInfoAreAsReviewed() {
        RuleSet rules = RuleGenerator.generate(
                List.of(latency(Duration.ofSeconds(1))),
                RuleOptions.of(KNATIVE)
                        .reading(Component.QUEUE_PROXY, LabelSource.TARGET_INFO)
                        .withScaling(false));

        isAsReviewed("knative-queue-proxy.yaml", RuleYaml.groups(rules.groups()));
    }

    @Test
    void theSameInputGivesTheSameBytes() {
        for (PrometheusMajor major : PrometheusMajor.values()) {
            assertThat(all(major).values().stream()
                            .map(s -> RuleYaml.groups(s.groups()))
                            .toList())
                    .isEqualTo(all(major).values().stream()
                            .map(s -> RuleYaml.groups(s.groups()))
                            .toList());
        }
    }

    @Test
    void whatIsWrittenIsReadBackTheSame() {
        all(PrometheusMajor.EITHER).forEach((name, set) -> {
            assertThat(RuleFile.parse(name, RuleYaml.groups(set.groups())).groups())
                    .extracting(RuleFile.PlacedGroup::group)
                    .isEqualTo(set.groups());
            assertThat(RuleFile.parse(name, RuleYaml.prometheusRule("x", "", Map.of(), set.groups()))
                            .groups())
                    .extracting(RuleFile.PlacedGroup::group)
                    .isEqualTo(set.groups());
        });
    }

    @Test
    void everyGeneratedRuleLoadsInPrometheus3(@TempDir Path directory) throws Exception {
        loads(Promtool.three(), directory);
    }

    @Test
    void everyGeneratedRuleLoadsInPrometheus2(@TempDir Path directory) throws Exception {
        loads(Promtool.two(), directory);
    }

    private static void loads(Promtool promtool, Path directory) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("check", "rules"));
        int rules = 0;
        for (PrometheusMajor major : PrometheusMajor.values()) {
            for (Map.Entry<String, RuleSet> entry : all(major).entrySet()) {
                Path file = directory.resolve(entry.getKey() + "-" + major + ".yaml");
                Files.writeString(file, RuleYaml.groups(entry.getValue().groups()));
                arguments.add(file.toString());
                rules += entry.getValue().groups().stream()
                        .mapToInt(g -> g.rules().size())
                        .sum();
            }
        }
        Promtool.Answer answer = promtool.run(directory, arguments.toArray(String[]::new));

        assertThat(answer.output()).doesNotContain("FAILED").contains("SUCCESS");
        assertThat(answer.status()).isZero();
        assertThat(answer.output()
                        .lines()
                        .filter(l -> l.contains("SUCCESS"))
                        .mapToInt(l -> Integer.parseInt(l.replaceAll("\\D", "")))
                        .sum())
                .isEqualTo(rules);
    }

    @Test
    void aThresholdBetweenBucketsIsRefusedWithTheNearest() {
        assertThatThrownBy(
                        () -> RuleGenerator.generate(List.of(latency(Duration.ofMillis(200))), RuleOptions.of(KNATIVE)))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("no bucket of http_server_request_duration_seconds ends at 200 ms")
                .hasMessageContaining("the nearest end at 100 ms and 250 ms");
    }

    @Test
    void aThresholdBetweenBucketsIsTakenToTheDeclaredSideAndSaidSo() {
        RuleSet stricter = RuleGenerator.generate(
                List.of(latency(Duration.ofMillis(200))),
                RuleOptions.of(KNATIVE).withBuckets(BucketPolicy.STRICTER));
        RuleSet looser = RuleGenerator.generate(
                List.of(latency(Duration.ofMillis(200))),
                RuleOptions.of(KNATIVE).withBuckets(BucketPolicy.LOOSER));

        assertThat(stricter.groups().getFirst().rules().getFirst().expr()).contains("le=\"0.1\"");
        assertThat(looser.groups().getFirst().rules().getFirst().expr()).contains("le=\"0.25\"");
        assertThat(stricter.remarks().getFirst()).contains("counts against 100 ms", "the objective says 200 ms");
    }

    @Test
    void aThresholdAboveTheLastBucketIsRefusedWithTheCeiling() {
        assertThatThrownBy(() -> RuleGenerator.generate(
                        List.of(latency(Duration.ofSeconds(30))),
                        RuleOptions.of(KNATIVE).withBuckets(BucketPolicy.LOOSER)))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("its last ends at 10 s");
    }

    @Test
    void theUnitOfTheDialectIsUsed() {
        Dialect opencensus = Dialect.named("knative-1.18").orElseThrow();
        RuleSet rules = RuleGenerator.generate(List.of(latency(Duration.ofMillis(250))), RuleOptions.of(opencensus));

        assertThat(rules.groups().getFirst().rules().getFirst().expr())
                .contains("activator_request_latencies_bucket")
                .contains("le=~\"250|250\\\\.0\"");
    }

    @Test
    void leIsSpelledForThePrometheusThatReadsIt() {
        assertThat(Buckets.matcher("1", PrometheusMajor.V2)).isEqualTo("le=\"1\"");
        assertThat(Buckets.matcher("1", PrometheusMajor.V3)).isEqualTo("le=\"1.0\"");
        assertThat(Buckets.matcher("1", PrometheusMajor.EITHER)).isEqualTo("le=~\"1|1\\\\.0\"");
        assertThat(Buckets.matcher("0.25", PrometheusMajor.EITHER)).isEqualTo("le=\"0.25\"");
        assertThat(Buckets.matcher("1800000", PrometheusMajor.EITHER)).isEqualTo("le=~\"1800000|1\\\\.8e\\\\+06\"");
    }

    @Test
    void aPairThatCannotFireIsRefusedWithTheTargetItNeeds() {
        assertThatThrownBy(() -> RuleGenerator.generate(List.of(availability(0.93)), RuleOptions.of(KNATIVE)))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("needs 100.8 % bad requests")
                .hasMessageContaining("targets above 93.055556 %");
    }

    @Test
    void availabilityCannotBeReadFromAServerThatCountsNoFailures() {
        Dialect server = Dialect.named("kserve-server").orElseThrow();
        AlertObjective objective = new AlertObjective(
                "a", new Selection(Map.of(Identity.MODEL, "iris"), Map.of()), new Indicator.Availability(), 0.99);

        assertThatThrownBy(() -> RuleGenerator.generate(List.of(objective), RuleOptions.of(server)))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("does not say which requests failed");
    }

    @Test
    void aSelectionThatTheMetricsCannotMakeIsRefused() {
        Dialect server = Dialect.named("kserve-server").orElseThrow();

        assertThatThrownBy(
                        () -> RuleGenerator.generate(List.of(latency(Duration.ofSeconds(1))), RuleOptions.of(server)))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("do not say the service; they say: model, namespace");
    }

    @Test
    void windowsThatHoldNoTwoScrapesAreRefused() {
        assertThatThrownBy(() -> RuleGenerator.generate(
                        List.of(availability(0.999)), RuleOptions.of(KNATIVE).withTable(BurnTable.SRE_WORKBOOK, 60)))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("the window 5s holds fewer than two scrapes");
    }

    @Test
    void aDrillDividesEveryWindowAndSaysSo() {
        RuleSet rules = RuleGenerator.generate(
                List.of(availability(0.999)),
                RuleOptions.of(KNATIVE)
                        .withTable(BurnTable.SRE_WORKBOOK, 60)
                        .withIntervals(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO));

        assertThat(rules.groups().getFirst().rules())
                .filteredOn(Rule.Alerting.class::isInstance)
                .extracting(r -> r.labels().get("long_window"))
                .containsExactly("1m", "6m", "24m", "1h12m");
        assertThat(rules.remarks()).anyMatch(r -> r.contains("divided by 60"));
    }

    @Test
    void theTableOfWindowsCanBeSpelled() {
        BurnTable table = BurnTable.parse("14.4:1h/5m:page, 3:1d/2h:ticket");

        assertThat(table.windows())
                .containsExactly(
                        BurnTable.SRE_WORKBOOK.windows().get(0),
                        BurnTable.SRE_WORKBOOK.windows().get(2));
        assertThat(BurnTable.parse("pyrra")).isEqualTo(BurnTable.PYRRA);
        assertThatThrownBy(() -> BurnTable.parse("14.4:1h:page"))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("'14.4:1h:page' is no pair of burn windows");
        assertThatThrownBy(() -> BurnTable.parse("14.4:5m/1h:page"))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("short window must be shorter");
    }

    @Test
    void timeToFireIsTheClosedFormula() {
        BurnWindow page = BurnTable.SRE_WORKBOOK.windows().getFirst();

        assertThat(page.timeToFire(0.99, 1)).isCloseTo(Duration.ofSeconds(518), Duration.ofSeconds(1));
        assertThat(page.timeToFire(0.999, 1)).isCloseTo(Duration.ofSeconds(52), Duration.ofSeconds(1));
        assertThat(page.timeToFire(0.99, 0.1)).isGreaterThan(page.longWindow());
        assertThat(page.canFire(0.9306)).isTrue();
        assertThat(page.canFire(0.93)).isFalse();
    }

    @Test
    void durationsAreWrittenAndReadAsPrometheusDoes() {
        for (long millis : new long[] {0, 1, 999, 1000, 90_000, 3_600_000, 86_400_000, 259_200_000, 12_500}) {
            Duration duration = Duration.ofMillis(millis);
            assertThat(PromDuration.parse(PromDuration.format(duration))).hasValue(duration);
        }
        assertThat(PromDuration.format(Duration.ofMinutes(90))).isEqualTo("1h30m");
        assertThat(PromDuration.parse("1w2d")).hasValue(Duration.ofDays(9));
        assertThat(PromDuration.parse("1.5h")).isEmpty();
        assertThat(PromDuration.parse("")).isEmpty();
    }

    @Test
    void namesThatWouldBreakTheFileAreRefused() {
        assertThatThrownBy(() -> new AlertObjective("a b", IRIS, new Indicator.Availability(), 0.9))
                .isInstanceOf(RuleException.class);
        assertThatThrownBy(() -> RuleGenerator.generate(
                        List.of(availability(0.999), availability(0.99)), RuleOptions.of(KNATIVE)))
                .hasMessageContaining("two objectives are called iris-availability");
    }

    @Test
    void anUnknownRuleKeyIsLetBeButAMalformedRuleIsToldWithItsPlace() {
        assertThat(RuleFile.parse("r.yaml", "groups:\n- name: g\n  limit: 3\n  rules:\n  - record: a\n    expr: b\n")
                        .rules())
                .hasSize(1);
        assertThatThrownBy(() -> RuleFile.parse(
                        "r.yaml", "groups:\n- name: g\n  rules:\n  - expr: up == 0\n    for: 5 minutes\n"))
                .hasMessageContaining("r.yaml:4:5: a rule needs 'record' or 'alert'")
                .hasMessageContaining("r.yaml:5:10: 'for' must be a duration of Prometheus");
    }
}
