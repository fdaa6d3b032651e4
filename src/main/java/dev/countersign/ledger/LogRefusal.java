package dev.countersign.ledger;

import dev.countersign.ledger.Refusal.Kind;

/** What the sealed log refuses, numbered for ever. Each sentence names offender, expectation and remedy. */
enum LogRefusal {
    NOT_SEALED(
            "LED-002",
            "not-sealed",
            Kind.UNAVAILABLE,
            "No checkpoint covers %s yet. Ask again in a moment; if it stays so, the sequencer does not work: see"
                    + " /actuator/health/log."),
    NO_CHECKPOINT(
            "LED-003",
            "no-such-checkpoint",
            Kind.NOT_FOUND,
            "There is no checkpoint of size %d (newest: %d). Name the size of one that was handed out, or none."),
    NO_ENTRY(
            "LED-004",
            "no-such-entry",
            Kind.NOT_FOUND,
            "The log of size %2$d has no entry %1$d (expected: 0 to the size less one)."),
    WRONG_ORDER(
            "LED-005",
            "no-such-checkpoint",
            Kind.INVALID,
            "A log of size %d is not the beginning of one of size %d (expected: the smaller size first)."),
    NO_TILE(
            "LED-006",
            "no-such-tile",
            Kind.NOT_FOUND,
            "There is no tile %s (expected: <level>/<number>, with .p/<width> while it is not full, within the newest"
                    + " checkpoint)."),
    IN_RECOVERY(
            "LED-007",
            "log-in-recovery",
            Kind.UNAVAILABLE,
            "The audit log is in recovery mode: %s. Nothing is signed or sealed (expected: the stored log begins with what its"
                    + " witnesses remember). What was being done is not lost; an administrator finds what to do in"
                    + " docs/operations/recovery.md and at /actuator/health/log."),
    NOT_IN_RECOVERY(
            "LED-008",
            "not-in-recovery",
            Kind.CONFLICT,
            "The audit log is not in recovery mode: there is nothing to decide (expected: a log that contradicts its witnesses)."),
    NOT_WHOLE(
            "LED-009",
            "log-broken",
            Kind.CONFLICT,
            "What is stored of the audit log is not whole in itself, or empty (%s); nothing can go on from it (expected: tree, leaves"
                    + " and newest checkpoint of one another). Restore the newest backup that is; verify-log names the rows."),
    SITUATION_CHANGED(
            "LED-010",
            "situation-changed",
            Kind.CONFLICT,
            "What was proposed is not about the log as it is stored now, of size %d. Propose it again."),
    SEARCH_TOO_LONG(
            "LED-011",
            "search-too-long",
            Kind.INVALID,
            "What was asked of the audit trail is so rare among the entries to look through that it was not found in 5 seconds"
                    + " (expected: a question that is answered in that time). Narrow it: give From and To, or ask for the kind of event alone.");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    LogRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    RefusedException thrown(Object... facts) {
        return new RefusedException(refusal(facts));
    }

    Refusal refusal(Object... facts) {
        return new Refusal(number, code, kind, sentence.formatted(facts));
    }
}
