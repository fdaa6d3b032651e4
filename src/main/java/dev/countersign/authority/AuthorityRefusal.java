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
            "person %s is IT Administrator (expected: IT Administrators hold no signing key). Give the role to somebody else first");

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
