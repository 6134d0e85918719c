package dev.plimsoll.reports.slo.rules;

import dev.plimsoll.reports.slo.dialect.Identity;
import dev.plimsoll.reports.slo.dialect.LabelBinding;
import dev.plimsoll.reports.slo.dialect.LabelSource;
import dev.plimsoll.reports.slo.dialect.RequestMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the selectors of a component's request metrics for a selection. */
final class Selectors {
    private final RequestMetrics metrics;
    private final List<String> own;
    private final List<String> identity;

    /** @throws RuleException if the metrics cannot tell apart what the selection names */
    Selectors(RequestMetrics metrics, Selection selection, String slo) {
        this.metrics = metrics;
        this.identity = identity(
                metrics.labels(), selection.names(), metrics.component().word(), slo);
        this.own = new ArrayList<>();
        new TreeMap<>(metrics.fixed()).forEach((label, value) -> own.add(label + "=" + quote(value)));
        selection.labels().forEach((label, value) -> own.add(label + "=" + quote(value)));
    }

    /** The {@code rate} or {@code increase} of a metric over a window, summed. */
    String sum(String function, String metric, String window, List<String> further) {
        List<String> matchers = new ArrayList<>();
        if (metrics.labelSource() != LabelSource.TARGET_INFO) {
            matchers.addAll(identity);
        }
        matchers.addAll(own);
        matchers.addAll(further);
        String rate = function + "(" + metric + braces(matchers) + "[" + window + "])";
        return metrics.labelSource() == LabelSource.TARGET_INFO
                ? "sum(" + rate + " * on (instance, job) group_left () target_info" + braces(identity) + ")"
                : "sum(" + rate + ")";
    }

    static List<String> identity(
            Map<Identity, LabelBinding> labels, Map<Identity, String> names, String who, String slo) {
        List<String> matchers = new ArrayList<>();
        for (Map.Entry<Identity, String> name : names.entrySet()) {
            LabelBinding binding = labels.get(name.getKey());
            if (binding == null) {
                throw new RuleException(slo + ": the metrics of the " + who + " do not say the "
                        + name.getKey().word() + "; they say: "
                        + String.join(
                                ", ",
                                labels.keySet().stream()
                                        .map(Identity::word)
                                        .sorted()
                                        .toList()));
            }
            matchers.add(
                    binding.exact()
                            ? binding.label() + "=" + quote(name.getValue())
                            : binding.label() + "=~" + quote(binding.regex(name.getValue())));
        }
        return matchers;
    }

    static String braces(List<String> matchers) {
        return matchers.isEmpty() ? "" : "{" + String.join(", ", matchers) + "}";
    }

    static String quote(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
