package dev.plimsoll.reports.slo.promql;

import dev.plimsoll.reports.slo.rules.PrometheusMajor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Evaluates expressions at a time.
 *
 * <p>What differs between the major versions: a window of Prometheus 2 has its left end in it, one of Prometheus 3 has not (and so
 * with the look-back of 5 minutes); Prometheus 3 sums with Neumaier's correction; and a window that starts long before a
 * counter was zero is extrapolated a little less ({@code promql/functions.go}, {@code extrapolatedRate}, v0.42.0 and v0.316.0).
 */
public final class Evaluator {
    private static final long LOOKBACK_MILLIS = Duration.ofMinutes(5).toMillis();

    private final SeriesStore store;
    private final boolean leftOpen;

    /**
     * Evaluates over a store.
     *
     * @param major {@link PrometheusMajor#V2} or {@link PrometheusMajor#V3}
     */
    public Evaluator(SeriesStore store, PrometheusMajor major) {
        if (major == PrometheusMajor.EITHER) {
            throw new IllegalArgumentException("the versions differ: name one");
        }
        this.store = store;
        this.leftOpen = major == PrometheusMajor.V3;
    }

    /** What an expression comes to. */
    private sealed interface Value {}

    private record Scalar(double value) implements Value {}

    private record Vector(List<Sample> samples) implements Value {}

    /**
     * The series that an expression yields at a time; a number is one series without labels.
     *
     * @throws PromqlException if the expression is beyond this evaluator, or series do not match one to one
     */
    public List<Sample> at(Expr expr, long millis) {
        return switch (evaluate(expr, millis)) {
            case Scalar scalar -> List.of(new Sample(Labels.NONE, scalar.value()));
            case Vector vector -> vector.samples();
        };
    }

    private Value evaluate(Expr expr, long millis) {
        return switch (expr) {
            case Expr.Num number -> new Scalar(number.value());
            case Expr.Text _ -> throw new PromqlException("a string has no value");
            case Expr.Selector selector -> instant(selector, millis);
            case Expr.Subquery _ -> throw new PromqlException("subqueries are not evaluated here");
            case Expr.Call call -> call(call, millis);
            case Expr.Aggregate aggregate -> aggregate(aggregate, millis);
            case Expr.Negation negation ->
                switch (evaluate(negation.inner(), millis)) {
                    case Scalar scalar -> new Scalar(-scalar.value());
                    case Vector vector ->
                        new Vector(vector.samples().stream()
                                .map(s -> new Sample(s.labels().withoutName(), -s.value()))
                                .toList());
                };
            case Expr.Binary binary -> binary(binary, millis);
        };
    }

    private Vector instant(Expr.Selector selector, long millis) {
        if (selector.range() != null || selector.at()) {
            throw new PromqlException("'" + selector.name() + "' with a range or @ is not evaluated here");
        }
        long time = millis - selector.offset().toMillis();
        long oldest = time - LOOKBACK_MILLIS + (leftOpen ? 1 : 0);
        List<Sample> samples = new ArrayList<>();
        for (SeriesStore.Points points : store.select(selector)) {
            int i = points.newest(time, oldest);
            if (i >= 0) {
                samples.add(new Sample(points.labels, points.value(i)));
            }
        }
        return new Vector(samples);
    }

    private Value call(Expr.Call call, long millis) {
        return switch (call.function()) {
            case "rate", "increase" -> rate(call, millis);
            case "absent" -> absent(argument(call), millis);
            case "vector" -> new Vector(List.of(new Sample(Labels.NONE, scalar(argument(call), millis))));
            default -> throw new PromqlException("the function " + call.function() + " is not evaluated here");
        };
    }

    private static Expr argument(Expr.Call call) {
        if (call.arguments().size() != 1) {
            throw new PromqlException(call.function() + " takes one argument");
        }
        return call.arguments().getFirst();
    }

    private double scalar(Expr expr, long millis) {
        if (evaluate(expr, millis) instanceof Scalar scalar) {
            return scalar.value();
        }
        throw new PromqlException("a number is needed here");
    }

    private Vector absent(Expr expr, long millis) {
        if (!(evaluate(expr, millis) instanceof Vector vector)) {
            throw new PromqlException("absent takes series");
        }
        if (!vector.samples().isEmpty()) {
            return new Vector(List.of());
        }
        Map<String, String> labels = new TreeMap<>();
        Set<String> twice = new HashSet<>();
        if (expr instanceof Expr.Selector selector) {
            for (Expr.Matcher matcher : selector.matchers()) {
                if (matcher.op() == Expr.MatchOp.EQUAL && !labels.containsKey(matcher.label())) {
                    labels.put(matcher.label(), matcher.value());
                } else {
                    twice.add(matcher.label());
                }
            }
            labels.keySet().removeAll(twice);
        }
        return new Vector(List.of(new Sample(new Labels(labels), 1)));
    }

