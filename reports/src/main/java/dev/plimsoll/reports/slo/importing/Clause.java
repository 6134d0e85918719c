package dev.plimsoll.reports.slo.importing;

import dev.plimsoll.reports.slo.promql.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A comparison with a number.
 *
 * @param value what is compared
 * @param op with the value on its left
 * @param bound the number as written
 * @param number its value
 */
public record Clause(Expr value, String op, Expr bound, double number) {
    /** Whether large values fulfil it. */
    public boolean above() {
        return op.equals(">") || op.equals(">=");
    }

    /** Whether small values fulfil it. */
    public boolean below() {
        return op.equals("<") || op.equals("<=");
    }

    /** The comparisons of an expression that must all hold; what is joined by {@code and} and is no comparison is left out. */
    public static List<Clause> of(Expr expr) {
        List<Clause> clauses = new ArrayList<>();
        collect(expr, clauses);
        return clauses;
    }

    private static void collect(Expr expr, List<Clause> clauses) {
        if (expr instanceof Expr.Binary b) {
            if (b.op().equals("and")) {
                collect(b.left(), clauses);
                collect(b.right(), clauses);
            } else if (b.comparison()) {
                Optional<Double> right = b.right().constant();
                Optional<Double> left = b.left().constant();
                if (right.isPresent()) {
                    clauses.add(new Clause(b.left(), b.op(), b.right(), right.get()));
                } else if (left.isPresent()) {
                    clauses.add(new Clause(b.right(), mirrored(b.op()), b.left(), left.get()));
                }
            }
        }
    }

    private static String mirrored(String op) {
        return switch (op) {
            case ">" -> "<";
            case "<" -> ">";
            case ">=" -> "<=";
            case "<=" -> ">=";
            default -> op;
        };
    }
}
