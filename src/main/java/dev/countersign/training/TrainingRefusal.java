package dev.countersign.training;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import java.util.List;

/** What this module refuses. Numbers are never given to another rule. */
enum TrainingRefusal {
    COURSE_NOT_FOUND(
            "TRN-001",
            "course-not-found",
            Kind.NOT_FOUND,
            "no course %s is in force (expected: a code of the list of courses). Look at /training"),
    TOO_MANY_ATTEMPTS(
            "TRN-002",
            "too-many-attempts",
            Kind.TOO_MANY,
            "%s began %d tests of course %s within a day, which is as many as there may be. Read the material again, and try tomorrow"),
    ATTEMPT_NOT_FOUND(
            "TRN-003",
            "attempt-not-found",
            Kind.NOT_FOUND,
            "%s has no attempt %s (expected: one that this person began). Begin a test of the course"),
    ATTEMPT_OVER(
            "TRN-004",
            "attempt-over",
            Kind.CONFLICT,
            "attempt %s was judged, or is more than %d hours old, and takes no answers. Begin another test of the course"),
    ANSWERS_REFUSED("TRN-005", "invalid-answers", Kind.INVALID, "the answers are not those of the questions asked: %s"),
    NOT_PASSED(
            "TRN-006",
            "not-passed",
            Kind.FORBIDDEN,
            "a completion of training cites a passed attempt of whoever writes it, and %s has none like that (expected: %s). Take the test of"
                    + " the course at /training"),
    NOT_IN_FORCE(
            "TRN-007",
            "course-replaced",
            Kind.CONFLICT,
            "the attempt was at version %d of course %s, which is not asked for any more. Take the test of what is in force now"),
    CODE_TAKEN(
            "TRN-008",
            "training-refused",
            Kind.CONFLICT,
            "course %s is record %s (expected: another code, or the next version of that record). Choose another code, or revise that record"),
    FOR_ONESELF(
            "TRN-010",
            "second-person-required",
            Kind.FORBIDDEN,
            "%s records no certificate of their own (expected: somebody else who may). Ask another QA Manager"),
    CERTIFICATE_REFUSED("TRN-011", "invalid-request", Kind.INVALID, "the certificate is refused: %s"),
    NO_SUCH_PERSON(
            "TRN-012", "person-not-found", Kind.NOT_FOUND, "person %s does not exist (expected: the id of an account)"),
    CERTIFICATE_NOT_FOUND(
            "TRN-013",
            "certificate-not-found",
            Kind.NOT_FOUND,
            "there is no certificate %s that counts (expected: one that was recorded and not taken back). Look at the matrix"),
    REASON_MISSING(
            "TRN-014",
            "reason-required",
            Kind.INVALID,
            "what is recorded of somebody's training needs a reason (expected: a sentence of at most 1000 characters). Say why"),
    ONLY_IN_A_DEMONSTRATION(
            "TRN-015",
            "not-authorized",
            Kind.FORBIDDEN,
            "outside a demonstration a course is in force when it was reviewed and approved. Propose it, and have it signed");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    TrainingRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    RefusedException refuse(Object... facts) {
        return refuseInput(List.of(), facts);
    }

    RefusedException refuseInput(List<InputError> errors, Object... facts) {
        return new RefusedException(new Refusal(number, code, kind, String.format(sentence, facts), errors));
    }
}
