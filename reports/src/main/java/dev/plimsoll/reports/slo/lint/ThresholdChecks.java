package dev.plimsoll.reports.slo.lint;

import dev.plimsoll.reports.slo.dialect.BucketBound;
import dev.plimsoll.reports.slo.dialect.LatencyUnit;
import dev.plimsoll.reports.slo.importing.Clause;
import dev.plimsoll.reports.slo.importing.RatioShape;
import dev.plimsoll.reports.slo.importing.Recordings;
import dev.plimsoll.reports.slo.promql.Expr;
import dev.plimsoll.reports.slo.rules.PrometheusMajor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is compared with what: thresholds, buckets, units. */
final class ThresholdChecks {
    private final Histograms histograms;
    private final Recordings recordings;
    private final PrometheusMajor prometheus;

    ThresholdChecks(Histograms histograms, Recordings recordings, PrometheusMajor prometheus) {
        this.histograms = histograms;
        this.recordings = recordings;
        this.prometheus = prometheus;
    }

    /** Comparisons that cannot come true, or always are. */
    void comparisons(RuleUnderLint rule) {
        for (Clause clause : Clause.of(rule.expr())) {
            if (clause.value() instanceof Expr.Call call && call.function().equals("histogram_quantile")) {
                quantile(rule, call, clause);
                continue;
            }
            Optional<RatioShape> ratio = RatioShape.of(clause.value(), recordings);
            if (ratio.isEmpty()) {
                continue;
            }
            double bound = clause.number() / ratio.get().scale();
            if (ratio.get().bad() ? clause.below() : clause.above() && bound < 0.5) {
                rule.found(
                        Mistake.INVERTED_RATIO,
                        "It holds while " + (ratio.get().bad() ? "few requests are bad." : "many requests are good."),
                        ratio.get().bad()
                                ? "Turn the comparison round."
                                : "Compare 1 minus the share, or select the failures in the numerator.");
            } else if (ratio.get().bad() && clause.above() && bound >= 1) {
                rule.found(
                        Mistake.UNFIREABLE_BURN_RATE,
                        "A share of bad requests never exceeds " + trimmed(bound * 100) + " %.",
                        "Lower the burn rate: k (1 - SLO) must be below 1, so an objective of x can be watched with k up to"
                                + " 1 / (1 - x).");
            }
        }
    }

    private void quantile(RuleUnderLint rule, Expr.Call call, Clause clause) {
        List<Expr.Selector> selectors = call.arguments().getLast().selectors();
        if (selectors.size() != 1 || !clause.above()) {
            return;
        }
        Optional<Histograms.Known> known = histograms.of(selectors.getFirst().name());
        if (known.isEmpty()) {
            return;
        }
        double threshold = clause.number();
        if (unit(rule, known.get(), threshold)) {
            return;
        }
        if (threshold >= known.get().last()) {
            rule.found(
                    Mistake.THRESHOLD_OUTSIDE_BUCKETS,
                    "The quantile is never above " + known.get().bounds().getLast() + " "
                            + known.get().unit().symbol() + ", where the last bucket ends.",
                    "Compare with a bound below it, or alert on the share of requests above the last bucket.");
        } else if (known.get().at(threshold).isEmpty()) {
            rule.found(
                    Mistake.THRESHOLD_BETWEEN_BUCKETS,
                    "No bucket ends at " + trimmed(threshold) + " "
                            + known.get().unit().symbol()
                            + ", so the quantile is interpolated between "
                            + known.get().around(threshold) + ".",
                    "Compare with the end of a bucket, or count the requests of that bucket.");
        }
    }

    /** Bounds of buckets that are asked for by label. */
    void buckets(RuleUnderLint rule) {
        for (Expr.Selector selector : rule.expr().selectors()) {
            Optional<Histograms.Known> known = histograms.of(selector.name());
            for (Expr.Matcher matcher : selector.matchers()) {
                if (matcher.label().equals("le")) {
                    bucket(rule, known, matcher);
                }
            }
        }
    }

