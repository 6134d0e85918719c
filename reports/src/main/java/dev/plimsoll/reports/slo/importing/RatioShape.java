package dev.plimsoll.reports.slo.importing;

import dev.plimsoll.reports.slo.promql.Expr;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A share of requests, as an expression computes it: one selection of a counter divided by a wider selection of the same.
 *
 * @param bad whether it is the share of bad requests; else of good ones
 * @param part the narrower selection
 * @param whole the wider one
 * @param le upper bound of the bucket, where good means fast; null where it means answered
 * @param scale what the share is multiplied by, for example 100 for per cent
 */
public record RatioShape(
        boolean bad,
        Expr.Selector part,
        Expr.Selector whole,
        @Nullable String le,
        double scale) {
    private static final int DEPTH = 8;

    /** Failures and successes: as status codes, as classes, and as OpenCensus spells classes. */
    private record Codes(List<String> failed, List<String> served) {}

    private static final List<Codes> CODES = List.of(
            new Codes(List.of("500", "502", "503", "504"), List.of("200", "201")),
            new Codes(List.of("5"), List.of("2")),
            new Codes(List.of("5xx"), List.of("2xx")));

    /**
     * Reads a share of requests from an expression.
     *
     * @param recordings recording rules to look names up in
     */
    public static Optional<RatioShape> of(Expr expr, Recordings recordings) {
        return of(expr, recordings, 0);
    }

    private static Optional<RatioShape> of(Expr expr, Recordings recordings, int depth) {
        if (depth > DEPTH) {
            return Optional.empty();
        }
        return switch (expr) {
            case Expr.Selector s -> recordings.of(s).flatMap(e -> of(e, recordings, depth + 1));
            case Expr.Binary b
            when b.op().equals("/") && b.right().constant().isEmpty() -> scaledQuotient(b.left(), b.right());
            case Expr.Binary b
            when b.op().equals("/") ->
                of(b.left(), recordings, depth + 1)
                        .map(r -> r.scaled(1 / b.right().constant().orElseThrow()));
            case Expr.Binary b
            when b.op().equals("*") && b.left().constant().isPresent() ->
                of(b.right(), recordings, depth + 1)
                        .map(r -> r.scaled(b.left().constant().orElseThrow()));
            case Expr.Binary b
            when b.op().equals("*") && b.right().constant().isPresent() ->
                of(b.left(), recordings, depth + 1)
                        .map(r -> r.scaled(b.right().constant().orElseThrow()));
            case Expr.Binary b
            when b.op().equals("-") && b.left().constant().isPresent() ->
                of(b.right(), recordings, depth + 1)
                        .filter(r -> r.scale() == b.left().constant().orElseThrow())
                        .map(r -> new RatioShape(!r.bad(), r.part(), r.whole(), r.le(), r.scale()));
            case Expr.Aggregate a when a.parameter() == null -> of(a.inner(), recordings, depth + 1);
            case Expr.Num _,
                    Expr.Text _,
                    Expr.Subquery _,
                    Expr.Call _,
                    Expr.Aggregate _,
                    Expr.Negation _,
                    Expr.Binary _ -> Optional.empty();
        };
    }

    private RatioShape scaled(double factor) {
        return new RatioShape(bad, part, whole, le, scale * factor);
    }

    /** The window of the narrower selection in milliseconds; 0 for none. */
    public long windowMillis() {
        return part.range() == null ? 0 : part.range().toMillis();
    }

    /** As {@code 100 * a / b} is read: (100 * a) / b. */
    private static Optional<RatioShape> scaledQuotient(Expr numerator, Expr denominator) {
        if (numerator instanceof Expr.Binary product && product.op().equals("*")) {
            Optional<Double> times = product.left().constant();
            if (times.isPresent()) {
                return quotient(product.right(), denominator).map(r -> r.scaled(times.get()));
            }
        }
        return quotient(numerator, denominator);
    }

    private static Optional<RatioShape> quotient(Expr numerator, Expr denominator) {
        Expr.@Nullable Selector part = counted(numerator);
        Expr.@Nullable Selector whole = counted(denominator);
        if (part == null || whole == null || !base(part.name()).equals(base(whole.name()))) {
            return Optional.empty();
        }
        Optional<String> le = part.equality("le").or(() -> leOfPattern(part));
        boolean bucket =
                part.name().endsWith("_bucket") && le.isPresent() && !le.get().equals("+Inf");
        for (Expr.Matcher matcher : part.matchers()) {
            if (whole.matchers().contains(matcher)) {
                continue;
            }
            for (Codes codes : CODES) {
                boolean failed = codes.failed().stream().anyMatch(matcher::matches);
                if (!bucket && failed != codes.served().stream().anyMatch(matcher::matches)) {
                    return Optional.of(new RatioShape(failed, part, whole, null, 1));
                }
            }
        }
        return bucket ? Optional.of(new RatioShape(false, part, whole, le.get(), 1)) : Optional.empty();
    }

    private static final Pattern TWO_SPELLINGS = Pattern.compile("([0-9.e+]+)\\|[0-9.e+\\\\]+");

    private static Optional<String> leOfPattern(Expr.Selector selector) {
        return selector.matchers().stream()
                .filter(m -> m.label().equals("le") && m.op() == Expr.MatchOp.REGEX)
                .map(m -> TWO_SPELLINGS.matcher(m.value()))
                .filter(java.util.regex.Matcher::matches)
                .map(m -> m.group(1))
                .findFirst();
    }

    /** The selector of a rate or an increase, under sums, joins and filters; null where there is not exactly one. */
    static Expr.@Nullable Selector counted(Expr expr) {
        return switch (expr) {
            case Expr.Aggregate a when a.op().equals("sum") -> counted(a.inner());
            case Expr.Call c
            when List.of("rate", "increase", "irate", "delta").contains(c.function()) ->
                c.arguments().size() == 1 && c.arguments().getFirst() instanceof Expr.Selector s ? s : null;
            case Expr.Call c
            when List.of("clamp_min", "clamp_max").contains(c.function()) ->
                counted(c.arguments().getFirst());
            case Expr.Binary b when b.comparison() && b.right().constant().isPresent() -> counted(b.left());
            case Expr.Binary b when b.op().equals("or") -> counted(b.left());
            case Expr.Binary b when b.op().equals("*") && b.matching().group() == Expr.Group.LEFT -> counted(b.left());
            case Expr.Num _,
                    Expr.Text _,
                    Expr.Selector _,
                    Expr.Subquery _,
                    Expr.Call _,
                    Expr.Aggregate _,
                    Expr.Negation _,
                    Expr.Binary _ -> null;
        };
    }

    /** The name of a metric without the suffix of its kind. */
    public static String base(String metric) {
        for (String suffix : List.of("_bucket", "_count", "_total", "_sum")) {
            if (metric.endsWith(suffix)) {
                return metric.substring(0, metric.length() - suffix.length());
            }
        }
        return metric;
    }
}
