package dev.plimsoll.reports.slo.dialect;

import static java.util.Map.entry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tables. Each says where it was seen: in the source of a release, or in a scrape of a running one. */
final class Dialects {
    private static final List<String> OPENCENSUS_MILLISECONDS = List.of(
            "5", "10", "20", "40", "60", "80", "100", "150", "200", "250", "300", "350", "400", "450", "500", "600",
            "700", "800", "900", "1000", "2000", "5000", "10000", "20000", "50000", "100000");

    private static final List<String> OTEL_SECONDS = List.of(
            "0.005", "0.01", "0.025", "0.05", "0.075", "0.1", "0.25", "0.5", "0.75", "1", "2.5", "5", "7.5", "10");

    private static final List<String> PYTHON_SECONDS = List.of(
            "0.005", "0.01", "0.025", "0.05", "0.075", "0.1", "0.25", "0.5", "0.75", "1.0", "2.5", "5.0", "7.5",
            "10.0");

    private static final List<String> ENVOY_MILLISECONDS = List.of(
            "0.5", "1", "5", "10", "25", "50", "100", "250", "500", "1000", "2500", "5000", "10000", "30000", "60000",
            "300000", "600000", "1800000", "3600000");

    private static final Map<Identity, LabelBinding> OPENCENSUS_LABELS = Map.of(
            Identity.NAMESPACE, LabelBinding.is("namespace_name"),
            Identity.SERVICE, LabelBinding.is("service_name"),
            Identity.REVISION, LabelBinding.is("revision_name"));

    private static final Map<Identity, LabelBinding> OTEL_LABELS = Map.of(
            Identity.NAMESPACE, LabelBinding.is("k8s_namespace_name"),
            Identity.SERVICE, LabelBinding.is("kn_service_name"),
            Identity.REVISION, LabelBinding.is("kn_revision_name"));

    private static final Map<Identity, LabelBinding> POD_LABELS = Map.of(
            Identity.NAMESPACE, LabelBinding.is("namespace"),
            Identity.SERVICE, LabelBinding.is("serving_knative_dev_service"),
            Identity.REVISION, LabelBinding.is("serving_knative_dev_revision"));

    private static final String FIVE_HUNDREDS = "5..";

    private static final String NO_HOLD =
            "The queue-proxy begins to count when a request reaches the pod: the activator's hold during a cold start is not in it.";
    private static final String ONLY_IN_PATH =
            "The activator counts only while it is in the path: with target-burst-capacity 0, or with spare capacity above it,"
                    + " requests to warm pods pass it by.";
    private static final String TEN_SECONDS =
            "The last bucket ends at 10 s: a cold start above it cannot be told from an endless one.";
    private static final String FIRST_OF_A_CODE =
            "A series is born with the first request of its status code, and that first step is invisible to rate().";
    private static final String PODS_GO =
            "target_info of a pod that is gone no longer joins, so the pod's share of a long window is lost with it.";
    private static final String OFF_BY_DEFAULT =
            "Metrics are off by default since 1.19 (metrics-protocol and request-metrics-protocol are 'none').";

    private static final RequestMetrics OPENCENSUS_ACTIVATOR = new RequestMetrics(
            Component.ACTIVATOR,
            LabelSource.SERIES,
            "activator_request_count",
            "activator_request_latencies",
            LatencyUnit.MILLISECONDS,
            OPENCENSUS_MILLISECONDS,
            OPENCENSUS_LABELS,
            "response_code",
            FIVE_HUNDREDS,
            true,
            Map.of(),
            List.of(ONLY_IN_PATH, FIRST_OF_A_CODE));

    private static final RequestMetrics OTEL_ACTIVATOR = new RequestMetrics(
            Component.ACTIVATOR,
            LabelSource.SERIES,
            "http_server_request_duration_seconds_count",
            "http_server_request_duration_seconds",
            LatencyUnit.SECONDS,
            OTEL_SECONDS,
            OTEL_LABELS,
            "http_response_status_code",
            FIVE_HUNDREDS,
            true,
            Map.of(),
            List.of(ONLY_IN_PATH, TEN_SECONDS, FIRST_OF_A_CODE, OFF_BY_DEFAULT));

    private static final ScalingMetrics OTEL_SCALING = new ScalingMetrics(
            "kn_revision_pods_desired",
            "kn_revision_pods_requested",
            "kn_revision_pods_count",
            "kn_revision_pods_not_ready_count",
            "kn_revision_pods_pending_count",
            "kn_revision_pods_terminating_count",
            "kn_revision_panic_mode",
            OTEL_LABELS);