    private void bucket(RuleUnderLint rule, Optional<Histograms.Known> known, Expr.Matcher matcher) {
        boolean equality = matcher.op() == Expr.MatchOp.EQUAL;
        if (matcher.value().equals("+Inf") || (!equality && matcher.op() != Expr.MatchOp.REGEX)) {
            return;
        }
        if (!equality) {
            if (known.isPresent()
                    && known.get().bounds().stream()
                            .noneMatch(b -> matcher.matches(b) || matcher.matches(BucketBound.normalised(b)))) {
                rule.found(
                        Mistake.THRESHOLD_BETWEEN_BUCKETS,
                        "No bucket has le=~\"" + matcher.value() + "\".",
                        "The buckets are " + String.join(", ", known.get().bounds()) + ".");
            }
            return;
        }
        double le;
        try {
            le = Double.parseDouble(matcher.value());
        } catch (NumberFormatException _) {
            rule.found(
                    Mistake.THRESHOLD_BETWEEN_BUCKETS,
                    "le=\"" + matcher.value() + "\" is no number.",
                    "Write the upper bound of a bucket.");
            return;
        }
        if (known.isPresent() && known.get().at(le).isEmpty()) {
            if (unit(rule, known.get(), le)) {
                return;
            }
            boolean outside = le > known.get().last();
            rule.found(
                    outside ? Mistake.THRESHOLD_OUTSIDE_BUCKETS : Mistake.THRESHOLD_BETWEEN_BUCKETS,
                    outside
                            ? "The last bucket ends at " + known.get().bounds().getLast() + ", before le=\""
                                    + matcher.value() + "\"."
                            : "There is no bucket le=\"" + matcher.value() + "\".",
                    "The nearest end at " + known.get().around(le) + ".");
            return;
        }
        spelling(rule, known.flatMap(k -> k.at(le)), matcher.value());
    }

    private void spelling(RuleUnderLint rule, Optional<String> exposed, String written) {
        String normalised = BucketBound.normalised(written);
        if (prometheus != PrometheusMajor.V2 && !written.equals(normalised)) {
            rule.found(
                    Mistake.LE_SPELLING,
                    "Prometheus 3 stores le=\"" + normalised + "\", so le=\"" + written + "\" selects nothing.",
                    "Write le=~\"" + written.replace(".", "\\\\.") + "|" + normalised.replace(".", "\\\\.")
                            + "\" while both versions are in use, le=\"" + normalised + "\" after.");
        } else if (prometheus != PrometheusMajor.V3
                && exposed.isPresent()
                && !exposed.get().equals(written)) {
            rule.found(
                    Mistake.LE_SPELLING,
                    "Prometheus 2 stores le=\"" + exposed.get() + "\" as it is exposed, so le=\"" + written
                            + "\" selects nothing.",
                    "Write le=\"" + exposed.get() + "\".");
        }
    }

    /** Whether a threshold makes sense only in the other unit. */
    private static boolean unit(RuleUnderLint rule, Histograms.Known known, double threshold) {
        double first = Double.parseDouble(known.bounds().getFirst());
        boolean seconds = known.unit() == LatencyUnit.SECONDS;
        double other = seconds ? threshold / 1000 : threshold * 1000;
        // Twice the last bucket may be meant in seconds; tens of times it hardly.
        boolean outside = seconds ? threshold > 5 * known.last() : threshold < first;
        if (outside && other >= first && other <= known.last()) {
            rule.found(
                    Mistake.WRONG_UNIT,
                    "The histogram is in " + (seconds ? "seconds" : "milliseconds") + ", and " + trimmed(threshold)
                            + " looks like " + (seconds ? "milliseconds." : "seconds."),
                    "Write " + trimmed(other) + ".");
            return true;
        }
        return false;
    }

    /** Quantiles of what is no histogram any more. */
    void quantiles(RuleUnderLint rule) {
        for (Expr call : descendants(rule.expr())) {
            if (call instanceof Expr.Aggregate a
                    && a.op().equals("avg")
                    && descendants(a.inner()).stream()
                            .anyMatch(e ->
                                    e instanceof Expr.Call c && c.function().equals("histogram_quantile"))) {
                rule.found(
                        Mistake.AVERAGED_QUANTILE,
                        "A mean of quantiles is no quantile.",
                        "Sum the buckets by (le) first and take the quantile of the sum.");
            }
            if (call instanceof Expr.Call c
                    && c.function().equals("histogram_quantile")
                    && c.arguments().size() == 2
                    && c.arguments().getLast() instanceof Expr.Aggregate a
                    && a.inner().selectors().stream().anyMatch(s -> s.name().endsWith("_bucket"))
                    && a.labels().contains("le") == a.without()) {
                rule.found(
                        Mistake.QUANTILE_WITHOUT_LE,
                        "The buckets are summed over their bounds, so there is no quantile to take.",
                        "Write " + a.op() + " by (le, ...) (...).");
            }
        }
    }

    static List<Expr> descendants(Expr expr) {
        List<Expr> all = new ArrayList<>(List.of(expr));
        expr.children().forEach(child -> all.addAll(descendants(child)));
        return all;
    }

    static String trimmed(double value) {
        double rounded = Math.round(value * 1e6) / 1e6;
        return rounded == Math.rint(rounded) ? Long.toString(Math.round(rounded)) : Double.toString(rounded);
    }
}
