package dev.countersign.reviews;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;

/** Everything this module refuses. Numbers are never given to another rule. */
enum ReviewRefusal {
    NO_TASK(
            "REV-001",
            "task-not-found",
            Kind.NOT_FOUND,
            "there is no open task %s about %s (expected: one of the page of work). Somebody else may have done it"),
    NOT_ONESELF(
            "REV-002",
            "second-person-required",
            Kind.FORBIDDEN,
            "person %s cannot decide on their own account (expected: somebody else). Ask a colleague"),
    CHANGED(
            "REV-003",
            "review-changed",
            Kind.CONFLICT,
            "the list is no longer the one that was shown (%s, now %s): somebody's account changed. Look at it again"),
    DECISION(
            "REV-004",
            "decision-missing",
            Kind.INVALID,
            "account %s has decision %s (expected: confirm, suspend, or remove: and one of its roles, for everybody on the list)"),
    REASON(
            "REV-005",
            "reason-required",
            Kind.INVALID,
            "the decision on account %s needs a reason (expected: a sentence of at most 1000 characters)"),
    NO_EVIDENCE(
            "REV-006",
            "evidence-not-found",
            Kind.NOT_FOUND,
            "there is no review with the evidence %s (expected: one of the page of work)"),
    STALE_DECISION(
            "REV-007",
            "decision-missing",
            Kind.INVALID,
            "nothing that is known was decided on account %s (expected: keep or suspend). Choose one of the two"),
    CAMPAIGN_OPEN(
            "REV-008",
            "campaign-open",
            Kind.CONFLICT,
            "a recertification of access is open since %s (expected: one at a time). Complete the reviews it asks for first"),
    CAMPAIGN_DUE(
            "REV-009",
            "due-refused",
            Kind.INVALID,
            "a recertification of access cannot be due at %s (expected: from tomorrow on, at most a year away). Name another day"),
    CAMPAIGN_REASON(
            "REV-010",
            "reason-required",
            Kind.INVALID,
            "a recertification of access needs a reason (expected: a sentence of at most 1000 characters). Say why"),
    NOT_SIGNED(
            "REV-011",
            "evidence-not-signed",
            Kind.NOT_FOUND,
            "the review with the evidence %s has no signature (expected: one completed since reviews are signed)"),
    KEY_REFUSED(
            "REV-012",
            "not-authorized",
            Kind.FORBIDDEN,
            "a review cannot be signed with the key of %s: %s. Have the certificate looked at, at /account");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    ReviewRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    RefusedException thrown(Object... facts) {
        return new RefusedException(new Refusal(number, code, kind, String.format(sentence, facts)));
    }
}
