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
            "as many exports of the audit trail are being written as this server writes at once; try again when one of them has ended, in a few minutes");

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
