package dev.countersign.models;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Forms that attributes and texts have in models, each with the rule that a value of another form breaks. */
enum ValueForm {
    ID("an id of letters, digits, _ . and -", "[A-Za-z_][A-Za-z0-9_.-]{0,254}"),
    REFERENCE("the id of an element of the file", "[A-Za-z_][A-Za-z0-9_.-]{0,254}"),
    LOCAL_REFERENCE("# and the id of an element of the file", "#[A-Za-z_][A-Za-z0-9_.-]{0,254}"),
    TEXT(ModelRule.EXPRESSION_PLACE, "plain text without ${ and #{", text -> !Expression.isIn(text)),
    ADDRESS("an address", "[A-Za-z0-9:/._#?=-]{1,300}"),
    PLATFORM("Camunda Platform", "Camunda Platform"),
    RELEASE("a version: letters, digits, . _ and -", "[A-Za-z0-9._-]{1,64}"),
    CODE("a constant name", "[A-Za-z_][A-Za-z0-9_.-]{0,254}"),
    TIME_TO_LIVE("a number of days", "P?[0-9]{1,5}D?"),
    YES("true", "true"),
    NO("false", "false"),
    TRUTH("true or false", "true|false"),
    NUMBER("a whole number", "[0-9]{1,9}"),
    COORDINATE("a number", "-?[0-9]{1,9}(?:\\.[0-9]{1,20})?(?:[eE]-?[0-9]{1,3})?"),
    COLOUR("a colour", "#[0-9a-fA-F]{3,8}|[a-z]{1,20}"),
    FORMAL("tFormalExpression", "(?:[A-Za-z][A-Za-z0-9]*:)?tFormalExpression"),
    DURATION("a constant ISO 8601 duration", "P(?=.)(?:[0-9]{1,4}[YMWD])*(?:T(?=.)(?:[0-9]{1,6}[HMS])*)?"),
    MOMENT(
            "a constant ISO 8601 time",
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"),
    CYCLE(
            "a constant ISO 8601 repetition, up to 999 times, each a minute or longer",
            "R[1-9][0-9]{0,2}/P(?=.)(?:[1-9][0-9]{0,3}[YMWD])*(?:T(?=.)(?:[1-9][0-9]{0,5}[HM])*)?"),
    DUE(
            "a constant ISO 8601 duration or time, or a variable",
            "P[0-9A-Z]{2,40}|[0-9T:Z+-]{16,30}|\\$\\{[a-zA-Z][A-Za-z0-9_]{0,63}\\}"),
    VARIABLE("the name of a variable", "[a-zA-Z][A-Za-z0-9_]{0,63}"),
    BUSINESS_KEY("#{execution.processBusinessKey}", "[#$]\\{execution\\.processBusinessKey\\}"),
    CARDINALITY(ModelRule.REPETITION, "a constant from 1 to 50", text -> text.matches("[1-9]|[1-4][0-9]|50")),
    BINDING(ModelRule.BINDING, "deployment", "deployment"::equals),
    RESULT("singleEntry", "singleEntry"),
    DELEGATE(ModelRule.DELEGATE, "${name} of a delegate", text -> Delegate.in(text)
            .isPresent()),
    TEMPLATE(ModelRule.TEMPLATE, "the id of a template of the release", Templates::isKnown),
    FORM(
            ModelRule.FORM,
            "embedded:deployment:forms/name.html",
            text -> text.matches("embedded:deployment:forms/[a-z0-9-]+\\.html")),
    CONDITION(ModelRule.EXPRESSION, "${…} with a comparison", text -> Expression.read(text)
            .isPresent()),
    CHOICE(
            ModelRule.EXPRESSION,
            "a constant, or ${…} with a variable or a choice",
            text -> !Expression.isIn(text) || Expression.read(text).isPresent()),
    TYPE("string, boolean, integer, long, double or date", "string|boolean|integer|long|double|date"),
    HIT_POLICY("UNIQUE, FIRST, ANY, COLLECT or RULE ORDER", "UNIQUE|FIRST|ANY|COLLECT|RULE ORDER"),
    AGGREGATION("SUM, MIN, MAX or COUNT", "SUM|MIN|MAX|COUNT"),
    FEEL(
            ModelRule.DECISION_LANGUAGE,
            "feel",
            text -> text.matches("feel|FEEL|https?://www\\.omg\\.org/spec/(?:FEEL/20140401|DMN/[0-9]{8}/FEEL/?)")),
    CELL(ModelRule.DECISION_EXPRESSION, "constants, comparisons, ranges and lists", Cell::isPlain);

    private final ModelRule rule;
    private final String words;
    private final Predicate<String> holds;

    ValueForm(String words, String pattern) {
        this(ModelRule.VALUE, words, Pattern.compile(pattern).asMatchPredicate());
    }

    ValueForm(ModelRule rule, String words, Predicate<String> holds) {
        this.rule = rule;
        this.words = words;
        this.holds = holds;
    }

    /** Broken by a value of another form; an expression where none belongs is told as such. */
    ModelRule rule(String value) {
        return rule == ModelRule.VALUE && Expression.isIn(value) ? ModelRule.EXPRESSION_PLACE : rule;
    }

    /** What is expected, as words. */
    String words() {
        return words;
    }

    boolean holds(String value) {
        return value.length() <= 4_000 && holds.test(value);
    }
}
