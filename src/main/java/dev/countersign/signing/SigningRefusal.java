package dev.countersign.signing;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;

/** Everything this module refuses (SIG-10), numbered for ever. Each sentence names offender, expectation and remedy. */
enum SigningRefusal {
    NO_PLAN("SIG-001", "not-authorized", Kind.FORBIDDEN, "Record %s has no signature plan. Start its approval first."),
    NOT_IN_PLAN(
            "SIG-002",
            "not-authorized",
            Kind.FORBIDDEN,
            "Step %s is not in the signature plan of record %s (steps: %s)."),
    NOT_NEWEST(
            "SIG-003",
            "record-changed",
            Kind.CONFLICT,
            "Version %d of record %s is not its newest (that is %d). Open the task again and review the newest version."),
    OTHER_HASH(
            "SIG-004",
            "record-changed",
            Kind.CONFLICT,
            "recordSha256 is %s, but version %d of record %s has %s. Read the record again before you sign."),
    NOT_SHOWN(
            "SIG-005",
            "record-changed",
            Kind.CONFLICT,
            "What was shown to you (%s) is no longer what would be signed (%s): the record or its signatures changed."
                    + " Read it again before you sign."),
    MEANING(
            "SIG-006",
            "meaning-not-allowed",
            Kind.INVALID,
            "Meaning %s is not allowed here (expected: %s). Leave it out to use the step's own meaning."),
    REASON("SIG-007", "reason-required", Kind.INVALID, "A rejection needs a reason. Say what has to change."),
    ASSIGNED_TO_ANOTHER(
            "SIG-008",
            "not-authorized",
            Kind.FORBIDDEN,
            "Person %s cannot sign task %s: it is assigned to %s. Ask for reassignment, or let %s sign."),
    NOT_THE_AUTHOR(
            "SIG-009",
            "not-authorized",
            Kind.FORBIDDEN,
            "Person %s cannot sign step %s: only %s, the author of version %d, signs it."),
    NOT_A_PERSON("SIG-010", "not-authorized", Kind.FORBIDDEN, "%s is not a person. Only people sign."),
    UNASSIGNED("SIG-011", "not-authorized", Kind.FORBIDDEN, "Task %s is assigned to nobody. Claim it, then sign."),
    NOT_APPLICABLE(
            "SIG-012",
            "not-authorized",
            Kind.FORBIDDEN,
            "Step %s applies to versions written by a person; version %d was written by the service account %s."),
    SPENT(
            "SIG-013",
            "ceremony-spent",
            Kind.CONFLICT,
            "This attempt to sign was used or is older than %d seconds. Each works once: sign again."),
    NOT_OPENED(
            "SIG-014",
            "signature-required",
            Kind.FORBIDDEN,
            "Task %s can only be completed by a signature: sign on its signing page or POST /api/tasks/%s/signature."),
    OTHER_TASK(
            "SIG-015",
            "signature-required",
            Kind.FORBIDDEN,
            "This signature is for step %s of version %d in task %s, not for step %s of version %d in task %s."),
    OUT_OF_ORDER(
            "SIG-016",
            "signature-required",
            Kind.FORBIDDEN,
            "The signing of task %s is %s, it cannot become %s now: authority, re-authentication, binding and persistence"
                    + " come in this order, once each."),
    NOT_PRESENT(
            "SIG-017",
            "reauthentication-failed",
            Kind.UNAUTHENTICATED,
            "Your re-authentication does not hold. Sign again."),
    ALTERED(
            "SIG-018",
            "record-altered",
            Kind.CONFLICT,
            "The stored bytes of version %d of record %s do not have the hashes they were stored under. Signing it is"
                    + " refused; tell the system's owner."),
    MISSING("SIG-019", "signatures-missing", Kind.CONFLICT, "Version %d of record %s cannot become effective: %s."),
    INACTIVE("SIG-020", "not-authorized", Kind.FORBIDDEN, "The account %s is not active. Ask an IT administrator."),
    ALREADY_SIGNED(
            "SIG-021",
            "not-authorized",
            Kind.FORBIDDEN,
            "Person %s already signed step %s of version %d; the plan wants different people. Let somebody else sign."),
    REASON_TOO_LONG(
            "SIG-022",
            "reason-invalid",
            Kind.INVALID,
            "The reason has %d characters (expected: at most %d, no U+0000)."),
    NOT_IN_REVIEW(
            "SIG-023",
            "record-changed",
            Kind.CONFLICT,
            "Record %s is %s; only a record in review can be signed. Look at its history."),
    NO_SIGNATURE("SIG-024", "signature-not-found", Kind.NOT_FOUND, "There is no signature %s."),
    NOTHING_TO_SHOW("SIG-025", "record-changed", Kind.NOT_FOUND, "There is no version %d of record %s."),
    REASON_HIDES("SIG-026", "reason-invalid", Kind.INVALID, "The reason %s, and sign again."),
    OTHER_INTENT(
            "SIG-027",
            "ceremony-mismatch",
            Kind.CONFLICT,
            "This is not what the passkey was asked to sign (expected: the same decision, reason and meaning). Begin again."),
    CERTIFICATE_ENDED(
            "SIG-028",
            "not-authorized",
            Kind.FORBIDDEN,
            "The certificate of person %s ended while they signed (key %s). Nothing was signed; ask a QA Manager to be enrolled anew."),
    LIST_OFF(
            "SIG-029",
            "list-not-allowed",
            Kind.FORBIDDEN,
            "Step %s of record %s is not signed in a list here (meanings that are: %s). Sign it by itself."),
    LIST_SIZE(
            "SIG-030",
            "list-size",
            Kind.INVALID,
            "%d records were chosen (expected: 1 to %d with meaning %s). Choose fewer, and sign the others in another list."),
    LIST_RELEASES(
            "SIG-031",
            "list-not-allowed",
            Kind.FORBIDDEN,
            "Step %s of record %s is the last of its plan and lets the record go: never in a list. Sign it by itself."),
    LIST_MIXED(
            "SIG-032",
            "list-mixed",
            Kind.INVALID,
            "Tasks with meanings %s were chosen (expected: one meaning in a list). Choose those of one meaning."),
    LIST_TWICE(
            "SIG-033",
            "list-mixed",
            Kind.INVALID,
            "Record %s was chosen twice (expected: each record once in a list). Choose it once."),
    NO_LIST("SIG-034", "list-not-found", Kind.NOT_FOUND, "You have no list %s. Choose the tasks again."),
    OTHER_LIST(
            "SIG-035",
            "list-changed",
            Kind.CONFLICT,
            "listSha256 is %s, but list %s as it was shown has %s. Read the list again before you sign."),
    LIST_OVER(
            "SIG-036",
            "list-expired",
            Kind.CONFLICT,
            "List %s cannot be signed any more: it was shown to another session, or longer ago than %d minutes, or its time to sign is over."
                    + " Choose the tasks again."),
    LIST_UNREAD(
            "SIG-037",
            "record-not-opened",
            Kind.CONFLICT,
            "Record %s was not opened in this session as it would be signed now. Open it, read it, and choose it again."),
    OTHER_PLACE(
            "SIG-038",
            "ceremony-mismatch",
            Kind.CONFLICT,
            "Position %d of list %s is not task %s with version %d of record %s. Choose the tasks again."),
    LIST_NOT_REACHED(
            "SIG-039",
            "list-ended",
            Kind.CONFLICT,
            "Signing list %s ended before record %s was reached. It is not signed; choose it again."),
    RISK_REFUSED(
            "SIG-040",
            "not-authorized",
            Kind.FORBIDDEN,
            "Rule %s of the risk policy refuses this signature (%s; expected: circumstances the rule does not name). Sign from a place or"
                    + " device you usually use, or let somebody else sign."),
    RISK_PASSKEY(
            "SIG-041",
            "passkey-required",
            Kind.FORBIDDEN,
            "Rule %s of the risk policy demands a passkey or security key for this signature instead of a code (%s). Sign with it; who has"
                    + " none adds one at My signing."),
    RISK_SESSION(
            "SIG-042",
            "fresh-session-required",
            Kind.FORBIDDEN,
            "Rule %s of the risk policy demands for this signature a session that began less than %s ago (%s). Sign out, sign in"
                    + " again, and sign."),
    RISK_COMPONENTS(
            "SIG-043",
            "reauthentication-failed",
            Kind.UNAUTHENTICATED,
            "Rule %s of the risk policy demands all components at this very signature (%s). Sign with password and second factor.");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    SigningRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    Refusal refusal(Object... facts) {
        return new Refusal(number, code, kind, String.format(java.util.Locale.ROOT, sentence, facts));
    }

    RefusedException refuse(Object... facts) {
        return new RefusedException(refusal(facts));
    }
}
