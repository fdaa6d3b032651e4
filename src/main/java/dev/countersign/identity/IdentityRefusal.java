package dev.countersign.identity;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import java.util.List;

/** Everything this module refuses. Numbers are never given to another rule. Those of factors say less on purpose: no oracle. */
enum IdentityRefusal {
    BUSY(
            "ID-096",
            "busy",
            Kind.UNAVAILABLE,
            "Too many passwords wait to be checked. Nothing was checked or counted; try again in a few seconds with the next"
                    + " code."),
    LOGIN_FAILED(
            "ID-001",
            "login-failed",
            Kind.UNAUTHENTICATED,
            "User name, password or code not accepted. Each code works once: if you used this one already, wait for the next."),
    LOCKED(
            "ID-002",
            "locked",
            Kind.LOCKED,
            "Too many failed logins in a row. Logging in is locked until %s and opens by itself. If this was not you, tell"
                    + " the security unit."),
    REAUTHENTICATION_FAILED(
            "ID-003",
            "reauthentication-failed",
            Kind.UNAUTHENTICATED,
            "Password or code not accepted. Each code works once: if you used this one already, wait for the next."),
    SIGNING_LOCKED(
            "ID-004",
            "signing-locked",
            Kind.LOCKED,
            "Too many failed attempts to sign in a row. Signing is locked until %s and opens by itself. If this was not"
                    + " you, tell the security unit."),
    PERSON_EXISTS(
            "ID-005",
            "person-exists",
            Kind.CONFLICT,
            "person %s exists (expected: an id nobody ever had). Choose another id; ids are never used again"),
    PERSON_NOT_FOUND(
            "ID-006", "person-not-found", Kind.NOT_FOUND, "person %s does not exist (expected: the id of an account)"),
    USER_ID_REFUSED(
            "ID-007",
            "user-id-refused",
            Kind.INVALID,
            "user id %s (expected: 1 to 63 of a-z, 0-9, dot, dash and underscore, beginning with a letter or digit)"),
    PASSWORD_REFUSED(
            "ID-008", "password-refused", Kind.INVALID, "the password of person %s is refused: %s. Choose another one"),
    FACTORS_SET(
            "ID-009",
            "factors-set",
            Kind.CONFLICT,
            "person %s has password and authenticator already (expected: a new account). A lost one is replaced by two"
                    + " people"),
    NO_KEY(
            "ID-010",
            "not-authorized",
            Kind.FORBIDDEN,
            "person %s has no certified signing key (expected: enrolment by a QA Manager before the first signature). Ask a"
                    + " QA Manager to proof your identity"),
    KEY_EXISTS(
            "ID-011",
            "key-exists",
            Kind.CONFLICT,
            "person %s has a signing key (expected: none, or one that ended). End it before making another"),
    KEY_MISSING(
            "ID-012",
            "key-missing",
            Kind.CONFLICT,
            "person %s has no key that waits for its certificate (expected: one the person made). Let them make it first"),
    OWN_IDENTITY(
            "ID-013",
            "not-authorized",
            Kind.FORBIDDEN,
            "person %s cannot proof their own identity (expected: another QA Manager). Ask one"),
    FOUNDERS_EXIST(
            "ID-014",
            "founders-exist",
            Kind.CONFLICT,
            "this installation has its two founders (expected: none). Let an enrolled QA Manager enrol %s"),
    ACCOUNT_EXISTS(
            "ID-015",
            "service-account-exists",
            Kind.CONFLICT,
            "service account %s, a person of that id, or an account with this token, exists (expected: a new name and a new token). Names"
                    + " are never used again"),
    ACCOUNT_REFUSED("ID-016", "service-account-refused", Kind.INVALID, "service account %s is refused: %s"),
    SECRET_REFUSED(
            "ID-017",
            "secret-refused",
            Kind.INVALID,
            "the authenticator secret of person %s is refused (expected: Base32 of at least 16 bytes)"),
    TEXT_REFUSED(
            "ID-018", "person-refused", Kind.INVALID, "person %s needs a printed name and a title (expected: both)"),
    INVITATION_REFUSED(
            "ID-019",
            "login-failed",
            Kind.UNAUTHENTICATED,
            "User name or invitation not accepted. An invitation works once. Ask the IT Administrator who gave it to you for another."),
    INVITATION_OVER(
            "ID-020",
            "invitation-over",
            Kind.CONFLICT,
            "This invitation was valid until %s. Ask the IT Administrator who gave it to you for another."),
    NOT_INVITABLE(
            "ID-021",
            "not-invitable",
            Kind.CONFLICT,
            "person %s is %s (expected: a new account). Lost components are replaced by two people"),
    CODE_REFUSED(
            "ID-022",
            "code-refused",
            Kind.INVALID,
            "The code is not the one that this authenticator shows now. Scan the picture again, check the time of the device, and type"
                    + " the code it shows."),
    STATE_REFUSED(
            "ID-023",
            "state-refused",
            Kind.CONFLICT,
            "person %s is %s and cannot become %s (expected: active before suspended, suspended before active, and nothing after"
                    + " left)"),
    STATE_REASON(
            "ID-024",
            "reason-required",
            Kind.INVALID,
            "a change of the account of person %s needs a reason (expected: a sentence of at most 1000 characters)"),
    LOGIN_CLOSED(
            "ID-060",
            "locked",
            Kind.LOCKED,
            "Too many failed logins in a row from devices this person never signed in on. From such devices logging in is locked"
                    + " until an IT Administrator unlocks it; from a device used before it is not. If this was not you, tell the"
                    + " security unit."),
    SIGNING_CLOSED(
            "ID-061",
            "signing-locked",
            Kind.LOCKED,
            "Too many failed attempts to sign in a row from devices you never signed in on before. From such devices signing is"
                    + " locked until a QA Manager unlocks it. If this was not you, tell the security unit."),
    DEVICE_NOT_FOUND(
            "ID-062",
            "device-not-found",
            Kind.NOT_FOUND,
            "device %s of person %s is not known (expected: one of the list of devices)"),
    NOT_LOCKED(
            "ID-063",
            "not-locked",
            Kind.CONFLICT,
            "%s of person %s has no failures to forget (expected: some). Nothing has to be unlocked"),
    RISK_REFUSED(
            "ID-070",
            "login-refused",
            Kind.FORBIDDEN,
            "Rule %s of the risk policy refuses to sign you in (%s; expected: circumstances the rule does not name). Sign in from a"
                    + " place or device you usually use, or ask an IT Administrator"),
    MAIL_ADDRESS_REFUSED(
            "ID-080",
            "mail-address-refused",
            Kind.INVALID,
            "the e-mail address of person %s is not taken (expected: one such as nora.neumann@example.org, in plain letters, at most 254"
                    + " characters; nothing for none)"),
    RISK_PASSKEY(
            "ID-071",
            "passkey-required",
            Kind.FORBIDDEN,
            "Rule %s of the risk policy demands a passkey or security key instead of a code (%s). Sign in with it. If you have none,"
                    + " add one at My signing from a place where codes are taken, or ask an IT Administrator"),
    NO_AUTHORITY(
            "ID-031",
            "no-authority",
            Kind.NOT_FOUND,
            "there is no certificate yet, so none that ended (expected: a first enrolment). Ask again afterwards"),
    POLICY_NOT_ACKNOWLEDGED(
            "ID-025",
            "policy-not-acknowledged",
            Kind.CONFLICT,
            "person %s has not acknowledged version %s of the policy on electronic signatures (expected: before a signing key is made)."
                    + " Read it and say so"),
    TOKEN_REFUSED(
            "ID-026",
            "token-refused",
            Kind.UNAUTHENTICATED,
            "No service account has this token, or it is not to be used from this address. Check both, or ask an IT Administrator."),
    TOKEN_SOURCE(
            "ID-026",
            "token-refused",
            Kind.UNAUTHENTICATED,
            "the token of service account %s was shown from %s (expected: one of the account's addresses)"),
    TOKEN_EXPIRED(
            "ID-027",
            "token-expired",
            Kind.UNAUTHENTICATED,
            "This token of service account %s ended at %s. Use the newer one, or ask an IT Administrator for another."),
    TOKEN_REVOKED(
            "ID-028",
            "token-revoked",
            Kind.UNAUTHENTICATED,
            "Service account %s was revoked, with its tokens. Ask an IT Administrator for another account."),
    ACCOUNT_NOT_FOUND(
            "ID-029",
            "service-account-not-found",
            Kind.NOT_FOUND,
            "service account %s does not exist (expected: the name of one)"),
    ACCOUNT_REASON(
            "ID-030",
            "reason-required",
            Kind.INVALID,
            "a change of service account %s needs a reason (expected: a sentence of at most 1000 characters)"),
    SHARE_REASON(
            "ID-032",
            "reason-required",
            Kind.INVALID,
            "another generation needs a reason (expected: 1 to %s characters). Say why"),
    GENERATION_PROPOSED(
            "ID-033",
            "generation-proposed",
            Kind.CONFLICT,
            "generation %s of the %s is proposed already (expected: one proposal at a time). Another person opens it"),
    GENERATION_NOT_PROPOSED(
            "ID-034",
            "generation-not-proposed",
            Kind.NOT_FOUND,
            "generation %s of the %s does not wait to be opened (expected: one that somebody proposed). Look at the"
                    + " generations"),
    GENERATION_SECOND_PERSON(
            "ID-035",
            "second-person-required",
            Kind.FORBIDDEN,
            "person %s proposed this generation (expected: another person to open it). Ask a QA Manager"),
    ALL_COMPONENTS_REQUIRED(
            "ID-036",
            "all-components-required",
            Kind.INVALID,
            "This signature needs your password and a second factor (expected: the code or a passkey as well). The password alone, or a passkey"
                    + " that opens your key, is enough only in a series of signatures of this session that allows this meaning, and none goes on"),
    NO_PRF(
            "ID-090",
            "no-prf",
            Kind.INVALID,
            "This passkey gives no secret that could open your signing key (expected: an authenticator and a browser that know the PRF"
                    + " extension of WebAuthn). It goes on to take the place of the code; use another authenticator to open the key"),
    OPENING_NOT_PROVED(
            "ID-091",
            "passkey-not-proved",
            Kind.INVALID,
            "The passkey's answer is not accepted (expected: this passkey, asked a moment ago in this session, by a device that checks that"
                    + " it is you: PIN, fingerprint or face). Begin again, or use another authenticator"),
    NOTHING_CHANGED(
            "ID-093",
            "nothing-changed",
            Kind.CONFLICT,
            "person %s is described so already (expected: another name, title or time zone). Change one of them"),
    NAMED_OTHERWISE(
            "ID-094",
            "name-changed",
            Kind.CONFLICT,
            "person %s has another name now than the one you checked (expected: the name that the account has). Look at the account again, and"
                    + " at the document"),
    PASSWORD_EXPIRED(
            "ID-095",
            "password-expired",
            Kind.FORBIDDEN,
            "the password of person %s is older than %s days, which is the most here (expected: a newer one). Change it under My signing;"
                    + " the signing key stays"),
    OPENING_NOT_FOUND(
            "ID-092",
            "opening-not-found",
            Kind.NOT_FOUND,
            "This passkey does not open your signing key (expected: one that the list says does). Look at the list again");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    IdentityRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    Refusal of(Object... facts) {
        return new Refusal(number, code, kind, String.format(sentence, facts), List.of());
    }

    RefusedException thrown(Object... facts) {
        return new RefusedException(of(facts));
    }
}
