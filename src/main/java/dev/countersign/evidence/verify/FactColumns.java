package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.StoredRows.Row;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which member of a fact each column beside it repeats. A row is its key, the fact, the fact's hash if one is stored, these columns. */
enum FactColumns {
    VERSION(
            "record_version",
            Scan.VERSIONS,
            "countersign/version/v1",
            "organisation recordId version type title author.id author.kind content.sha256 previousSha256 createdAt"),
    EVENT(
            "record_event",
            Scan.EVENTS,
            "countersign/record-event/v1",
            "organisation eventId recordId version status actor.id createdAt"),
    PLAN("signature_plan", Scan.PLANS, "countersign/signature-plan/v1", "organisation recordId createdAt"),
    ENROLMENT(
            "enrolment",
            Scan.ENROLMENTS,
            "countersign/enrolment/v1",
            "organisation key.keyId person.userId proofing.officer.userId proofing.officer.keyId founder key.publicKey"
                    + " certificateSha256 enrolledAt"),
    CERTIFICATE_EVENT(
            "certificate_event",
            Scan.CERTIFICATE_EVENTS,
            "countersign/certificate-event/v1",
            "organisation eventId keyId event createdAt"),
    SIGNATURE(
            "signature",
            Scan.SIGNATURES,
            "countersign/signature/v1",
            "organisation signatureId intent.recordId intent.version intent.planSha256 intent.planStep intent.meaning.code"
                    + " intent.decision signer.userId signer.keyId intentSha256 intent.presentationSha256 signedAt");

    private static final int FIRST = 3;

    private final String table;
    private final Scan scan;
    private final String format;
    private final List<String> members;

    FactColumns(String table, Scan scan, String format, String members) {
        this.table = table;
        this.scan = scan;
        this.format = format;
        this.members = List.of(members.split(" "));
    }

    /** Checks every row of the table. */
    void run(StoredRows rows, Exhibit.Home home, Tally tally) {
        rows.each(
                scan,
                row -> tally.check(
                        StoreCheck.FACTS,
                        table,
                        row.text(0),
                        "canonical " + format
                                + " of this installation, with the columns and the hash that follow from it",
                        () -> holds(row, home)));
    }

    private boolean holds(Row row, Exhibit.Home home) {
        byte[] bytes = Objects.requireNonNull(row.bytes(1));
        Json fact = Json.canonical(bytes);
        String hash = row.text(2);
        return home.isOf(fact, format)
                && (hash == null || hash.equals(Digest.of(bytes).hex()))
                && agree(row, FIRST, fact, members);
    }

    /** Whether the columns from that one on are the members, in this order. */
    static boolean agree(Row row, int first, Json fact, List<String> members) {
        for (int i = 0; i < members.size(); i++) {
            if (!Objects.equals(row.text(first + i), member(fact, members.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String member(Json fact, String path) {
        Json value = fact;
        for (String name : path.split("\\.")) {
            value = value.path(name);
        }
        return value.isNull() || value == Json.MISSING ? null : value.asText();
    }
}
