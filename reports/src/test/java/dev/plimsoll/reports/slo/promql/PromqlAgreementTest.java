package dev.plimsoll.reports.slo.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.slo.dialect.Component;
import dev.plimsoll.reports.slo.dialect.Dialect;
import dev.plimsoll.reports.slo.dialect.LabelSource;
import dev.plimsoll.reports.slo.rules.AlertObjective;
import dev.plimsoll.reports.slo.rules.BurnTable;
import dev.plimsoll.reports.slo.rules.Indicator;
import dev.plimsoll.reports.slo.rules.PromDuration;
import dev.plimsoll.reports.slo.rules.PrometheusMajor;
import dev.plimsoll.reports.slo.rules.RuleGenerator;
import dev.plimsoll.reports.slo.rules.RuleGroup;
import dev.plimsoll.reports.slo.rules.RuleOptions;
import dev.plimsoll.reports.slo.rules.RuleYaml;
import dev.plimsoll.reports.slo.rules.Selection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the evaluator against {@code promtool test rules} at every evaluation step: all recorded values and all alerts, over seeded
 * random series with births, gaps, resets and staleness.
 */
class PromqlAgreementTest {
    private static final int CASES = 14;
    private static final int SCRAPES = 70;
    private static final long SCRAPE_MILLIS = 15_000;
    private static final long EVALUATION_MILLIS = 20_000;
    private static final long END_MILLIS = SCRAPES * SCRAPE_MILLIS;

    /** Values of a series, one a scrape: a number, {@code _} or {@code stale}. */
    private record RandomSeries(Labels labels, List<String> values) {}

    @Test
    void everyStepAgreesWithPrometheus3(@TempDir Path directory) throws Exception {
        agrees(Promtool.three(), PrometheusMajor.V3, directory);
    }

    @Test
    void everyStepAgreesWithPrometheus2(@TempDir Path directory) throws Exception {
        agrees(Promtool.two(), PrometheusMajor.V2, directory);
    }

    private static List<RuleGroup> rules(PrometheusMajor major) {
        Dialect knative = Dialect.named("knative-1.21").orElseThrow();
        Selection iris = Selection.service("models", "iris");
        RuleOptions options = RuleOptions.of(knative)
                .withPrometheus(major)
                .withTable(BurnTable.parse("50:40m/10m:page, 20:80m/20m:page, 5:160m/40m:ticket"), 10)
                .withIntervals(
                        Duration.ofMillis(SCRAPE_MILLIS), Duration.ofMillis(EVALUATION_MILLIS), Duration.ofSeconds(50));
        List<RuleGroup> groups = new ArrayList<>(RuleGenerator.generate(
                        List.of(
                                new AlertObjective("a", iris, new Indicator.Availability(), 0.99),
                                new AlertObjective("b", iris, new Indicator.Latency(Duration.ofSeconds(1)), 0.99)),
                        options)
                .groups());
        groups.addAll(RuleGenerator.generate(
                        List.of(new AlertObjective("c", iris, new Indicator.Latency(Duration.ofMillis(250)), 0.99)),
                        options.reading(Component.QUEUE_PROXY, LabelSource.TARGET_INFO)
                                .withScaling(false))
                .groups());
        return groups;
    }

    private static void agrees(Promtool promtool, PrometheusMajor major, Path directory) throws Exception {
        List<RuleGroup> rules = rules(major);
        Files.writeString(directory.resolve("rules.yaml"), RuleYaml.groups(rules));
        StringBuilder tests = new StringBuilder("rule_files: [rules.yaml]\nevaluation_interval: "
                + EVALUATION_MILLIS / 1000 + "s\ngroup_eval_order: ["
                + String.join(", ", rules.stream().map(RuleGroup::name).toList()) + "]\ntests:\n");
        Map<String, String> expected = new TreeMap<>();
        int firing = 0;
        int pending = 0;
        int series = 0;
        for (int i = 0; i < CASES; i++) {
            List<RandomSeries> input = input(i, major);
            series += input.size();
            tests.append("- interval: ").append(SCRAPE_MILLIS / 1000).append("s\n  input_series:\n");
            for (RandomSeries s : input) {
                tests.append("  - series: '").append(s.labels()).append("'\n    values: '");
                tests.append(String.join(" ", s.values())).append("'\n");
            }
            tests.append("  promql_expr_test:\n");
            for (RuleRunner.At at : RuleRunner.run(rules, major, input, END_MILLIS, EVALUATION_MILLIS, SCRAPE_MILLIS)) {
                assertThat(at.step().failures()).isEmpty();
                String time = PromDuration.format(Duration.ofMillis(at.millis()));
                String recorded = "{__name__=~\"plimsoll:.*\",case!=\"" + i + "\"}";
                String alerts = "ALERTS{case!=\"" + i + "\"}";
                expected.put(recorded + " " + at.millis(), render(at.recorded()));
                expected.put(alerts + " " + at.millis(), render(RuleRunner.alerts(at.step())));
                for (RuleRun.ActiveAlert alert : at.step().alerts()) {
                    if (alert.state() == AlertState.FIRING) {
                        firing++;
                    } else {
                        pending++;
                    }
                }
                for (String expr : List.of(recorded, alerts)) {
                    tests.append("  - expr: '")
                            .append(expr)
                            .append("'\n    eval_time: ")
                            .append(time);
                    tests.append("\n    exp_samples: [{labels: never, value: 0}]\n");
                }
            }
        }
        Files.writeString(directory.resolve("tests.yaml"), tests);

        Map<String, String> actual =
                parse(promtool.run(directory, "test", "rules", "tests.yaml").output());

        assertThat(series).isGreaterThanOrEqualTo(200);
        assertThat(firing).isGreaterThan(100);
        assertThat(pending).isGreaterThan(20);
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        Map<String, String> different = new TreeMap<>();
        expected.forEach((key, value) -> {
            if (!same(value, actual.getOrDefault(key, ""))) {
                different.put(key, "ours " + value + "\n  theirs " + actual.get(key));
            }
        });
        assertThat(different).isEmpty();
    }

