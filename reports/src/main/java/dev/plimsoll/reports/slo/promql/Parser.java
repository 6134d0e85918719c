package dev.plimsoll.reports.slo.promql;

import dev.plimsoll.reports.slo.rules.PromDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads PromQL by precedence climbing. Grammar: Prometheus' {@code promql/parser/generated_parser.y}; from lowest to highest
 * {@code or}; {@code and unless}; comparisons; {@code + -}; {@code * / % atan2}; {@code ^} (to the right).
 */
final class Parser {
    private static final Set<String> AGGREGATIONS = Set.of(
            "sum",
            "avg",
            "count",
            "min",
            "max",
            "group",
            "stddev",
            "stdvar",
            "topk",
            "bottomk",
            "count_values",
            "quantile",
            "limitk",
            "limit_ratio");
    private static final Set<String> WITH_PARAMETER =
            Set.of("topk", "bottomk", "count_values", "quantile", "limitk", "limit_ratio");

    private final String text;
    private int at;

    Parser(String text) {
        this.text = text;
    }

    Expr parse() {
        Expr expr = binary(1);
        space();
        if (at < text.length()) {
            throw unexpected("the end of the expression");
        }
        return expr;
    }

    private static int precedence(String op) {
        return switch (op) {
            case "or" -> 1;
            case "and", "unless" -> 2;
            case "==", "!=", ">", "<", ">=", "<=" -> 3;
            case "+", "-" -> 4;
            case "*", "/", "%", "atan2" -> 5;
            case "^" -> 6;
            default -> 0;
        };
    }

    private Expr binary(int lowest) {
        Expr left = unary();
        while (true) {
            String op = peekOperator();
            int precedence = precedence(op);
            if (precedence < lowest) {
                return left;
            }
            at += op.length();
            boolean bool = keyword("bool");
            Expr.Matching matching = matching();
            Expr right = binary(op.equals("^") ? precedence : precedence + 1);
            left = new Expr.Binary(op, bool, matching, left, right);
        }
    }

    private String peekOperator() {
        space();
        for (String op : List.of("==", "!=", ">=", "<=", ">", "<", "+", "-", "*", "/", "%", "^")) {
            if (text.startsWith(op, at)) {
                return op;
            }
        }
        String word = peekWord().toLowerCase(Locale.ROOT);
        return Set.of("or", "and", "unless", "atan2").contains(word) ? word : "";
    }

    private Expr.Matching matching() {
        boolean on = keyword("on");
        if (!on && !keyword("ignoring")) {
            return Expr.Matching.ALL;
        }
        List<String> labels = labelList();
        Expr.Group group = Expr.Group.NONE;
        if (keyword("group_left")) {
            group = Expr.Group.LEFT;
        } else if (keyword("group_right")) {
            group = Expr.Group.RIGHT;
        }
        space();
        List<String> include = group != Expr.Group.NONE && peek() == '(' ? labelList() : List.of();
        return new Expr.Matching(on, labels, group, include);
    }

    private Expr unary() {
        space();
        if (peek() == '-' || peek() == '+') {
            boolean minus = text.charAt(at++) == '-';
            // A sign binds weaker than a power and stronger than everything else.
            Expr inner = binary(6);
            return minus ? new Expr.Negation(inner) : inner;
        }
        return postfix(primary());
    }

    private Expr postfix(Expr expr) {
        Expr result = expr;
        while (true) {
            space();
            if (peek() == '[') {
                result = range(result);
            } else if (keyword("offset")) {
                space();
                boolean back = peek() == '-';
                if (back) {
                    at++;
                }
                Duration offset = duration();
                if (result instanceof Expr.Selector s) {
                    result = new Expr.Selector(
                            s.name(), s.matchers(), s.range(), back ? offset.negated() : offset, s.at());
                }
            } else if (peek() == '@') {
                at++;
                if (!keyword("start") && !keyword("end")) {
                    binary(6);
                } else {
                    expect('(');
                    expect(')');
                }
                if (result instanceof Expr.Selector s) {
                    result = new Expr.Selector(s.name(), s.matchers(), s.range(), s.offset(), true);
                }
            } else {
                return result;
            }
        }
    }

    private Expr range(Expr expr) {
        int start = at;
        expect('[');
        Duration range = duration();
        space();
        if (peek() == ':') {
            at++;
            space();
            if (peek() != ']') {
                duration();
            }
            expect(']');
            return new Expr.Subquery(expr, range);
        }
        expect(']');
        if (!(expr instanceof Expr.Selector s) || s.range() != null) {
            throw new PromqlException("a range needs a selector before it", start);
        }
        return new Expr.Selector(s.name(), s.matchers(), range, s.offset(), s.at());
    }

