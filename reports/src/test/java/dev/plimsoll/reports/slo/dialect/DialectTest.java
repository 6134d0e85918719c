package dev.plimsoll.reports.slo.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scrapes are excerpts of live components: Knative Serving 1.21, Envoy, KServe 0.20, MLServer 1.7. */
class DialectTest {
    static String scrape(String name) {
        try (InputStream in = DialectTest.class.getResourceAsStream("/slo/scrapes/" + name + ".txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "activator, knative-1.21",
        "queue-proxy, knative-1.19.8",
        "autoscaler, knative-1.19.0",
        "envoy, envoy",
        "sklearnserver, kserve-server",
        "mlserver, mlserver"
    })
    void aScrapeOfALiveComponentIsRecognised(String component, String dialect) {
        List<Detection> detections = Dialect.detect(scrape(component));

        assertThat(detections).extracting(d -> d.dialect().name()).containsExactly(dialect);
        assertThat(detections.getFirst().evidence()).isNotEmpty().allMatch(e -> e.contains("(line "));
    }

    @Test
    void aScrapeThatCannotTellReleasesApartNamesTheOthers() {
        assertThat(Dialect.detect(scrape("autoscaler")).getFirst().alternatives())
                .containsExactly("knative-1.19.8", "knative-1.21", "knative-1.22");
        assertThat(Dialect.detect(scrape("queue-proxy")).getFirst().alternatives())
                .containsExactly("knative-1.21", "knative-1.22");
        assertThat(Dialect.detect(scrape("activator")).getFirst().alternatives())
                .containsExactly("knative-1.22");
    }

    @Test
    void severalComponentsInOneTextAreToldTogether() {
        assertThat(Dialect.detect(scrape("activator") + scrape("queue-proxy") + scrape("sklearnserver")))
                .extracting(d -> d.dialect().name())
                .containsExactly("knative-1.21", "kserve-server");
    }

    @ParameterizedTest
    @CsvSource({
        "revision_app_request_count{revision_name=\"r\"} 1, knative-1.18",
        "kn_queueproxy_depth 1, knative-1.19.0",
        "kn_serving_queue_depth 1, knative-1.19.8",
        "kn_revision_request_queued 0, knative-1.22",
        "istio_requests_total{reporter=\"source\"} 3, istio"
    })
    void oneTellingMetricIsEnough(String line, String dialect) {
        assertThat(Dialect.detect(line).getFirst().dialect().name()).isEqualTo(dialect);
    }

    @Test
    void anUnknownScrapeIsNotGuessedAt() {
        assertThat(Dialect.detect("go_goroutines 12\nprocess_open_fds 3\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "activator, knative-1.21",
        "queue-proxy, knative-1.21",
        "envoy, envoy",
        "sklearnserver, kserve-server",
        "mlserver, mlserver"
    })
    void theTableAgreesWithTheScrape(String component, String dialect) {
        Scrape scrape = Scrape.parse(scrape(component));
        List<RequestMetrics> there = Dialect.named(dialect).orElseThrow().requests().stream()
                .filter(r -> scrape.has(r.histogram() + "_bucket"))
                .filter(r -> r.component().word().equals(component)
                        || r.component() == Component.SERVER
                        || r.component() == Component.GATEWAY)
                .toList();
        assertThat(there).isNotEmpty();
        for (RequestMetrics metrics : there) {
            assertThat(scrape.has(metrics.counter())).isTrue();
            List<String> bounds = scrape.values(metrics.histogram() + "_bucket", "le").stream()
                    .filter(le -> !le.equals("+Inf"))
                    .sorted(java.util.Comparator.comparingDouble(Double::parseDouble))
                    .toList();
            assertThat(bounds).isEqualTo(metrics.buckets());
            if (metrics.codeLabel() != null) {
                assertThat(scrape.labels(metrics.counter())).contains(metrics.codeLabel());
                assertThat(scrape.labels(metrics.histogram() + "_bucket").contains(metrics.codeLabel()))
                        .isEqualTo(metrics.codeOnHistogram());
            }
            if (metrics.labelSource() == LabelSource.TARGET_INFO) {
                metrics.labels()
                        .values()
                        .forEach(b -> assertThat(scrape.labels("target_info")).contains(b.label()));
                metrics.labels()
                        .values()
                        .forEach(b ->
                                assertThat(scrape.labels(metrics.counter())).doesNotContain(b.label()));
            }
        }
    }

    @Test
    void theAutoscalersGaugesAreAllInItsScrape() {
        Scrape scrape = Scrape.parse(scrape("autoscaler"));
        ScalingMetrics scaling = Objects.requireNonNull(
                Dialect.named("knative-1.21").orElseThrow().scaling());

        assertThat(scrape.names())
                .contains(
                        scaling.desired(),
                        scaling.requested(),
                        scaling.ready(),
                        scaling.notReady(),
                        scaling.pending(),
                        scaling.terminating(),
                        scaling.panicMode());
        assertThat(scrape.labels(scaling.desired()))
                .contains("k8s_namespace_name", "kn_service_name", "kn_revision_name");
    }

    @Test
    void labelValuesKeepTheirEscapedCharacters() {
        Scrape scrape = Scrape.parse("m{a=\"x\\\"y\\\\z\\n\",b=\"{},\"} 1e3 1700000000000 # {id=\"1\"} 2\n");

        assertThat(scrape.series("m").getFirst().labels())
                .containsEntry("a", "x\"y\\z\n")
                .containsEntry("b", "{},");
        assertThat(scrape.series("m").getFirst().value()).isEqualTo(1000);
    }

    @Test
    void linesThatAreCutAreSkipped() {
        assertThat(Scrape.parse("m{a=\"x\nn{a=\"x\"\nk 5\n").names()).containsExactly("k");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1.0", "0.005, 0.005", "100000, 100000.0", "1000000, 1e+06", "1800000, 1.8e+06", "3600000, 3.6e+06",
        "123456.5, 123456.5", "1234567, 1.234567e+06", "0.00001, 1e-05", "2.50, 2.5", "+Inf, +Inf", "0, 0.0"
    })
    void bucketBoundsAreNormalisedAsPrometheus3Does(String scraped, String stored) {
        assertThat(BucketBound.normalised(scraped)).isEqualTo(stored);
    }

    @Test
    void aNameInAPatternIsTakenLiterally() {
        LabelBinding binding = new LabelBinding("destination_service_name", "{}-[0-9]{5}");

        assertThat(binding.matches("a.b", "a.b-00001")).isTrue();
        assertThat(binding.matches("a.b", "axb-00001")).isFalse();
    }

    @Test
    void aHistogramHasACeiling() {
        Dialect knative = Dialect.named("knative-1.21").orElseThrow();

        assertThat(knative.requests(Component.ACTIVATOR).orElseThrow().ceiling())
                .isEqualTo(Duration.ofSeconds(10));
    }
}