    private static List<RandomSeries> input(int seed, PrometheusMajor major) {
        Random random = new Random(seed);
        List<RandomSeries> series = new ArrayList<>();
        String one = major == PrometheusMajor.V3 ? "1.0" : "1";
        Map<String, String> activator =
                Map.of("k8s_namespace_name", "models", "kn_service_name", "iris", "job", "activator", "instance", "a");
        String base = "http_server_request_duration_seconds_";
        for (String code : List.of("200", "503")) {
            for (int pod = 0; pod < 2; pod++) {
                Labels labels = new Labels(activator)
                        .with("http_response_status_code", code)
                        .with("instance", "a" + pod);
                int rate = code.equals("503") ? random.nextInt(3) : 2 + random.nextInt(30);
                series.add(counter(random, labels.with(Labels.NAME, base + "count"), rate, code.equals("503")));
                series.add(counter(
                        random, labels.with(Labels.NAME, base + "bucket").with("le", one), rate, false));
            }
        }
        for (int pod = 0; pod < 2; pod++) {
            Labels labels =
                    new Labels(Map.of("job", "queue", "instance", "q" + pod, "http_response_status_code", "200"));
            String app = "kn_serving_invocation_duration_seconds_";
            series.add(counter(random, labels.with(Labels.NAME, app + "count"), 20, false));
            series.add(counter(random, labels.with(Labels.NAME, app + "bucket").with("le", "0.25"), 15, true));
            Labels info = new Labels(Map.of(
                    Labels.NAME,
                    "target_info",
                    "job",
                    "queue",
                    "instance",
                    "q" + pod,
                    "k8s_namespace_name",
                    "models",
                    "kn_service_name",
                    "iris"));
            series.add(gauge(random, info, 1, 1));
        }
        Labels scaler = new Labels(
                Map.of("k8s_namespace_name", "models", "kn_service_name", "iris", "kn_revision_name", "iris-00001"));
        for (String gauge : List.of("desired", "count", "pending_count")) {
            series.add(gauge(random, scaler.with(Labels.NAME, "kn_revision_pods_" + gauge), 0, 2));
        }
        series.add(gauge(random, scaler.with(Labels.NAME, "kn_revision_panic_mode"), 0, 1));
        series.add(gauge(random, new Labels(Map.of(Labels.NAME, "up", "job", "x-activator", "instance", "a0")), 0, 1));
        return series;
    }

    private static RandomSeries counter(Random random, Labels labels, int rate, boolean bursts) {
        List<String> values = new ArrayList<>();
        long value = random.nextInt(4) == 0 ? random.nextInt(1000) : 0;
        int birth = random.nextInt(3) == 0 ? random.nextInt(SCRAPES / 2) : 0;
        int silent = birth;
        boolean burst = false;
        for (int i = 0; i < SCRAPES; i++) {
            if (random.nextInt(12) == 0) {
                burst = !burst;
            }
            double factor = bursts ? (burst ? 8 : 0) : 1;
            value = random.nextInt(40) == 0
                    ? random.nextInt(5)
                    : value + Math.round(factor * rate * random.nextDouble());
            silent = next(random, values, silent, Long.toString(value));
        }
        return new RandomSeries(labels, values);
    }

