package dev.countersign.accounts;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;

/** Everything this module refuses. Numbers are never given to another rule. */
enum AccountRefusal {
    NOT_ALLOWED(
            "ACC-001",
            "not-authorized",
            Kind.FORBIDDEN,
            "%s may not see or change accounts so (expected: an IT Administrator, a QA Manager, or to look an auditor). Ask one"),
    REQUEST_NOT_FOUND(
            "ACC-002",
            "request-not-found",
            Kind.NOT_FOUND,
            "no request %s waits for a decision (expected: one of the list of accounts). It may have been decided already"),
    SECOND_PERSON(
            "ACC-003",
            "second-person-required",
            Kind.FORBIDDEN,
            "%s cannot decide on role %s of person %s (expected: a QA Manager who neither asked for the role nor gets it). Ask another QA"
                    + " Manager"),
    INCOMPATIBLE(
            "ACC-004",
            "incompatible-roles",
            Kind.CONFLICT,
            "person %s would be IT Administrator and %s (expected: an IT Administrator has no other role). Take the one away first, or make"
                    + " another account"),
    ROLE_REQUESTED(
            "ACC-005",
            "role-requested",
            Kind.CONFLICT,
            "role %s of person %s is held or was asked for already (expected: neither). Wait for the decision"),
    LAST_OF_ROLE(
            "ACC-006",
            "last-of-role",
            Kind.CONFLICT,
            "without person %s too few active people would have role %s (expected: at least %d stay, whose role has no end). Give somebody"
                    + " else the role first"),
    REASON_MISSING(
            "ACC-007",
            "reason-required",
            Kind.INVALID,
            "a change of the account of person %s needs a reason (expected: a sentence of at most 1000 characters)"),
    NOT_ONESELF(
            "ACC-008",
            "second-person-required",
            Kind.FORBIDDEN,
            "%s cannot change the state of their own account (expected: somebody else). Ask another administrator"),
    ENDED(
            "ACC-009",
            "account-ended",
            Kind.CONFLICT,
            "the account of person %s has ended (expected: one that has not). Ids are never used again: make another account"),
    PERSON_NOT_FOUND(
            "ACC-010", "person-not-found", Kind.NOT_FOUND, "person %s does not exist (expected: the id of an account)"),
    SIGNER_ADMINISTRATES(
            "ACC-012",
            "incompatible-roles",
            Kind.CONFLICT,
            "person %s holds a signing key and cannot become IT Administrator (expected: IT Administrators hold none). Make another account"
                    + " for the administrator"),
    PEOPLE_EXIST(
            "ACC-013",
            "people-exist",
            Kind.CONFLICT,
            "this installation has %d people already, the first of them %s (expected: none). Its IT Administrators make more accounts, at"
                    + " /accounts"),
    FIRST_PEOPLE(
            "ACC-014",
            "first-people",
            Kind.INVALID,
            "%d IT Administrators and %d QA Managers were named (expected: exactly two of each, four different people)"),
    NOT_RENEWABLE(
            "ACC-015",
            "not-invitable",
            Kind.CONFLICT,
            "person %s gets no other invitation here (expected: one of the first people whose account is not set up yet, while no IT"
                    + " Administrator can log in). Ask an IT Administrator"),
    RESERVED(
            "ACC-016",
            "user-id-refused",
            Kind.INVALID,
            "user id %s is the name of a page of accounts (expected: another one). Choose one that tells who it is"),
    OWN_PASSKEY(
            "ACC-017",
            "second-person-required",
            Kind.FORBIDDEN,
            "%s cannot revoke their own passkey as an administrator (expected: another person's). Revoke your own at My signing"),
    NO_PASSKEY(
            "ACC-018",
            "passkey-not-found",
            Kind.NOT_FOUND,
            "person %s has no such passkey (expected: the SHA-256 of one of the list). Look at the list again"),
    NOTHING_TO_RESET(
            "ACC-020",
            "state-refused",
            Kind.CONFLICT,
            "person %s is %s and has nothing to reset (expected: an account that is active or suspended). A new one is invited anew, one"
                    + " that ended stays so"),
    RESET_REQUESTED(
            "ACC-021",
            "reset-requested",
            Kind.CONFLICT,
            "a reset of person %s was asked for already (expected: none that waits). Let a QA Manager decide on it"),
    RESET_SECOND_PERSON(
            "ACC-022",
            "second-person-required",
            Kind.FORBIDDEN,
            "%s cannot decide on the reset of person %s (expected: a QA Manager who neither asked for it nor is reset). Ask another QA"
                    + " Manager"),
    ACCOUNT_REQUEST_NOT_FOUND(
            "ACC-023",
            "request-not-found",
            Kind.NOT_FOUND,
            "no request %s for an account waits for a decision (expected: one of the list of requests). It may have been decided already"),
    OWN_ACCOUNT_REQUEST(
            "ACC-024",
            "second-person-required",
            Kind.FORBIDDEN,
            "%s asked for this account and cannot make or decline it (expected: another IT Administrator). Ask one"),
    REQUESTS_WAIT(
            "ACC-025",
            "too-many-requests",
            Kind.TOO_MANY,
            "%s asked for accounts that still wait, as many as one person may (expected: at most %d). Let an IT Administrator decide on them"
                    + " first"),
    MAY_NOT_REQUEST(
            "ACC-026",
            "not-authorized",
            Kind.FORBIDDEN,
            "%s may not ask for accounts (expected: somebody with a role in the work itself; IT Administrators make accounts, auditors look)."
                    + " Ask somebody who has one"),
    NO_OTHER_OFFICER(
            "ACC-027",
            "last-of-role",
            Kind.CONFLICT,
            "another name ends the certificate of person %s, and nobody else could certify anew (expected: another active QA Manager with a"
                    + " certified key). Let one be certified first"),
    END_OF_NO_ROLE(
            "ACC-029",
            "end-refused",
            Kind.INVALID,
            "%s would have an end and no role that could (expected: a role, or no end). Ask for a role too, or leave the end out"),
    SCOPE_OF_NO_ROLE(
            "ACC-030",
            "scope-refused",
            Kind.INVALID,
            "%s would have a scope and no role that could (expected: a role, or no scope). Ask for a role too, or leave the scope out");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    AccountRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    RefusedException thrown(Object... facts) {
        return new RefusedException(new Refusal(number, code, kind, String.format(sentence, facts)));
    }
}
