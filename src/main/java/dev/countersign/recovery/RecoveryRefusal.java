package dev.countersign.recovery;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;

/** What this module refuses; RCV-004 and RCV-005 are its web package's. Numbers are never given to another rule. */
enum RecoveryRefusal {
    REASON(
            "RCV-001",
            "reason-required",
            Kind.INVALID,
            "A decision to go on without what was lost needs a reason (expected: 1 to %d characters). Say what happened."),
    NO_PROPOSAL(
            "RCV-002",
            "no-such-proposal",
            Kind.NOT_FOUND,
            "No proposal with the hash %s waits (expected: the newest, made within the last hour). Propose it"
                    + " again with POST /api/log/recovery."),
    SAME_PERSON(
            "RCV-003",
            "same-person",
            Kind.FORBIDDEN,
            "Person %s proposed this and cannot confirm it (expected: another QA Manager). Ask one.");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    RecoveryRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    RefusedException thrown(Object... facts) {
        return new RefusedException(new Refusal(number, code, kind, sentence.formatted(facts)));
    }
}
