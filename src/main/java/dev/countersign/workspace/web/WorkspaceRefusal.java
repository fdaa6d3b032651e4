package dev.countersign.workspace.web;

import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import java.util.SortedSet;

/** Everything this module refuses. Numbers are never given to another rule. */
enum WorkspaceRefusal {
    NOT_ASKED_WELL(
            "WSP-001",
            "invalid-parameter",
            Kind.MALFORMED,
            "entries of the audit trail were to be exported, but %s is not understood (expected: what the page of the audit trail takes)."
                    + " Ask there first: it says what is wrong, and then offers the export"),
    BUSY(
            "WSP-002",
            "busy",
            Kind.UNAVAILABLE,
            "as many exports of the audit trail are being written as this server writes at once; try again when one of them has ended, in a few minutes"),
    REPORT_TOO_LONG(
            "WSP-010",
            "report-too-long",
            Kind.INVALID,
            "a sealed report was to be made of entries of the audit trail, but %s answer what was asked (expected: at most %s entries, and %s of them"
                    + " together). Narrow it by a later beginning or an earlier end, a person, a record, a kind of event or a source, or make"
                    + " several reports, one for each stretch of time; a table (CSV) or exact bytes (JSON lines) hold more"),
    REACH_CHANGED(
            "WSP-011",
            "reach-changed",
            Kind.CONFLICT,
            "which entries of the audit trail you may read changed while the report of them was made, so it was thrown away; ask for it again"),
    BUSY_DRAWING(
            "WSP-012",
            "busy",
            Kind.UNAVAILABLE,
            "as many pages of attachments are being drawn or compared as this server draws at once; try again in a moment, or save the file");

    private final String number;
    private final String code;
    private final Kind kind;
    private final String sentence;

    WorkspaceRefusal(String number, String code, Kind kind, String sentence) {
        this.number = number;
        this.code = code;
        this.kind = kind;
        this.sentence = sentence;
    }

    static RefusedException busy() {
        return new RefusedException(new Refusal(BUSY.number, BUSY.code, BUSY.kind, BUSY.sentence));
    }

    static RefusedException busyDrawing() {
        return new RefusedException(
                new Refusal(BUSY_DRAWING.number, BUSY_DRAWING.code, BUSY_DRAWING.kind, BUSY_DRAWING.sentence));
    }

    /** @param what there is too much of, in words */
    static RefusedException tooLong(String what, int most, String bytes) {
        return new RefusedException(new Refusal(
                REPORT_TOO_LONG.number,
                REPORT_TOO_LONG.code,
                REPORT_TOO_LONG.kind,
                String.format(REPORT_TOO_LONG.sentence, what, most, bytes)));
    }

    static RefusedException reachChanged() {
        return new RefusedException(
                new Refusal(REACH_CHANGED.number, REACH_CHANGED.code, REACH_CHANGED.kind, REACH_CHANGED.sentence));
    }

    /** @param fields of the address that are wrong, at least one */
    RefusedException of(SortedSet<String> fields) {
        String which = String.join(", ", fields);
        return new RefusedException(new Refusal(
                number,
                code,
                kind,
                String.format(sentence, which),
                fields.stream()
                        .map(field -> new InputError(field, "is not understood"))
                        .toList()));
    }
}
