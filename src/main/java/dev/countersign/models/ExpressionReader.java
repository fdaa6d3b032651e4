package dev.countersign.models;

import dev.countersign.models.Expression.Both;
import dev.countersign.models.Expression.Choice;
import dev.countersign.models.Expression.Comparison;
import dev.countersign.models.Expression.Constant;
import dev.countersign.models.Expression.Either;
import dev.countersign.models.Expression.Not;
import dev.countersign.models.Expression.Value;
import dev.countersign.models.Expression.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the closed grammar of expressions, by recursive descent. Whatever is left over makes it no expression. */
final class ExpressionReader {

    private static final int LONGEST = 500;
    private static final int DEEPEST = 20;
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<text>'[^'\\\\]*'|\"[^\"\\\\]*\")|(?<number>[0-9]{1,18})|(?<word>[A-Za-z][A-Za-z0-9_]*)|(?<sign>==|!=|<=|>=|&&|\\|\\||[<>!?:()]))");
    private static final Map<String, String> WORDS = Map.of(
            "and", "&&", "or", "||", "not", "!", "eq", "==", "ne", "!=", "lt", "<", "gt", ">", "le", "<=", "ge", ">=");
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=");

    /** Names that the engine, its language or a delegate has taken. */
    private static final Set<String> TAKEN = Set.of(
            "execution",
            "task",
            "externalTask",
            "caseExecution",
            "authenticatedUserId",
            "empty",
            "instanceof",
            "div",
            "mod");

    private final List<String> tokens;
    private int next;
    private int depth;

    private ExpressionReader(List<String> tokens) {
        this.tokens = tokens;
    }

    static Optional<Expression> read(String text) {
        String stripped = text.strip();
        if (stripped.length() > LONGEST || !stripped.startsWith("${") || !stripped.endsWith("}")) {
            return Optional.empty();
        }
        Optional<List<String>> tokens = tokens(stripped.substring(2, stripped.length() - 1));
        if (tokens.isEmpty() || tokens.get().isEmpty()) {
            return Optional.empty();
        }
        ExpressionReader reader = new ExpressionReader(tokens.get());
        try {
            Expression read = reader.choice();
            return reader.next == reader.tokens.size() ? Optional.of(read) : Optional.empty();
        } catch (NotInTheGrammar e) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(text.stripTrailing());
        int end = 0;
        while (token.lookingAt()) {
            String word = token.group("word");
            tokens.add(word == null ? token.group().strip() : WORDS.getOrDefault(word, word));
            end = token.end();
            token.region(end, text.stripTrailing().length());
        }
        return end == text.stripTrailing().length() ? Optional.of(tokens) : Optional.empty();
    }

    private Expression choice() {
        if (++depth > DEEPEST) {
            throw new NotInTheGrammar();
        }
        Expression condition = either();
        if (taken("?")) {
            Expression yes = choice();
            demand(":");
            condition = new Choice(condition, yes, choice());
        }
        depth--;
        return condition;
    }

    private Expression either() {
        Expression left = both();
        while (taken("||")) {
            left = new Either(left, both());
        }
        return left;
    }

    private Expression both() {
        Expression left = comparison();
        while (taken("&&")) {
            left = new Both(left, comparison());
        }
        return left;
    }

    private Expression comparison() {
        Expression left = operand();
        if (next < tokens.size() && COMPARISONS.contains(tokens.get(next))) {
            return new Comparison(tokens.get(next++), left, operand());
        }
        return left;
    }

    private Expression operand() {
        if (taken("!")) {
            if (++depth > DEEPEST) {
                throw new NotInTheGrammar();
            }
            Not not = new Not(operand());
            depth--;
            return not;
        }
        if (taken("(")) {
            Expression inner = choice();
            demand(")");
            return inner;
        }
        return simple(take());
    }

    private static Expression simple(String token) {
        char first = token.charAt(0);
        if (first == '\'' || first == '"') {
            return new Constant(new Value(token.substring(1, token.length() - 1)));
        }
        if (Character.isDigit(first) || token.equals("true") || token.equals("false") || token.equals("null")) {
            return new Constant(new Value(token));
        }
        if (!Character.isLetter(first)
                || TAKEN.contains(token)
                || Delegate.named(token).isPresent()) {
            throw new NotInTheGrammar();
        }
        return new Variable(token);
    }

    private String take() {
        if (next >= tokens.size()) {
            throw new NotInTheGrammar();
        }
        return tokens.get(next++);
    }

    private boolean taken(String sign) {
        boolean is = next < tokens.size() && tokens.get(next).equals(sign);
        next += is ? 1 : 0;
        return is;
    }

    private void demand(String sign) {
        if (!taken(sign)) {
            throw new NotInTheGrammar();
        }
    }

    /** Ends reading; without a trace, because it is thrown for every bad expression. */
    private static final class NotInTheGrammar extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotInTheGrammar() {
            super(null, null, false, false);
        }
    }
}
