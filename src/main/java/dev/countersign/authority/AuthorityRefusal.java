package dev.countersign.authority;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;

/** Everything this module refuses. Numbers are never given to another rule. */
enum AuthorityRefusal {
    PERMISSION_MISSING(
            "AUT-001",
            "not-authorized",
            Kind.FORBIDDEN,
            "%s may not %s (expected: one of the roles %s). Ask an IT Administrator for the role, or somebody who has it"),
    ROLE_MISSING(
            "AUT-002",
            "not-authorized",
            Kind.FORBIDDEN,
            "person %s may not sign step %s (expected: role %s). Ask somebody with that role"),
    NOT_INDEPENDENT(
            "AUT-003",
            "not-authorized",
            Kind.FORBIDDEN,
            "person %s may not sign step %s: %s (expected: somebody independent of it). Ask another %s"),
    NOT_THE_AUTHOR(
            "AUT-004",
            "not-authorized",
            Kind.FORBIDDEN,
            "person %s may not sign step %s (expected: an author of this record). Ask its author"),
    NOT_ACTIVE(
            "AUT-005",
            "not-authorized",
            Kind.FORBIDDEN,
            "person %s may not sign step %s (expected: an active account). Ask an IT Administrator"),
    PERSON_NOT_FOUND(
            "AUT-006", "person-not-found", Kind.NOT_FOUND, "person %s does not exist (expected: the id of an account)"),
    REASON_MISSING(
            "AUT-007",
            "reason-required",
            Kind.INVALID,
            "a change of roles of person %s needs a reason (expected: a sentence)"),
    NOT_GRANTED(
            "AUT-008",
            "role-not-granted",
            Kind.CONFLICT,
            "person %s does not hold role %s (expected: a role the person holds)"),
    ADMINISTRATOR_SIGNS(
            "AUT-009",
            "incompatible-roles",
            Kind.CONFLICT,
            "person %s is IT Administrator (expected: IT Administrators hold no signing key). Give the role to somebody else first"),
    NOT_CERTIFIED(
            "AUT-010",
            "not-authorized",
            Kind.FORBIDDEN,
            "nobody signs here yet: the organisation's certification letter to FDA (21 CFR 11.100(c)) is %s. A QA Manager records it and"
                    + " another confirms it, at /organisation/letters"),
    LETTER_REFUSED("AUT-011", "invalid-request", Kind.INVALID, "the certification letter is refused: %s"),
    LETTER_SECOND_PERSON(
            "AUT-012",
            "second-person-required",
            Kind.FORBIDDEN,
            "%s recorded this letter and cannot confirm it (expected: another QA Manager). Ask one"),
    LETTER_REASON(
            "AUT-014",
            "reason-required",
            Kind.INVALID,
            "what is done with a certification letter needs a reason (expected: a sentence of at most 1000 characters). Say why"),
    LETTER_MALWARE(
            "AUT-020",
            "malware-found",
            Kind.INVALID,
            "%s carries malware: the scanner found %s in it, and nothing was stored."
                    + " Leave the file alone, tell IT, and scan the paper again"),
    LETTER_NOT_SCANNED(
            "AUT-021",
            "malware-scan-unavailable",
            Kind.UNAVAILABLE,
            "%s could not be scanned for malware, and nothing comes in unscanned: of the scanner is known that %s."
                    + " Try again in a few minutes; if it goes on, tell IT (/actuator/health/malware)"),
    LETTER_NOT_FOUND(
            "AUT-013",
            "letter-not-found",
            Kind.NOT_FOUND,
            "no letter %s waits for that (expected: one of the list that nobody confirmed yet). Look at the list again"),
    ROLE_ENDED(
            "AUT-015",
            "not-authorized",
            Kind.FORBIDDEN,
            "%s may not %s: role %s ended at %s (expected: a role whose end has not passed). Have an IT Administrator ask for it again and a"
                    + " QA Manager decide"),
    END_MISSING(
            "AUT-016",
            "end-required",
            Kind.INVALID,
            "role %s of person %s has no end (expected: until when, as 2027-01-31T17:00:00Z; this role is never given for good). Say when it"
                    + " ends"),
    END_REFUSED(
            "AUT-017",
            "end-refused",
            Kind.INVALID,
            "role %s of person %s would end at %s (expected: later than now, and at most %d years away). Ask for it with another end"),
    SCOPE_REFUSED(
            "AUT-018",
            "scope-refused",
            Kind.INVALID,
            "role %s of person %s would be over %s (expected: %s). Ask for it with another scope"),
    NOT_TRAINED(
            "AUT-022",
            "not-authorized",
            Kind.FORBIDDEN,
            "person %s may not sign step %s: course %s (%s) is required for it, and no completion or certificate of it counts now (expected:"
                    + " training that is valid at signing). Read the course, pass its test and sign the completion at /training/%s"),
    SCOPED(
            "AUT-019",
            "not-authorized",
            Kind.FORBIDDEN,
            "%s may not %s: role %s is over some records alone (expected: a role over all of them). Read the records it covers, or have it"
                    + " asked for over all");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    AuthorityRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    Refusal of(Object... facts) {
        return new Refusal(number, code, kind, String.format(sentence, facts));
    }
}