    private static final Map<String, String> OTEL_OTHERS = Map.ofEntries(
            entry("excess burst capacity", "kn_revision_capacity_excess"),
            entry("stable concurrency", "kn_revision_concurrency_stable"),
            entry("panic concurrency", "kn_revision_concurrency_panic"),
            entry("target concurrency", "kn_revision_concurrency_target"),
            entry("stable requests per second", "kn_revision_rps_stable_per_second"),
            entry("panic requests per second", "kn_revision_rps_panic_per_second"),
            entry("target requests per second", "kn_revision_rps_target_per_second"),
            entry("concurrency at the activator", "kn_revision_request_concurrency"),
            entry("autoscaler's scrape duration", "kn_autoscaler_scrape_duration_seconds_bucket"));

    private static final Dialect KNATIVE_OPENCENSUS = new Dialect(
            "knative-1.18",
            "knative",
            "Knative Serving up to 1.18 (OpenCensus)",
            List.of(
                    "revision_request_count",
                    "revision_app_request_count",
                    "revision_request_latencies_bucket",
                    "revision_app_request_latencies_bucket",
                    "activator_request_count",
                    "activator_request_latencies_bucket",
                    "autoscaler_desired_pods",
                    "autoscaler_panic_mode"),
            List.of(),
            List.of(
                    OPENCENSUS_ACTIVATOR,
                    new RequestMetrics(
                            Component.QUEUE_PROXY,
                            LabelSource.SERIES,
                            "revision_app_request_count",
                            "revision_app_request_latencies",
                            LatencyUnit.MILLISECONDS,
                            OPENCENSUS_MILLISECONDS,
                            OPENCENSUS_LABELS,
                            "response_code",
                            FIVE_HUNDREDS,
                            true,
                            Map.of(),
                            List.of(NO_HOLD, FIRST_OF_A_CODE))),
            new ScalingMetrics(
                    "autoscaler_desired_pods",
                    "autoscaler_requested_pods",
                    "autoscaler_actual_pods",
                    "autoscaler_not_ready_pods",
                    "autoscaler_pending_pods",
                    "autoscaler_terminating_pods",
                    "autoscaler_panic_mode",
                    OPENCENSUS_LABELS),
            Map.ofEntries(
                    entry("queue depth", "revision_queue_depth"),
                    entry("requests at the queue-proxy, with its own", "revision_request_count"),
                    entry("latency buckets at the queue-proxy, with its own", "revision_request_latencies_bucket"),
                    entry("excess burst capacity", "autoscaler_excess_burst_capacity"),
                    entry("stable concurrency", "autoscaler_stable_request_concurrency"),
                    entry("panic concurrency", "autoscaler_panic_request_concurrency"),
                    entry("target concurrency", "autoscaler_target_concurrency_per_pod"),
                    entry("stable requests per second", "autoscaler_stable_requests_per_second"),
                    entry("panic requests per second", "autoscaler_panic_requests_per_second"),
                    entry("target requests per second", "autoscaler_target_requests_per_second"),
                    entry("concurrency at the activator", "activator_request_concurrency")),
            "knative.dev/serving v0.45.0 (1.18), pkg/queue/request_metric.go, pkg/activator/handler/metrics.go,"
                    + " pkg/autoscaler/scaling/metrics.go");

    private static final Dialect KNATIVE_1_19 = knativeOtel(
            "knative-1.19.0",
            "Knative Serving 1.19.0 to 1.19.7, and 1.20.0",
            List.of("kn_queueproxy_app_duration_seconds_bucket", "kn_queueproxy_depth"),
            "kn_queueproxy_app_duration_seconds",
            Map.of("queue depth", "kn_queueproxy_depth"),
            "knative.dev/serving v0.46.0 (1.19.0), pkg/queue/request_metric.go");

    private static final Dialect KNATIVE_1_19_8 = knativeOtel(
            "knative-1.19.8",
            "Knative Serving 1.19.8 and later 1.19, 1.20.1 and later 1.20",
            List.of("kn_serving_invocation_duration_seconds_bucket", "kn_serving_queue_depth"),
            "kn_serving_invocation_duration_seconds",
            Map.of("queue depth", "kn_serving_queue_depth"),
            "knative/serving pull request 16290");

    private static final Dialect KNATIVE_1_21 = knativeOtel(
            "knative-1.21",
            "Knative Serving 1.21",
            List.of("kn_activator_stats_conn_reachable", "kn_activator_stats_conn_errors_total"),
            "kn_serving_invocation_duration_seconds",
            Map.of(
                    "queue depth", "kn_serving_queue_depth",
                    "autoscaler reached by the activator", "kn_activator_stats_conn_reachable",
                    "errors of the activator's link to the autoscaler", "kn_activator_stats_conn_errors_total"),
            "scrapes of Knative Serving 1.21.1: activator, queue-proxy, autoscaler");

