package dev.countersign.models;

import java.util.Map;
import java.util.Optional;

/**
 * An expression of the closed grammar: constants, variable names, comparisons, and, or, not, a choice and parentheses. What it is worth
 * is known only as far as its variables are.
 */
sealed interface Expression {

    record Constant(Value value) implements Expression {}

    record Variable(String name) implements Expression {}

    record Comparison(String operator, Expression left, Expression right) implements Expression {}

    record Both(Expression left, Expression right) implements Expression {}

    record Either(Expression left, Expression right) implements Expression {}

    record Not(Expression inner) implements Expression {}

    record Choice(Expression condition, Expression yes, Expression no) implements Expression {}

    /** A value as its text; of numbers, truth values and null the way they are written. */
    record Value(String text) {
        static final Value TRUE = new Value("true");
        static final Value FALSE = new Value("false");

        static Value of(boolean truth) {
            return truth ? TRUE : FALSE;
        }
    }

    /** Whether the engine would look for an expression in a text. */
    static boolean isIn(String text) {
        return text.contains("${") || text.contains("#{");
    }

    /** From {@code ${…}}; empty if it is anything but one expression of the grammar. */
    static Optional<Expression> read(String text) {
        return ExpressionReader.read(text);
    }

    /** What it is worth; empty if that hangs on a variable that is not known. */
    default Optional<Value> value(Map<String, Value> known) {
        if (this instanceof Constant constant) {
            return Optional.of(constant.value());
        }
        if (this instanceof Variable variable) {
            return Optional.ofNullable(known.get(variable.name()));
        }
        if (this instanceof Not not) {
            return not.inner().truth(known).map(truth -> Value.of(!truth));
        }
        if (this instanceof Both both) {
            return connected(both.left().truth(known), both.right().truth(known), false);
        }
        if (this instanceof Either either) {
            return connected(either.left().truth(known), either.right().truth(known), true);
        }
        if (this instanceof Choice choice) {
            return choice.condition().truth(known).flatMap(truth -> (truth ? choice.yes() : choice.no()).value(known));
        }
        return compared((Comparison) this, known);
    }

    /** Whether it is true; empty if that is not known. */
    default Optional<Boolean> truth(Map<String, Value> known) {
        return value(known)
                .filter(value -> value.equals(Value.TRUE) || value.equals(Value.FALSE))
                .map(Value.TRUE::equals);
    }

    private static Optional<Value> connected(Optional<Boolean> left, Optional<Boolean> right, boolean deciding) {
        if (left.equals(Optional.of(deciding)) || right.equals(Optional.of(deciding))) {
            return Optional.of(Value.of(deciding));
        }
        return left.isPresent() && right.isPresent() ? Optional.of(Value.of(!deciding)) : Optional.empty();
    }

    /** Only equality of texts and truth values is decided: orders and numbers are left open, which is never too little. */
    private static Optional<Value> compared(Comparison comparison, Map<String, Value> known) {
        Optional<Value> left = comparison.left().value(known);
        Optional<Value> right = comparison.right().value(known);
        if (left.isEmpty() || right.isEmpty() || isNumber(left.get()) || isNumber(right.get())) {
            return Optional.empty();
        }
        boolean same = left.equals(right);
        return switch (comparison.operator()) {
            case "==" -> Optional.of(Value.of(same));
            case "!=" -> Optional.of(Value.of(!same));
            default -> Optional.empty();
        };
    }

    private static boolean isNumber(Value value) {
        return !value.text().isEmpty() && Character.isDigit(value.text().charAt(0));
    }
}
