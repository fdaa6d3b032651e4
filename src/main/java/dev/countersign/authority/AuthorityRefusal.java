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
                    + " asked for over all"),
    SIGNS_NOTHING(
            "AUT-025",
            "not-authorized",
            Kind.FORBIDDEN,
            "person %s signs nothing: two people decided that the signature authority is none (expected: another one)."
                    + " Have that taken away and another asked for, which a second person decides, at /accounts/%s"),
    NO_AUTHORITY_TO_SIGN(
            "AUT-026",
            "not-authorized",
            Kind.FORBIDDEN,
            "person %s may not sign records of type %s with meaning %s: the signature authority is %s (expected: one that covers both). Ask"
                    + " somebody who has it, or have it asked for, which a second person decides, at /accounts/%s"),
    AUTHORITY_TO_SIGN_ENDED(
            "AUT-027",
            "not-authorized",
            Kind.FORBIDDEN,
            "person %s may not sign records of type %s with meaning %s: the signature authority for it ended at %s"
                    + " (expected: one whose end has not passed). Have it asked for again, which a second person decides, at"
                    + " /accounts/%s"),
    ADMINISTRATORS_SIGN_NOTHING(
            "AUT-028",
            "not-authorized",
            Kind.FORBIDDEN,
            "person %s is IT Administrator and signs nothing (expected: somebody with a role in the work). Ask one"),
    EXTENT_REFUSED(
            "AUT-029",
            "authority-refused",
            Kind.INVALID,
            "signature authority %s of person %s is refused at %s (expected: %s). Ask for it otherwise"),
    AUTHORITY_END_MISSING(
            "AUT-030",
            "end-required",
            Kind.INVALID,
            "signature authority %s of person %s has no end (expected: until when, as 2027-01-31T17:00:00Z, at most %d"
                    + " years away). Say when it ends"),
    AUTHORITY_END_REFUSED(
            "AUT-031",
            "end-refused",
            Kind.INVALID,
            "signature authority %s of person %s would end at %s (expected: later than now and at most %d years away;"
                    + " with none, no end). Ask for it with another end"),
    PAST_OWN_END(
            "AUT-032",
            "end-refused",
            Kind.INVALID,
            "signature authority of person %s would end at %s, and what %s has for it ends at %s (expected: no later)."
                    + " Ask for an earlier end, or have it asked for and decided by people whose own ends later"),
    NOT_ONESELF(
            "AUT-033",
            "second-person-required",
            Kind.FORBIDDEN,
            "%s cannot ask for signature authority of their own (expected: that of somebody else). Ask a QA Manager or"
                    + " an IT Administrator to do it"),
    AUTHORITY_SECOND_PERSON(
            "AUT-034",
            "second-person-required",
            Kind.FORBIDDEN,
            "%s cannot decide on this signature authority of person %s (expected: a QA Manager who neither asked for it"
                    + " nor gets it). Ask another QA Manager"),
    AUTHORITY_OF_NOBODY_ACTIVE(
            "AUT-035",
            "state-refused",
            Kind.CONFLICT,
            "person %s is %s and gets no signature authority (expected: an account that is new or active). Let it back first"),
    AUTHORITY_OF_ADMINISTRATOR(
            "AUT-036",
            "incompatible-roles",
            Kind.CONFLICT,
            "person %s is IT Administrator (expected: IT Administrators sign nothing). Give it to somebody with a role in the work"),
    AUTHORITY_BARRED(
            "AUT-037",
            "authority-barred",
            Kind.CONFLICT,
            "the signature authority of person %s is none, which goes before every other (expected: that it was taken"
                    + " away first). Take it away, then ask"),
    AUTHORITY_REQUESTED(
            "AUT-038",
            "authority-requested",
            Kind.CONFLICT,
            "this signature authority of person %s was asked for already, or is none already, or there are %d (expected:"
                    + " fewer, and neither). Wait for the decision, or take one away"),
    AUTHORITY_NOT_FOUND(
            "AUT-039",
            "request-not-found",
            Kind.NOT_FOUND,
            "there is no signature authority %s to be decided on or taken away (expected: one of the list). It may have"
                    + " been decided or taken away already");

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
