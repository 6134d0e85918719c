package dev.plimsoll.scenarios.cli;

import dev.plimsoll.reports.slo.dialect.Dialect;
import dev.plimsoll.reports.slo.dialect.Identity;
import dev.plimsoll.reports.slo.rules.BucketPolicy;
import dev.plimsoll.reports.slo.rules.BurnTable;
import dev.plimsoll.reports.slo.rules.PrometheusMajor;
import dev.plimsoll.reports.slo.rules.RuleOptions;
import dev.plimsoll.reports.slo.rules.Selection;
import dev.plimsoll.reports.source.Suggestion;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What alert rules are made for: whose requests, in which metrics, for which Prometheus. */
final class RuleChoice {
    @Option(
            names = "--dialect",
            paramLabel = "NAME",
            description =
                    "Names of the metrics: knative-1.18, knative-1.19.0, knative-1.19.8, knative-1.21, knative-1.22,"
                            + " istio, envoy, kserve-server or mlserver (default: ${DEFAULT-VALUE}).")
    private String dialect = "knative-1.21";

    @Option(names = "--namespace", paramLabel = "NAME", description = "Namespace of the service.")
    private @Nullable String namespace;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "Name of the Knative service, for example iris-predictor.")
    private @Nullable String service;

    @Option(names = "--revision", paramLabel = "NAME", description = "Name of a revision.")
    private @Nullable String revision;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "Name of the model, for a model server's own metrics.")
    private @Nullable String model;

    @Option(
            names = "--prometheus",
            paramLabel = "MAJOR",
            description = "2, 3 or either: how the rules spell bucket bounds (default: ${DEFAULT-VALUE}).")
    private String prometheus = "either";

    @Option(
            names = "--table",
            paramLabel = "TABLE",
            description = "Burn rates and windows: a named table, or pairs like '14.4:1h/5m:page, 3:1d/2h:ticket'.")
    private @Nullable String table;

    @Option(
            names = "--divide-windows",
            paramLabel = "N",
            description = "Divide all windows by N, for a drill (default: ${DEFAULT-VALUE}).")
    private int divisor = 1;

    @Option(
            names = "--buckets",
            paramLabel = "POLICY",
            description =
                    "A latency threshold between two buckets: refuse it, or take the stricter or the looser one (default: ${DEFAULT-VALUE}).")
    private String buckets = "refuse";

    Selection selection() {
        Map<Identity, String> names = new EnumMap<>(Identity.class);
        put(names, Identity.NAMESPACE, namespace);
        put(names, Identity.SERVICE, service);
        put(names, Identity.REVISION, revision);
        put(names, Identity.MODEL, model);
        return new Selection(names, Map.of());
    }

    private static void put(Map<Identity, String> names, Identity identity, @Nullable String name) {
        if (name != null) {
            names.put(identity, name);
        }
    }

    PrometheusMajor major() {
        return switch (prometheus) {
            case "2" -> PrometheusMajor.V2;
            case "3" -> PrometheusMajor.V3;
            case "either" -> PrometheusMajor.EITHER;
            default -> throw new UsageException("--prometheus must be 2, 3 or either, not '" + prometheus + "'.");
        };
    }

    RuleOptions options() {
        List<String> known = Dialect.all().stream().map(Dialect::name).toList();
        Dialect chosen = Dialect.named(dialect)
                .orElseThrow(() -> new UsageException(
                        "--dialect: unknown dialect '" + dialect + "'; " + Suggestion.clause(dialect, known)));
        if (divisor < 1) {
            throw new UsageException("--divide-windows must be at least 1.");
        }
        return RuleOptions.of(chosen)
                .withPrometheus(major())
                .withTable(table == null ? BurnTable.SRE_WORKBOOK : BurnTable.parse(table), divisor)
                .withBuckets(policy());
    }

    private BucketPolicy policy() {
        return switch (buckets) {
            case "refuse" -> BucketPolicy.REFUSE;
            case "stricter" -> BucketPolicy.STRICTER;
            case "looser" -> BucketPolicy.LOOSER;
            default -> throw new UsageException("--buckets must be refuse, stricter or looser, not '" + buckets + "'.");
        };
    }
}
