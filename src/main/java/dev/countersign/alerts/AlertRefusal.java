package dev.countersign.alerts;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;

/** Everything this module refuses. Numbers are never given to another rule. */
enum AlertRefusal {
    NOT_FOUND(
            "ALT-001", "alert-not-found", Kind.NOT_FOUND, "there is no alert %s (expected: one of the list of alerts)"),
    ACKNOWLEDGED(
            "ALT-002",
            "alert-acknowledged",
            Kind.CONFLICT,
            "alert %s was acknowledged by %s already (expected: an open one). What happens again gives a new alert"),
    ABOUT_ONESELF(
            "ALT-003",
            "second-person-required",
            Kind.FORBIDDEN,
            "alert %s is about %s, who cannot acknowledge it (expected: somebody else of the security unit). Ask a colleague"),
    COMMENT(
            "ALT-004",
            "comment-required",
            Kind.INVALID,
            "acknowledging alert %s needs a comment (expected: what was found or done, at most 1000 characters)"),
    NO_REPORT(
            "ALT-005",
            "report-not-found",
            Kind.NOT_FOUND,
            "there is no report of %s (expected: a month that is over, or the present one). Reports are made an hour after their month");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    AlertRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    RefusedException thrown(Object... facts) {
        return new RefusedException(new Refusal(number, code, kind, String.format(sentence, facts)));
    }
}
