package dev.plimsoll.reports.slo.importing;

import dev.plimsoll.reports.slo.dialect.Dialect;
import dev.plimsoll.reports.slo.dialect.Identity;
import dev.plimsoll.reports.slo.dialect.LatencyUnit;
import dev.plimsoll.reports.slo.dialect.RequestMetrics;
import dev.plimsoll.reports.slo.importing.ImportedRules.Imported;
import dev.plimsoll.reports.slo.importing.ImportedRules.NotUnderstood;
import dev.plimsoll.reports.slo.promql.Expr;
import dev.plimsoll.reports.slo.promql.PromqlException;
import dev.plimsoll.reports.slo.rules.AlertObjective;
import dev.plimsoll.reports.slo.rules.Indicator;
import dev.plimsoll.reports.slo.rules.Rule;
import dev.plimsoll.reports.slo.rules.RuleFile;
import dev.plimsoll.reports.slo.rules.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads objectives from alert rules. */
public final class RuleImporter {
    private static final Set<Double> KNOWN_FACTORS = Set.of(14.4, 14.0, 7.0, 6.0, 3.0, 2.0, 1.0);

    private RuleImporter() {}

    /**
     * Reads rule files; recording rules of any of them are followed.
     *
     * @return objectives and what was not understood; every alert is in one of the two
     */
    public static ImportedRules read(List<RuleFile> files) {
        Recordings recordings = new Recordings(files);
        List<Imported> objectives = new ArrayList<>();
        List<NotUnderstood> others = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (RuleFile file : files) {
            for (RuleFile.PlacedRule placed : file.rules()) {
                if (placed.rule() instanceof Rule.Alerting alert) {
                    try {
                        objectives.add(alert(alert, placed, recordings, names));
                    } catch (NotReadable e) {
                        others.add(new NotUnderstood(alert.name(), placed.exprAt(), e.reason));
                    } catch (PromqlException e) {
                        others.add(new NotUnderstood(
                                alert.name(), placed.exprAt(), "its expression cannot be read: " + e.getMessage()));
                    }
                }
            }
        }
        return new ImportedRules(objectives, others);
    }

