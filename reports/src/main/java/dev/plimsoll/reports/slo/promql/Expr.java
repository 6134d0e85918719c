package dev.plimsoll.reports.slo.promql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A PromQL expression. */
public sealed interface Expr {
    /**
     * Reads an expression.
     *
     * @throws PromqlException if it is none, with the place
     */
    static Expr parse(String text) {
        return new Parser(text).parse();
    }

    /** Reads an expression; empty where it is none. */
    static Optional<Expr> parseable(String text) {
        try {
            return Optional.of(parse(text));
        } catch (PromqlException _) {
            return Optional.empty();
        }
    }

    /** A number, or a duration in seconds. */
    record Num(double value) implements Expr {}

    /** A string. */
    record Text(String value) implements Expr {}

    /**
     * Series by name and labels.
     *
     * @param name the metric; empty where only labels are given
     * @param matchers further conditions
     * @param range window of a range vector; null for an instant vector
     * @param offset how far back; zero where not given
     * @param at whether a time is fixed with {@code @}
     */
    record Selector(
            String name, List<Matcher> matchers, @Nullable Duration range, Duration offset, boolean at)
            implements Expr {
        public Selector {
            matchers = List.copyOf(matchers);
        }

        /** The value that a label must have, where one is asked for. */
        public Optional<String> equality(String label) {
            return matchers.stream()
                    .filter(m -> m.label().equals(label) && m.op() == MatchOp.EQUAL)
                    .map(Matcher::value)
                    .findFirst();
        }
    }

    /** A condition on a label. */
    record Matcher(String label, MatchOp op, String value) {
        /** Whether a label value fulfils it; an absent label is empty. */
        public boolean matches(String actual) {
            return switch (op) {
                case EQUAL -> actual.equals(value);
                case NOT_EQUAL -> !actual.equals(value);
                case REGEX -> pattern().matcher(actual).matches();
                case NOT_REGEX -> !pattern().matcher(actual).matches();
            };
        }

        /** The regular expression, of RE2, in Java's spelling. */
        Pattern pattern() {
            return Pattern.compile(value.replace("(?P<", "(?<"), Pattern.DOTALL);
        }
    }

    /** How a label is compared; regular expressions match the whole value. */
    enum MatchOp {
        EQUAL("="),
        NOT_EQUAL("!="),
        REGEX("=~"),
        NOT_REGEX("!~");

        private final String symbol;

        MatchOp(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }

    /** An expression over a window of its own past. */
    record Subquery(Expr inner, Duration range) implements Expr {}

    /** A function. */
    record Call(String function, List<Expr> arguments) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * An aggregation over series.
     *
     * @param op {@code sum}, {@code max}, ...
     * @param without whether {@code labels} are those that go
     * @param labels grouping; empty for one group
     * @param parameter of {@code quantile}, {@code topk} and the like, else null
     * @param inner what is aggregated
     */
    record Aggregate(
            String op,
            boolean without,
            List<String> labels,
            @Nullable Expr parameter,
            Expr inner) implements Expr {
        public Aggregate {
            labels = List.copyOf(labels);
        }
    }

    /** A negated expression. */
    record Negation(Expr inner) implements Expr {}

    /**
     * Two expressions and what joins them.
     *
     * @param op {@code +}, {@code >}, {@code and}, ...
     * @param bool whether a comparison gives 0 and 1 in place of filtering
     * @param matching how series find each other
     */
    record Binary(String op, boolean bool, Matching matching, Expr left, Expr right) implements Expr {
        /** Whether it compares. */
        public boolean comparison() {
            return COMPARISONS.contains(op);
        }

        /** Whether it joins sets of series. */
        public boolean set() {
            return SETS.contains(op);
        }
    }

    /**
     * How series of two sides find each other.
     *
     * @param on whether {@code labels} are those that must agree; else all others must
     * @param labels named
     * @param group which side may have several
     * @param include labels taken from the other side
     */
    record Matching(boolean on, List<String> labels, Group group, List<String> include) {
        /** All labels must agree. */
        public static final Matching ALL = new Matching(false, List.of(), Group.NONE, List.of());

        public Matching {
            labels = List.copyOf(labels);
            include = List.copyOf(include);
        }
    }

    /** Which side may have several series to one of the other. */
    enum Group {
        NONE,
        LEFT,
        RIGHT
    }

    /** Operators that compare. */
    List<String> COMPARISONS = List.of("==", "!=", ">", "<", ">=", "<=");

    /** Operators on sets of series. */
    List<String> SETS = List.of("and", "or", "unless");

    /** The parts of an expression, one level down. */
    default List<Expr> children() {
        return switch (this) {
            case Num _, Text _, Selector _ -> List.of();
            case Subquery s -> List.of(s.inner());
            case Call c -> c.arguments();
            case Aggregate a -> a.parameter() == null ? List.of(a.inner()) : List.of(a.parameter(), a.inner());
            case Negation n -> List.of(n.inner());
            case Binary b -> List.of(b.left(), b.right());
        };
    }

    /** Every selector of the expression. */
    default List<Selector> selectors() {
        List<Selector> selectors = new ArrayList<>();
        if (this instanceof Selector selector) {
            selectors.add(selector);
        }
        children().forEach(child -> selectors.addAll(child.selectors()));
        return selectors;
    }

    /** The value, where the expression is made of numbers alone. */
    default Optional<Double> constant() {
        return switch (this) {
            case Num n -> Optional.of(n.value());
            case Negation n -> n.inner().constant().map(v -> -v);
            case Binary b
            when !b.set() && !b.comparison() ->
                b.left().constant().flatMap(l -> b.right().constant().map(r -> Arithmetic.apply(b.op(), l, r)));
            case Text _, Selector _, Subquery _, Call _, Aggregate _, Binary _ -> Optional.empty();
        };
    }
}
