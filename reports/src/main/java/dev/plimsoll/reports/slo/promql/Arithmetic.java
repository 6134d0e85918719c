package dev.plimsoll.reports.slo.promql;

/** Binary operators on numbers. */
final class Arithmetic {
    private Arithmetic() {}

    static double apply(String op, double left, double right) {
        return switch (op) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            case "%" -> left % right;
            case "^" -> Math.pow(left, right);
            case "atan2" -> Math.atan2(left, right);
            default -> throw new PromqlException("'" + op + "' is no arithmetic operator");
        };
    }

    static boolean compare(String op, double left, double right) {
        return switch (op) {
            case "==" -> left == right;
            case "!=" -> left != right;
            case ">" -> left > right;
            case "<" -> left < right;
            case ">=" -> left >= right;
            case "<=" -> left <= right;
            default -> throw new PromqlException("'" + op + "' is no comparison");
        };
    }
}