    private Expr primary() {
        space();
        char c = peek();
        if (c == '(') {
            at++;
            Expr inner = binary(1);
            expect(')');
            return inner;
        }
        if (c == '{') {
            return selector("");
        }
        if (c == '"' || c == '\'' || c == '`') {
            return new Expr.Text(string());
        }
        if (Character.isDigit(c) || c == '.') {
            return number();
        }
        String word = peekWord();
        if (word.isEmpty()) {
            throw unexpected("an expression");
        }
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.equals("inf") || lower.equals("nan")) {
            at += word.length();
            return new Expr.Num(lower.equals("inf") ? Double.POSITIVE_INFINITY : Double.NaN);
        }
        int before = at;
        at += word.length();
        space();
        if (AGGREGATIONS.contains(lower) && (peek() == '(' || isWord("by") || isWord("without"))) {
            return aggregate(lower);
        }
        if (peek() == '(') {
            return new Expr.Call(word, arguments());
        }
        at = before + word.length();
        return selector(word);
    }

    private Expr aggregate(String op) {
        boolean without = false;
        List<String> labels = List.of();
        if (isWord("by") || isWord("without")) {
            without = isWord("without");
            at += peekWord().length();
            labels = labelList();
        }
        List<Expr> arguments = arguments();
        if (isWord("by") || isWord("without")) {
            without = isWord("without");
            at += peekWord().length();
            labels = labelList();
        }
        int expected = WITH_PARAMETER.contains(op) ? 2 : 1;
        if (arguments.size() != expected) {
            throw new PromqlException(op + " takes " + expected + " argument(s), not " + arguments.size(), at);
        }
        return new Expr.Aggregate(
                op, without, labels, expected == 2 ? arguments.getFirst() : null, arguments.getLast());
    }

    private List<Expr> arguments() {
        List<Expr> arguments = new ArrayList<>();
        expect('(');
        space();
        while (peek() != ')') {
            arguments.add(binary(1));
            space();
            if (peek() == ',') {
                at++;
                space();
            } else if (peek() != ')') {
                throw unexpected("',' or ')'");
            }
        }
        at++;
        return arguments;
    }

    private Expr.Selector selector(String name) {
        String metric = name;
        List<Expr.Matcher> matchers = new ArrayList<>();
        space();
        if (peek() == '{') {
            at++;
            space();
            while (peek() != '}') {
                String label = peek() == '"' || peek() == '\'' ? string() : word();
                space();
                Expr.MatchOp op = matchOp();
                if (op == null) {
                    metric = label;
                } else {
                    space();
                    String value = string();
                    if (label.equals("__name__") && op == Expr.MatchOp.EQUAL) {
                        metric = value;
                    } else {
                        matchers.add(checked(new Expr.Matcher(label, op, value)));
                    }
                }
                space();
                if (peek() == ',') {
                    at++;
                    space();
                } else if (peek() != '}') {
                    throw unexpected("',' or '}'");
                }
            }
            at++;
        }
        return new Expr.Selector(metric, matchers, null, Duration.ZERO, false);
    }

    private Expr.Matcher checked(Expr.Matcher matcher) {
        if (matcher.op() == Expr.MatchOp.REGEX || matcher.op() == Expr.MatchOp.NOT_REGEX) {
            try {
                matcher.pattern();
            } catch (PatternSyntaxException e) {
                throw new PromqlException(
                        "'" + matcher.value() + "' is no regular expression: " + e.getDescription(), at);
            }
        }
        return matcher;
    }

    private Expr.@Nullable MatchOp matchOp() {
        for (Expr.MatchOp op :
                List.of(Expr.MatchOp.REGEX, Expr.MatchOp.NOT_REGEX, Expr.MatchOp.NOT_EQUAL, Expr.MatchOp.EQUAL)) {
            if (text.startsWith(op.symbol(), at)) {
                at += op.symbol().length();
                return op;
            }
        }
        return null;
    }

    private List<String> labelList() {
        List<String> labels = new ArrayList<>();
        expect('(');
        space();
        while (peek() != ')') {
            labels.add(peek() == '"' ? string() : word());
            space();
            if (peek() == ',') {
                at++;
                space();
            }
        }
        at++;
        return labels;
    }

    private String string() {
        space();
        char quote = peek();
        if (quote != '"' && quote != '\'' && quote != '`') {
            throw unexpected("a string");
        }
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\\' && quote != '`' && at < text.length()) {
                char escaped = text.charAt(at++);
                value.append(
                        switch (escaped) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            case '\\', '"', '\'' -> escaped;
                            default -> throw new PromqlException("unknown escape \\" + escaped, at - 2);
                        });
            } else {
                value.append(c);
            }
        }
        if (at >= text.length()) {
            throw new PromqlException("the string has no end", start);
        }
        at++;
        return value.toString();
    }

    private Expr number() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at))
                        || text.charAt(at) == '.'
                        || ((text.charAt(at) == '+' || text.charAt(at) == '-')
                                && (text.charAt(at - 1) == 'e' || text.charAt(at - 1) == 'E')
                                && !text.startsWith("0x", start)))) {
            at++;
        }
        String word = text.substring(start, at);
        try {
            return new Expr.Num(
                    word.startsWith("0x") ? Long.parseLong(word.substring(2), 16) : Double.parseDouble(word));
        } catch (NumberFormatException _) {
            return PromDuration.parse(word)
                    .map(d -> new Expr.Num(d.toMillis() / 1000.0))
                    .orElseThrow(() -> new PromqlException("'" + word + "' is no number", start));
        }
    }

    private Duration duration() {
        space();
        int start = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        String word = text.substring(start, at);
        return PromDuration.parse(word)
                .orElseThrow(() -> new PromqlException("'" + word + "' is no duration; write for example 5m", start));
    }

    private boolean keyword(String word) {
        space();
        if (isWord(word)) {
            at += word.length();
            return true;
        }
        return false;
    }

    private boolean isWord(String word) {
        space();
        return peekWord().equalsIgnoreCase(word);
    }

    private String word() {
        String word = peekWord();
        if (word.isEmpty()) {
            throw unexpected("a name");
        }
        at += word.length();
        return word;
    }

    private String peekWord() {
        int end = at;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (c == '_' || c == ':' || Character.isLetter(c) || (end > at && Character.isDigit(c))) {
                end++;
            } else {
                break;
            }
        }
        return text.substring(at, end);
    }

    private void expect(char c) {
        space();
        if (peek() != c) {
            throw unexpected("'" + c + "'");
        }
        at++;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void space() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                while (at < text.length() && text.charAt(at) != '\n') {
                    at++;
                }
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                return;
            }
        }
    }

    private PromqlException unexpected(String expected) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new PromqlException("expected " + expected + ", found " + found, at);
    }
}
