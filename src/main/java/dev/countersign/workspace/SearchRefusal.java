package dev.countersign.workspace;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import java.util.List;

/** What is refused of saved searches. Numbers are never given to another rule. */
enum SearchRefusal {
    PEOPLE_ONLY(
            "WSP-003",
            "not-authorized",
            Kind.FORBIDDEN,
            "%s is a program, and programs keep no searches (expected: a person). Send the parameters with each search."),
    BAD_PARAMETER(
            "WSP-004",
            "invalid-parameter",
            Kind.INVALID,
            "%s of a search is not understood (expected: a name, and type, status or q as the list of records takes them). Correct it."),
    NAME_TAKEN(
            "WSP-005",
            "name-taken",
            Kind.CONFLICT,
            "You have saved a search under the name “%s”. Choose another name, or say that it takes the place of that one."),
    TOO_MANY(
            "WSP-006",
            "too-many-searches",
            Kind.CONFLICT,
            "You have saved %s searches (expected: fewer). Delete one that you need no longer."),
    NOT_FOUND("WSP-007", "search-not-found", Kind.NOT_FOUND, "You have saved no search %s.");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    SearchRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    RefusedException of(Object fact) {
        return new RefusedException(new Refusal(number, code, kind, sentence.formatted(fact)));
    }

    static RefusedException badParameter(String parameter, String detail) {
        return new RefusedException(new Refusal(
                BAD_PARAMETER.number,
                BAD_PARAMETER.code,
                BAD_PARAMETER.kind,
                BAD_PARAMETER.sentence.formatted(parameter),
                List.of(new InputError("/" + parameter, detail))));
    }
}
