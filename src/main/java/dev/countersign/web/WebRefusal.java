package dev.countersign.web;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;

/** What the edge refuses, numbered for ever. */
enum WebRefusal {
    BODY_TOO_LARGE("WEB-001", "too-large", Kind.TOO_LARGE),
    BODY_UNREADABLE("WEB-002", "invalid-request", Kind.MALFORMED),
    MEDIA_TYPE("WEB-003", "unsupported-media-type", Kind.UNSUPPORTED),
    NOT_FOUND("WEB-004", "not-found", Kind.NOT_FOUND),
    PARAMETER("WEB-005", "invalid-parameter", Kind.MALFORMED),
    KEY_MALFORMED("WEB-006", "idempotency-key-invalid", Kind.MALFORMED),
    KEY_REUSED("WEB-007", "idempotency-key-reused", Kind.INVALID),
    KEY_IN_PROGRESS("WEB-008", "idempotency-in-progress", Kind.CONFLICT),
    KEY_OUTCOME_UNKNOWN("WEB-009", "idempotency-outcome-unknown", Kind.CONFLICT),
    NOT_SIGNED_IN("WEB-010", "not-signed-in", Kind.UNAUTHENTICATED),
    // WEB-011 was a token nobody has: identity refuses that, ID-026
    NOT_AUTHORIZED("WEB-012", "not-authorized", Kind.FORBIDDEN),
    CSRF("WEB-013", "csrf-token-missing", Kind.FORBIDDEN),
    NULL_CHARACTER("WEB-014", "invalid-parameter", Kind.MALFORMED),
    ADDRESS("WEB-015", "invalid-address", Kind.MALFORMED),
    TOO_MANY_FAILURES("WEB-016", "too-many-failures", Kind.TOO_MANY),
    KEYS_UNAVAILABLE("WEB-017", "keys-unavailable", Kind.UNAVAILABLE),
    SESSION_NOT_FOUND("WEB-018", "session-not-found", Kind.NOT_FOUND),
    REASON_MISSING("WEB-019", "reason-required", Kind.INVALID),
    SCREEN_LOCKED("WEB-020", "screen-locked", Kind.LOCKED),
    ANSWER_WITHHELD("WEB-021", "idempotency-answer-withheld", Kind.CONFLICT);

    private final String number;
    private final String code;
    private final Kind kind;

    WebRefusal(String number, String code, Kind kind) {
        this.number = number;
        this.code = code;
        this.kind = kind;
    }

    Refusal because(String detail) {
        return new Refusal(number, code, kind, detail);
    }

    RefusedException refuse(String detail) {
        return new RefusedException(because(detail));
    }
}
