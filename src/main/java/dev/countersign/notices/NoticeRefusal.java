package dev.countersign.notices;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import java.util.List;

/** What is refused of notices, numbered for ever. */
enum NoticeRefusal {
    UNKNOWN_KIND(
            "NOT-002",
            "unknown-notice-kind",
            Kind.INVALID,
            "There are no notices of the kind “%s” (expected: yours, due, outcome or process). Leave it out."),
    PEOPLE_ONLY(
            "NOT-003",
            "not-authorized",
            Kind.FORBIDDEN,
            "%s is a program, and programs get no notices (expected: a person). Let the person choose at Notices."),
    UNREADABLE(
            "NOT-004",
            "invalid-request",
            Kind.INVALID,
            "What was sent is no choice of notices (expected: %s). Correct what is named.");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    NoticeRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    RefusedException thrown(String fact) {
        return thrown(fact, List.of());
    }

    RefusedException thrown(String fact, List<InputError> errors) {
        return new RefusedException(new Refusal(number, code, kind, sentence.formatted(fact), errors));
    }
}