    private static final Dialect KNATIVE_1_22 = knativeOtel(
            "knative-1.22",
            "Knative Serving 1.22 and later",
            List.of("kn_revision_request_queued", "kn_revision_request_active"),
            "kn_serving_invocation_duration_seconds",
            Map.of(
                    "queue depth", "kn_serving_queue_depth",
                    "autoscaler reached by the activator", "kn_activator_stats_conn_reachable",
                    "errors of the activator's link to the autoscaler", "kn_activator_stats_conn_errors_total",
                    "requests held by the activator", "kn_revision_request_queued",
                    "requests passed on by the activator", "kn_revision_request_active"),
            "instruments of Knative Serving 1.22 and 1.23, run through the OpenTelemetry exporter they ship");

    private static final Dialect ISTIO = new Dialect(
            "istio",
            "istio",
            "Istio with standard metrics",
            List.of("istio_requests_total", "istio_request_duration_milliseconds_bucket"),
            List.of(),
            List.of(new RequestMetrics(
                    Component.GATEWAY,
                    LabelSource.SERIES,
                    "istio_requests_total",
                    "istio_request_duration_milliseconds",
                    LatencyUnit.MILLISECONDS,
                    ENVOY_MILLISECONDS,
                    Map.of(
                            Identity.NAMESPACE, LabelBinding.is("destination_service_namespace"),
                            Identity.SERVICE, new LabelBinding("destination_service_name", "{}-[0-9]{5}(-private)?"),
                            Identity.REVISION, new LabelBinding("destination_service_name", "{}(-private)?")),
                    "response_code",
                    "0|5..",
                    true,
                    Map.of("reporter", "source"),
                    List.of(
                            "A failed gRPC call travels with HTTP status 200; its own status is in grpc_response_status.",
                            "With a sidecar in the activator the same request is reported twice from a source, once by the"
                                    + " gateway and once by the activator: add the workload to the selector.",
                            FIRST_OF_A_CODE))),
            null,
            Map.of(
                    "request bytes", "istio_request_bytes_bucket",
                    "response bytes", "istio_response_bytes_bucket",
                    "messages sent by a gRPC client", "istio_request_messages_total",
                    "messages sent by a gRPC server", "istio_response_messages_total"),
            "Istio's reference of standard metrics; buckets as Envoy's own");

    private static final Dialect ENVOY = new Dialect(
            "envoy",
            "envoy",
            "Envoy with its own statistics (Kourier, Contour, plain)",
            List.of(
                    "envoy_cluster_upstream_rq_xx",
                    "envoy_cluster_upstream_rq_time_bucket",
                    "envoy_http_downstream_rq_xx"),
            List.of(),
            List.of(new RequestMetrics(
                    Component.GATEWAY,
                    LabelSource.SERIES,
                    "envoy_cluster_upstream_rq_xx",
                    "envoy_cluster_upstream_rq_time",
                    LatencyUnit.MILLISECONDS,
                    ENVOY_MILLISECONDS,
                    Map.of(
                            Identity.NAMESPACE, new LabelBinding("envoy_cluster_name", "{}/.*"),
                            Identity.SERVICE, new LabelBinding("envoy_cluster_name", "(.*/)?{}-[0-9]{5}(/.*)?"),
                            Identity.REVISION, new LabelBinding("envoy_cluster_name", "(.*/)?{}(/.*)?")),
                    "envoy_response_code_class",
                    "5",
                    false,
                    Map.of(),
                    List.of(
                            "Latency is counted without the status: a fast failure is a good request here.",
                            "Attempts are counted, so a retry that Envoy made itself shows as a failure although the caller"
                                    + " saw none.",
                            "Requests without an answer have no latency at all.",
                            "Histograms are merged every few seconds (stats_flush_interval), counters at once.",
                            "How a cluster is named is up to the ingress: this table expects namespace/revision/...",
                            FIRST_OF_A_CODE))),
            null,
            Map.of(
                    "retries", "envoy_cluster_upstream_rq_retry",
                    "requests of the listener", "envoy_http_downstream_rq_xx",
                    "latency buckets of the listener", "envoy_http_downstream_rq_time_bucket",
                    "time-outs", "envoy_cluster_upstream_rq_timeout"),
            "scrape of an Envoy in front of Knative 1.21");

