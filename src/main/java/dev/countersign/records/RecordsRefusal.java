package dev.countersign.records;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What this module refuses, numbered for ever: a number is never reused for another rule. */
enum RecordsRefusal {
    UNKNOWN_TYPE("REC-001", "unknown-record-type", Kind.INVALID),
    SCHEMA_VIOLATION("REC-002", "schema-violation", Kind.INVALID),
    INVALID_JSON("REC-003", "invalid-json", Kind.MALFORMED),
    TOO_LARGE("REC-004", "too-large", Kind.TOO_LARGE),
    TYPE_MISMATCH("REC-005", "attachment-type-mismatch", Kind.INVALID),
    TYPE_NOT_ALLOWED("REC-006", "attachment-type-not-allowed", Kind.INVALID),
    ATTACHMENT_NAME("REC-007", "attachment-name", Kind.INVALID),
    INVALID_MEMBER("REC-008", "invalid-member", Kind.INVALID),
    NOT_LATEST("REC-009", "not-latest", Kind.CONFLICT),
    REASON_REQUIRED("REC-010", "reason-required", Kind.INVALID),
    RECORD_CLOSED("REC-011", "record-closed", Kind.CONFLICT),
    STATUS_CONFLICT("REC-012", "status-conflict", Kind.CONFLICT),
    NOT_FOUND("REC-013", "record-not-found", Kind.NOT_FOUND),
    TYPE_FIXED("REC-014", "record-type-fixed", Kind.INVALID),
    COMMENTS_FULL("REC-015", "comments-full", Kind.CONFLICT),
    MALWARE_FOUND("REC-016", "malware-found", Kind.INVALID),
    NOT_SCANNED("REC-017", "malware-scan-unavailable", Kind.UNAVAILABLE),
    LINK_EXISTS("REC-018", "link-exists", Kind.CONFLICT),
    LINKS_FULL("REC-019", "links-full", Kind.CONFLICT),
    LINK_NOT_FOUND("REC-020", "link-not-found", Kind.NOT_FOUND),
    SEARCH_TOO_LONG("REC-021", "search-too-long", Kind.INVALID),
    SEARCH_BUSY("REC-022", "busy", Kind.UNAVAILABLE);

    private final String number;
    private final String code;
    private final Kind kind;

    RecordsRefusal(String number, String code, Kind kind) {
        this.number = number;
        this.code = code;
        this.kind = kind;
    }

    RefusedException because(String detail) {
        return because(detail, List.of());
    }

    RefusedException because(String detail, List<InputError> errors) {
        return new RefusedException(new Refusal(number, code, kind, detail, errors));
    }

    /** One wrong member of what was handed in. */
    RefusedException at(String pointer, String detail) {
        return because(detail, List.of(new InputError(pointer, detail)));
    }

    static RefusedException unknownType(String type, Collection<String> known) {
        return UNKNOWN_TYPE.at(
                "/type",
                "There is no record type %s (there are: %s)."
                        .formatted(PlainText.quote(type), String.join(", ", known)));
    }

    static RefusedException notFound(UUID recordId) {
        return NOT_FOUND.because("There is no record " + recordId + ".");
    }

    static RefusedException notLatest(UUID recordId, Digest expected, RecordVersion latest) {
        return NOT_LATEST.because(
                "Record %s: %s is not its latest version (expected: version %d, %s). Read the latest version, then decide again."
                        .formatted(recordId, expected, latest.version(), latest.sha256()));
    }

    static RefusedException closed(UUID recordId, RecordStatus status) {
        return RECORD_CLOSED.because(
                "Record %s is %s and takes no further version or change. Start a new record instead."
                        .formatted(recordId, status.code()));
    }

    static RefusedException busy(UUID recordId, RecordStatus status) {
        return STATUS_CONFLICT.because(
                "Record %s is %s; a new version can be written in draft, in-rework or effective. Reject it with a reason to open"
                                .formatted(recordId, status.code())
                        + " it for rework, or withdraw it.");
    }

    static RefusedException commentsFull(UUID recordId, int most) {
        return COMMENTS_FULL.because(
                "Record %s has %d comments, which is as many as one has. Sign, or talk to its author."
                        .formatted(recordId, most));
    }

    static RefusedException linkExists(UUID recordId, Links.Relation relation, UUID other) {
        return LINK_EXISTS.because(
                "Record %s is linked with %s in this way (%s). Take that link back first, or leave it."
                        .formatted(recordId, other, relation.code()));
    }

    static RefusedException linksFull(UUID recordId, int most) {
        return LINKS_FULL.because(
                "Record %s has %d links, which is as many as one has, or had far more. Take back what no longer holds."
                        .formatted(recordId, most));
    }

    static RefusedException linkNotFound(UUID recordId, UUID linkId) {
        return LINK_NOT_FOUND.because(
                "Record %s has no link %s, or it was taken back. Read its links.".formatted(recordId, linkId));
    }

    /** @param signature safe to show */
    static RefusedException malware(int attachment, String name, String signature) {
        return MALWARE_FOUND.at(
                "/attachments/" + attachment,
                "%s carries malware: the scanner found %s in it. Nothing was stored. Leave the file alone, tell IT, and attach a clean one."
                        .formatted(PlainText.quote(name), signature));
    }

    static RefusedException notScanned(int attachment, String name, String why) {
        return NOT_SCANNED.at(
                "/attachments/" + attachment,
                ("%s could not be scanned for malware, and nothing comes in unscanned: of the scanner is known that %s. Nothing was stored."
                                + " Try again in a few minutes; if it goes on, tell IT (/actuator/health/malware).")
                        .formatted(PlainText.quote(name), why));
    }

    static RefusedException notAllowed(UUID recordId, int version, RecordStatus from, RecordStatus to) {
        return STATUS_CONFLICT.because("Version %d of record %s is %s and cannot become %s."
                .formatted(version, recordId, from.code(), to.code()));
    }
}