    private static RandomSeries gauge(Random random, Labels labels, int low, int high) {
        List<String> values = new ArrayList<>();
        int silent = random.nextInt(4) == 0 ? random.nextInt(10) : 0;
        int value = low;
        for (int i = 0; i < SCRAPES; i++) {
            if (random.nextInt(15) == 0) {
                value = low + random.nextInt(high - low + 1);
            }
            silent = next(random, values, silent, Integer.toString(value));
        }
        return new RandomSeries(labels, values);
    }

    private static int next(Random random, List<String> values, int silent, String value) {
        if (silent > 0) {
            values.add("_");
            return silent - 1;
        }
        int dice = random.nextInt(100);
        if (dice < 5) {
            values.add("_");
            return 0;
        }
        if (dice < 8) {
            values.add("stale");
            return random.nextInt(4);
        }
        values.add(value);
        return dice == 99 ? 15 + random.nextInt(12) : 0;
    }

    /** Runs our evaluator over the same series. */
    private static final class RuleRunner {
        record At(long millis, RuleRun.Step step, List<Sample> recorded) {}

        static List<At> run(
                List<RuleGroup> rules,
                PrometheusMajor major,
                List<RandomSeries> input,
                long end,
                long every,
                long scrape) {
            SeriesStore store = new SeriesStore();
            RuleRun run = new RuleRun(rules, major, store);
            Evaluator evaluator = new Evaluator(store, major);
            Expr recorded = Expr.parse("{__name__=~\"plimsoll:.*\"}");
            List<At> steps = new ArrayList<>();
            int scraped = 0;
            for (long millis = 0; millis <= end; millis += every) {
                while (scraped < SCRAPES && scraped * scrape <= millis) {
                    for (RandomSeries s : input) {
                        String value = s.values().get(scraped);
                        if (value.equals("stale")) {
                            store.stale(s.labels(), scraped * scrape);
                        } else if (!value.equals("_")) {
                            store.append(s.labels(), scraped * scrape, Double.parseDouble(value));
                        }
                    }
                    scraped++;
                }
                steps.add(new At(millis, run.at(millis), evaluator.at(recorded, millis)));
            }
            return steps;
        }

        static List<Sample> alerts(RuleRun.Step step) {
            return step.alerts().stream()
                    .map(a -> new Sample(
                            a.labels()
                                    .with(Labels.NAME, "ALERTS")
                                    .with("alertstate", a.state().name().toLowerCase(Locale.ROOT)),
                            1))
                    .toList();
        }
    }

    private static String render(List<Sample> samples) {
        Map<String, Double> sorted = new TreeMap<>();
        samples.forEach(s -> sorted.put(new TreeMap<>(s.labels().values()).toString(), s.value()));
        return sorted.toString();
    }

    private static final Pattern HEAD = Pattern.compile("expr: \"(.*)\", time: (\\w+),");
    private static final Pattern SAMPLE = Pattern.compile("\\{([^}]*)\\} (\\S+?)(?:,|$)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private static Map<String, String> parse(String output) {
        Map<String, String> answers = new TreeMap<>();
        String key = "";
        for (String line : output.lines().toList()) {
            Matcher head = HEAD.matcher(line);
            if (head.find()) {
                key = head.group(1).replace("\\\"", "\"") + " "
                        + PromDuration.parse(head.group(2)).orElseThrow().toMillis();
            }
            int got = line.indexOf("got: ");
            if (got >= 0 && !key.isEmpty()) {
                List<Sample> samples = new ArrayList<>();
                Matcher sample = SAMPLE.matcher(line.substring(got));
                while (sample.find()) {
                    Map<String, String> labels = new HashMap<>();
                    Matcher label = LABEL.matcher(sample.group(1));
                    while (label.find()) {
                        labels.put(label.group(1), label.group(2));
                    }
                    samples.add(new Sample(new Labels(labels), Double.parseDouble(sample.group(2))));
                }
                answers.put(key, render(samples));
            }
        }
        return answers;
    }

    private static final Pattern NUMBER = Pattern.compile("\\}=(-?[0-9.]+(?:E-?\\d+)?|NaN)");

    /** The same series, and values within a relative 1e-9: sums are taken in another order. */
    private static boolean same(String ours, String theirs) {
        if (ours.equals(theirs)) {
            return true;
        }
        if (!NUMBER.matcher(ours).replaceAll("").equals(NUMBER.matcher(theirs).replaceAll(""))) {
            return false;
        }
        Matcher a = NUMBER.matcher(ours);
        Matcher b = NUMBER.matcher(theirs);
        while (a.find() && b.find()) {
            double x = Double.parseDouble(a.group(1));
            double y = Double.parseDouble(b.group(1));
            if (Math.abs(x - y) > 1e-9 * Math.max(1e-3, Math.abs(y))) {
                return false;
            }
        }
        return true;
    }
}