    private Vector rate(Expr.Call call, long millis) {
        if (!(argument(call) instanceof Expr.Selector selector)) {
            throw new PromqlException(call.function() + " takes a range of series");
        }
        Duration range = selector.range();
        if (range == null || selector.at()) {
            throw new PromqlException(call.function() + " takes a range of series");
        }
        long end = millis - selector.offset().toMillis();
        long start = end - range.toMillis();
        List<Sample> samples = new ArrayList<>();
        for (SeriesStore.Points points : store.select(selector)) {
            int first = points.firstFrom(leftOpen ? start + 1 : start);
            int last = points.lastUpTo(end);
            if (last > first) {
                double increase = extrapolated(points, first, last, start, end);
                double value = call.function().equals("rate") ? increase / (range.toMillis() / 1000.0) : increase;
                samples.add(new Sample(points.labels.withoutName(), value));
            }
        }
        return new Vector(samples);
    }

    private double extrapolated(SeriesStore.Points points, int first, int last, long start, long end) {
        double gain = points.gain(first, last);
        double toStart = (points.time(first) - start) / 1000.0;
        double toEnd = (end - points.time(last)) / 1000.0;
        double sampled = (points.time(last) - points.time(first)) / 1000.0;
        double average = sampled / (last - first);
        double threshold = average * 1.1;
        double toZero = gain > 0 && points.value(first) >= 0
                ? sampled * (points.value(first) / gain)
                : Double.POSITIVE_INFINITY;
        if (leftOpen) {
            toStart = Math.min(toStart >= threshold ? average / 2 : toStart, toZero);
        } else {
            toStart = Math.min(toStart, toZero);
            toStart = toStart < threshold ? toStart : average / 2;
        }
        toEnd = toEnd < threshold ? toEnd : average / 2;
        return gain * ((sampled + toStart + toEnd) / sampled);
    }

    private Vector aggregate(Expr.Aggregate aggregate, long millis) {
        if (!(evaluate(aggregate.inner(), millis) instanceof Vector vector)) {
            throw new PromqlException(aggregate.op() + " takes series");
        }
        Map<Labels, List<Double>> groups = new LinkedHashMap<>();
        for (Sample sample : vector.samples()) {
            Labels group = aggregate.without()
                    ? sample.labels().without(aggregate.labels()).withoutName()
                    : sample.labels().only(aggregate.labels());
            groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(sample.value());
        }
        List<Sample> samples = new ArrayList<>();
        groups.forEach((labels, values) -> samples.add(new Sample(labels, fold(aggregate.op(), values))));
        return new Vector(samples);
    }

    private double fold(String op, List<Double> values) {
        return switch (op) {
            case "sum" -> sum(values);
            case "avg" -> sum(values) / values.size();
            case "count" -> values.size();
            case "group" -> 1;
            case "max" -> values.stream().reduce(Double.NaN, (a, b) -> Double.isNaN(a) || b > a ? b : a);
            case "min" -> values.stream().reduce(Double.NaN, (a, b) -> Double.isNaN(a) || b < a ? b : a);
            default -> throw new PromqlException("the aggregation " + op + " is not evaluated here");
        };
    }

    private double sum(List<Double> values) {
        double sum = 0;
        double lost = 0;
        for (double value : values) {
            double next = sum + value;
            if (leftOpen) {
                lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
            }
            sum = next;
        }
        return Double.isFinite(lost) ? sum + lost : sum;
    }

    private Value binary(Expr.Binary binary, long millis) {
        Value left = evaluate(binary.left(), millis);
        Value right = evaluate(binary.right(), millis);
        if (binary.set()) {
            if (left instanceof Vector l && right instanceof Vector r) {
                return new Vector(sets(binary, l.samples(), r.samples()));
            }
            throw new PromqlException("'" + binary.op() + "' joins series, not numbers");
        }
        return switch (left) {
            case Scalar l ->
                switch (right) {
                    case Scalar r -> new Scalar(numbers(binary, l.value(), r.value()));
                    case Vector r -> withNumber(binary, r.samples(), l.value(), true);
                };
            case Vector l ->
                switch (right) {
                    case Scalar r -> withNumber(binary, l.samples(), r.value(), false);
                    case Vector r -> new Vector(joined(binary, l.samples(), r.samples()));
                };
        };
    }