    private static final class NotReadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        NotReadable(String reason) {
            super(reason);
            this.reason = reason;
        }
    }

    /** A clause that was understood. */
    private record Reading(
            Indicator indicator, double target, double factor, Expr.Selector selector, long windowMillis) {}

    private static Imported alert(
            Rule.Alerting alert, RuleFile.PlacedRule placed, Recordings recordings, Set<String> names)
            throws NotReadable {
        Expr expr = Expr.parse(alert.expr());
        List<String> remarks = new ArrayList<>();
        List<Reading> readings = new ArrayList<>();
        String reason = "";
        List<Clause> clauses = Clause.of(expr);
        for (Clause clause : clauses) {
            try {
                readings.add(reading(clause, recordings));
            } catch (NotReadable e) {
                reason = e.reason;
            }
        }
        if (readings.isEmpty()) {
            throw new NotReadable(clauses.isEmpty() ? "it compares nothing with a number" : reason);
        }
        Reading first = readings.getFirst();
        if (readings.stream().anyMatch(r -> !r.indicator().equals(first.indicator()) || r.target() != first.target())) {
            throw new NotReadable("it joins several objectives; split it");
        }
        if (clauses.size() > readings.size()) {
            remarks.add("Further conditions are left out, for example a guard against little traffic.");
        }
        Selection selection = selection(first.selector(), remarks);
        String name = name(alert.name(), names);
        return new Imported(
                new AlertObjective(name, selection, first.indicator(), first.target()),
                alert.name(),
                placed.exprAt(),
                first.factor(),
                readings.stream()
                        .map(Reading::windowMillis)
                        .filter(w -> w > 0)
                        .distinct()
                        .sorted(Comparator.reverseOrder())
                        .map(Duration::ofMillis)
                        .toList(),
                alert.holdFor(),
                remarks);
    }

    private static Reading reading(Clause clause, Recordings recordings) throws NotReadable {
        if (clause.value() instanceof Expr.Call call && call.function().equals("histogram_quantile")) {
            return quantile(call, clause);
        }
        Optional<RatioShape> shape = RatioShape.of(clause.value(), recordings);
        if (shape.isEmpty()) {
            throw new NotReadable("it compares neither a quantile nor a share of requests");
        }
        RatioShape ratio = shape.get();
        if (ratio.bad() ? !clause.above() : !clause.below()) {
            throw new NotReadable(
                    ratio.bad() ? "it fires while few requests are bad" : "it fires while many requests are good");
        }
        double bound = clause.number() / ratio.scale();
        double target = ratio.bad() ? 1 - bound : bound;
        double factor = 1;
        Optional<double[]> burn = ratio.bad() && ratio.scale() == 1 ? burn(clause.bound()) : Optional.empty();
        if (burn.isPresent()) {
            factor = burn.get()[0];
            target = burn.get()[1];
        }
        if (!(target > 0 && target < 1)) {
            throw new NotReadable("its bound " + clause.number() + " leaves no objective between 0 and 1");
        }
        return new Reading(indicator(ratio), round(target), factor, ratio.part(), ratio.windowMillis());
    }

    private static Indicator indicator(RatioShape ratio) throws NotReadable {
        if (ratio.le() == null) {
            return new Indicator.Availability();
        }
        try {
            double le = Double.parseDouble(ratio.le());
            return new Indicator.Latency(unit(ratio.part().name()).toDuration(le));
        } catch (NumberFormatException _) {
            throw new NotReadable("its bucket le=\"" + ratio.le() + "\" is no number");
        }
    }

    private static Reading quantile(Expr.Call call, Clause clause) throws NotReadable {
        Optional<Double> quantile =
                call.arguments().size() == 2 ? call.arguments().getFirst().constant() : Optional.empty();
        if (quantile.isEmpty() || !(quantile.get() > 0 && quantile.get() < 1)) {
            throw new NotReadable("its quantile is no number between 0 and 1");
        }
        if (!clause.above() || !(clause.number() > 0)) {
            throw new NotReadable("it fires while requests are fast");
        }
        List<Expr.Selector> selectors = call.arguments().getLast().selectors();
        if (selectors.size() != 1 || !selectors.getFirst().name().endsWith("_bucket")) {
            throw new NotReadable("its quantile is not of one histogram");
        }
        Expr.Selector selector = selectors.getFirst();
        Duration threshold = unit(selector.name()).toDuration(clause.number());
        long window = selector.range() == null ? 0 : selector.range().toMillis();
        return new Reading(new Indicator.Latency(threshold), quantile.get(), 1, selector, window);
    }

    /** Reads {@code k * (1 - slo)} and {@code k * budget}, either way round: factor and target. */
    private static Optional<double[]> burn(Expr bound) {
        if (!(bound instanceof Expr.Binary product) || !product.op().equals("*")) {
            return Optional.empty();
        }
        return burn(product.left(), product.right()).or(() -> burn(product.right(), product.left()));
    }

    private static Optional<double[]> burn(Expr factor, Expr budget) {
        Optional<Double> k = factor.constant();
        if (k.isEmpty()) {
            return Optional.empty();
        }
        if (budget instanceof Expr.Binary difference
                && difference.op().equals("-")
                && difference.left().constant().equals(Optional.of(1.0))) {
            return difference.right().constant().map(slo -> new double[] {k.get(), slo});
        }
        return budget instanceof Expr.Num n && KNOWN_FACTORS.contains(k.get()) && n.value() < 1
                ? Optional.of(new double[] {k.get(), 1 - n.value()})
                : Optional.empty();
    }

    /** The unit of a histogram: of the dialect that knows it, else by its name; Prometheus' base unit otherwise. */
    static LatencyUnit unit(String metric) {
        String base = RatioShape.base(metric);
        RequestMetrics known = known(base);
        if (known != null) {
            return known.unit();
        }
        return base.endsWith("milliseconds") || base.endsWith("_ms") ? LatencyUnit.MILLISECONDS : LatencyUnit.SECONDS;
    }

    private static @Nullable RequestMetrics known(String base) {
        for (Dialect dialect : Dialect.all()) {
            for (RequestMetrics metrics : dialect.requests()) {
                if (metrics.histogram().equals(base)
                        || RatioShape.base(metrics.counter()).equals(base)) {
                    return metrics;
                }
            }
        }
        return null;
    }

    private static Selection selection(Expr.Selector selector, List<String> remarks) {
        RequestMetrics known = known(RatioShape.base(selector.name()));
        Map<Identity, String> names = new EnumMap<>(Identity.class);
        Map<String, String> labels = new TreeMap<>();
        for (Expr.Matcher matcher : selector.matchers()) {
            if (matcher.label().equals("le")
                    || (known != null && matcher.label().equals(known.codeLabel()))) {
                continue;
            }
            if (matcher.op() != Expr.MatchOp.EQUAL) {
                if (!matcher.matches("503") && !matcher.matches("200")) {
                    remarks.add("The condition " + matcher.label()
                            + matcher.op().symbol() + "\"" + matcher.value() + "\" is left out.");
                }
                continue;
            }
            Optional<Identity> identity = known == null
                    ? Optional.empty()
                    : known.labels().entrySet().stream()
                            .filter(e -> e.getValue().label().equals(matcher.label())
                                    && e.getValue().exact())
                            .map(Map.Entry::getKey)
                            .findFirst();
            if (identity.isPresent()) {
                names.put(identity.get(), matcher.value());
            } else {
                labels.put(matcher.label(), matcher.value());
            }
        }
        return new Selection(names, labels);
    }

    private static String name(String alert, Set<String> names) {
        String name = alert.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.-]+", "-")
                .replaceAll("^[.-]+|[.-]+$", "");
        String unique = name.isEmpty() ? "alert" : name;
        for (int i = 2; !names.add(unique); i++) {
            unique = name + "-" + i;
        }
        return unique;
    }

    private static double round(double target) {
        return Math.round(target * 1e9) / 1e9;
    }
}
