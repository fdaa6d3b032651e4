package dev.countersign.exports;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import java.util.List;

/** What is refused of exports. Numbers are never given to another rule. */
enum ExportRefusal {
    PEOPLE_ONLY(
            "EXP-001",
            "not-authorized",
            Kind.FORBIDDEN,
            "%s is a program, and programs export no searches (expected: a person). Fetch copy and evidence of each record instead."),
    BAD_PARAMETER(
            "EXP-002",
            "invalid-parameter",
            Kind.INVALID,
            "%s is not understood (expected: type, status and q as the list of records takes them, and contents, a list of copy, evidence or both)."
                    + " Correct it."),
    NOTHING_FOUND(
            "EXP-003",
            "nothing-found",
            Kind.INVALID,
            "No record that you may read is like that, so there is nothing to export. Look at the list of records first."),
    TOO_MANY(
            "EXP-004",
            "too-large",
            Kind.TOO_LARGE,
            "%s records are like that (expected: at most %s). Narrow the search by type, status or words, and export the parts one after the other."),
    UNDER_WAY(
            "EXP-005",
            "export-under-way",
            Kind.CONFLICT,
            "Export %s of yours waits or runs (expected: one at a time). Wait until it has ended, or cancel it."),
    BUSY(
            "EXP-006",
            "busy",
            Kind.UNAVAILABLE,
            "As many exports wait as this installation takes. Try again when some of them have ended, in a few minutes."),
    NO_ROOM(
            "EXP-007",
            "busy",
            Kind.UNAVAILABLE,
            "The results of exports take up as much room as there is for them. Delete those that you have fetched, or try again when older ones have expired."),
    NOT_FOUND("EXP-008", "export-not-found", Kind.NOT_FOUND, "You have no export %s."),
    ENDED("EXP-009", "export-ended", Kind.CONFLICT, "Export %s has ended: it is %s. There is nothing to cancel."),
    NOT_READY(
            "EXP-010",
            "export-not-ready",
            Kind.CONFLICT,
            "Export %s has no result: it is %s (expected: done). Wait for it, or export anew."),
    RIGHTS_ENDED(
            "EXP-011",
            "not-authorized",
            Kind.FORBIDDEN,
            "You may no longer read all that export %s was asked for with. Export anew what you may read."),
    ELSEWHERE(
            "EXP-012",
            "export-elsewhere",
            Kind.UNAVAILABLE,
            "The file of export %s does not lie where this server keeps them. Export anew; and have the operator look whether all nodes share the"
                    + " directory of exports.");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    ExportRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    RefusedException of(Object... facts) {
        return new RefusedException(new Refusal(number, code, kind, sentence.formatted(facts)));
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