    private static final Dialect KSERVE_SERVER = new Dialect(
            "kserve-server",
            "kserve-server",
            "KServe's Python model server",
            List.of("request_predict_seconds_bucket", "request_preprocess_seconds_bucket"),
            List.of(),
            List.of(new RequestMetrics(
                    Component.SERVER,
                    LabelSource.SERIES,
                    "request_predict_seconds_count",
                    "request_predict_seconds",
                    LatencyUnit.SECONDS,
                    PYTHON_SECONDS,
                    Map.of(
                            Identity.MODEL, LabelBinding.is("model_name"),
                            Identity.NAMESPACE, LabelBinding.is("namespace")),
                    null,
                    "",
                    false,
                    Map.of(),
                    List.of(
                            "There is no count of failures: an availability objective cannot be read from it.",
                            "Only the predict step is timed: queueing, transport, pre- and post-processing are not in it.",
                            NO_HOLD,
                            TEN_SECONDS))),
            null,
            Map.of(
                    "latency buckets of pre-processing", "request_preprocess_seconds_bucket",
                    "latency buckets of post-processing", "request_postprocess_seconds_bucket",
                    "latency buckets of explanations", "request_explain_seconds_bucket"),
            "kserve/kserve python/kserve/kserve/metrics.py; scrape of a sklearn server");

    private static final Dialect MLSERVER = new Dialect(
            "mlserver",
            "mlserver",
            "Seldon MLServer",
            List.of("rest_server_requests_total", "model_infer_request_success_total"),
            List.of(),
            List.of(new RequestMetrics(
                    Component.SERVER,
                    LabelSource.POD_LABELS,
                    "rest_server_requests_total",
                    "rest_server_request_duration_seconds",
                    LatencyUnit.SECONDS,
                    PYTHON_SECONDS,
                    POD_LABELS,
                    "status_code",
                    FIVE_HUNDREDS,
                    true,
                    Map.of("path", "/v2/models/{model_name}/infer"),
                    List.of(
                            "REST only: gRPC requests are not in it.",
                            "The model's name is not on the series (the path is a template).",
                            NO_HOLD,
                            TEN_SECONDS,
                            FIRST_OF_A_CODE))),
            null,
            Map.of(
                    "inferences done", "model_infer_request_success_total",
                    "inferences failed", "model_infer_request_failure_total",
                    "requests in progress", "rest_server_requests_in_progress",
                    "queue of the workers", "parallel_request_queue_bucket"),
            "scrape of MLServer 1.7");

    static final List<Dialect> ALL = List.of(
            KNATIVE_OPENCENSUS,
            KNATIVE_1_19,
            KNATIVE_1_19_8,
            KNATIVE_1_21,
            KNATIVE_1_22,
            ISTIO,
            ENVOY,
            KSERVE_SERVER,
            MLSERVER);

    private Dialects() {}

    private static Dialect knativeOtel(
            String name,
            String releases,
            List<String> signs,
            String appHistogram,
            Map<String, String> others,
            String source) {
        RequestMetrics joined = new RequestMetrics(
                Component.QUEUE_PROXY,
                LabelSource.TARGET_INFO,
                appHistogram + "_count",
                appHistogram,
                LatencyUnit.SECONDS,
                OTEL_SECONDS,
                OTEL_LABELS,
                "http_response_status_code",
                FIVE_HUNDREDS,
                true,
                Map.of(),
                List.of(NO_HOLD, PODS_GO, TEN_SECONDS, FIRST_OF_A_CODE, OFF_BY_DEFAULT));
        RequestMetrics relabelled = new RequestMetrics(
                Component.QUEUE_PROXY,
                LabelSource.POD_LABELS,
                appHistogram + "_count",
                appHistogram,
                LatencyUnit.SECONDS,
                OTEL_SECONDS,
                POD_LABELS,
                "http_response_status_code",
                FIVE_HUNDREDS,
                true,
                Map.of(),
                List.of(NO_HOLD, TEN_SECONDS, FIRST_OF_A_CODE, OFF_BY_DEFAULT));
        Map<String, String> all = new HashMap<>(OTEL_OTHERS);
        all.putAll(others);
        return new Dialect(
                name,
                "knative",
                releases,
                signs,
                List.of(
                        "kn_revision_pods_desired",
                        "kn_revision_request_concurrency",
                        "kn_autoscaler_scrape_duration_seconds_count",
                        "kn_workqueue_depth"),
                List.of(OTEL_ACTIVATOR, joined, relabelled),
                OTEL_SCALING,
                all,
                source);
    }
}