    private static double numbers(Expr.Binary binary, double left, double right) {
        if (binary.comparison()) {
            return Arithmetic.compare(binary.op(), left, right) ? 1 : 0;
        }
        return Arithmetic.apply(binary.op(), left, right);
    }

    private static Vector withNumber(Expr.Binary binary, List<Sample> samples, double number, boolean numberLeft) {
        List<Sample> results = new ArrayList<>();
        for (Sample sample : samples) {
            double left = numberLeft ? number : sample.value();
            double right = numberLeft ? sample.value() : number;
            if (!binary.comparison()) {
                results.add(new Sample(sample.labels().withoutName(), Arithmetic.apply(binary.op(), left, right)));
            } else if (binary.bool()) {
                results.add(new Sample(
                        sample.labels().withoutName(), Arithmetic.compare(binary.op(), left, right) ? 1 : 0));
            } else if (Arithmetic.compare(binary.op(), left, right)) {
                results.add(sample);
            }
        }
        return new Vector(results);
    }

    private static Labels signature(Expr.Matching matching, Labels labels) {
        return matching.on()
                ? labels.only(matching.labels())
                : labels.without(matching.labels()).withoutName();
    }

    private static List<Sample> sets(Expr.Binary binary, List<Sample> left, List<Sample> right) {
        Set<Labels> signatures = new HashSet<>();
        List<Sample> other = binary.op().equals("or") ? left : right;
        other.forEach(s -> signatures.add(signature(binary.matching(), s.labels())));
        List<Sample> results = new ArrayList<>();
        switch (binary.op()) {
            case "and" ->
                left.stream()
                        .filter(s -> signatures.contains(signature(binary.matching(), s.labels())))
                        .forEach(results::add);
            case "unless" ->
                left.stream()
                        .filter(s -> !signatures.contains(signature(binary.matching(), s.labels())))
                        .forEach(results::add);
            default -> {
                results.addAll(left);
                right.stream()
                        .filter(s -> !signatures.contains(signature(binary.matching(), s.labels())))
                        .forEach(results::add);
            }
        }
        return results;
    }

    private static List<Sample> joined(Expr.Binary binary, List<Sample> left, List<Sample> right) {
        boolean swapped = binary.matching().group() == Expr.Group.RIGHT;
        List<Sample> many = swapped ? right : left;
        List<Sample> one = swapped ? left : right;
        Map<Labels, Sample> ones = new HashMap<>();
        for (Sample sample : one) {
            Labels signature = signature(binary.matching(), sample.labels());
            if (ones.put(signature, sample) != null) {
                throw new PromqlException("found several series for the match group " + signature + " on the "
                        + (swapped ? "left" : "right") + " of '" + binary.op() + "'");
            }
        }
        boolean oneToOne = binary.matching().group() == Expr.Group.NONE;
        Set<Labels> matched = new LinkedHashSet<>();
        List<Sample> results = new ArrayList<>();
        for (Sample sample : many) {
            Labels signature = signature(binary.matching(), sample.labels());
            Sample partner = ones.get(signature);
            if (partner == null) {
                continue;
            }
            double l = swapped ? partner.value() : sample.value();
            double r = swapped ? sample.value() : partner.value();
            double value;
            if (!binary.comparison()) {
                value = Arithmetic.apply(binary.op(), l, r);
            } else {
                boolean holds = Arithmetic.compare(binary.op(), l, r);
                if (!holds && !binary.bool()) {
                    continue;
                }
                value = binary.bool() ? (holds ? 1 : 0) : l;
            }
            if (oneToOne && !matched.add(signature)) {
                throw new PromqlException("several series on the left of '" + binary.op() + "' match " + signature
                        + "; group_left is needed");
            }
            results.add(new Sample(resultLabels(binary, sample.labels(), partner.labels()), value));
        }
        return results;
    }

    private static Labels resultLabels(Expr.Binary binary, Labels many, Labels one) {
        Labels labels = binary.comparison() && !binary.bool() ? many : many.withoutName();
        Expr.Matching matching = binary.matching();
        if (matching.group() == Expr.Group.NONE) {
            labels = matching.on() ? labels.only(matching.labels()) : labels.without(matching.labels());
        }
        for (String label : matching.include()) {
            labels = labels.with(label, one.get(label));
        }
        return labels;
    }
}
