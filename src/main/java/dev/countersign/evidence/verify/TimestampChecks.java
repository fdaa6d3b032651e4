package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.TimestampAuthorities;
import dev.countersign.crypto.TimestampRefusedException;
import dev.countersign.crypto.TimestampToken;
import dev.countersign.crypto.UtcTime;
import dev.countersign.evidence.verify.StoredRows.Row;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Timestamps of checkpoints (KEY-04): of each checkpoint a chain, its first token over the note, each later one over the note and all tokens
 * before it, made while the one before was valid. The audit trail tells the hash of each token; those are held while this runs, some
 * hundred bytes of each.
 */
final class TimestampChecks {

    private static final String TABLE = "witness_receipt";
    private static final String NAME = "rfc3161/";

    private final StoredRows rows;
    private final Tally tally;
    private final @Nullable TimestampAuthorities trusted;
    private final Map<String, String> told = new TreeMap<>();
    private @Nullable Instant now;

    private String checkpoint = "";
    private ByteArrayOutputStream message = new ByteArrayOutputStream();
    private int number;
    private @Nullable Instant time;
    private @Nullable Instant end;

    TimestampChecks(StoredRows rows, Anchors anchors, Tally tally) {
        this.rows = rows;
        this.tally = tally;
        this.trusted = anchors.authorities();
    }

    void run() {
        rows.each(Scan.MOMENT, row -> now = UtcTime.read(String.valueOf(row.text(0))));
        rows.each(Scan.TIMESTAMPS_TOLD, this::tell);
        rows.each(Scan.TIMESTAMPS, this::token);
        chainEnds();
        told.forEach((key, sha256) -> tally.failed(
                StoreCheck.TIMESTAMPS, TABLE, key, "a token of SHA-256 " + sha256 + ", as the audit trail tells"));
    }

    private void tell(Row row) {
        try {
            Json after = Json.read(Objects.requireNonNull(row.bytes(0))).path("new");
            told.put(
                    after.path("origin").asText() + " " + after.path("size").asText() + " " + NAME
                            + after.path("number").asText(),
                    after.path("tokenSha256").asText());
        } catch (IllegalArgumentException e) {
            tally.failed(StoreCheck.TIMESTAMPS, "audit_entry", "of a timestamp", "an entry that can be read");
        }
    }

    private void token(Row row) {
        String key = row.text(0) + " " + row.text(1);
        if (!key.equals(checkpoint)) {
            chainEnds();
            checkpoint = key;
            message = new ByteArrayOutputStream();
            message.writeBytes(Objects.requireNonNullElse(row.bytes(4), new byte[0]));
            number = 0;
            time = null;
            end = null;
        }
        number++;
        byte[] der = Objects.requireNonNull(row.bytes(3));
        String name = key + " " + row.text(2);
        tally.check(
                StoreCheck.TIMESTAMPS,
                TABLE,
                name,
                "token " + number + " of this checkpoint, over its note and the tokens before",
                () -> (NAME + number).equals(row.text(2)) && covers(der));
        String sha256 = told.remove(name);
        tally.check(
                StoreCheck.TIMESTAMPS,
                TABLE,
                name,
                "a token of SHA-256 " + sha256 + ", as the audit trail tells",
                () -> sha256 == null || sha256.equals(Digest.of(der).hex()));
        judge(name, der);
        message.writeBytes(der);
    }

    private boolean covers(byte[] der) {
        try {
            return TimestampToken.parse(der).covers(message.toByteArray());
        } catch (TimestampRefusedException e) {
            return false;
        }
    }

    private void judge(String name, byte[] der) {
        if (trusted == null) {
            tally.undecided(
                    StoreCheck.TIMESTAMPS,
                    "no certificate to check authorities by: name those that are trusted (--timestamp-authorities)");
            return;
        }
        try {
            TimestampToken token = TimestampToken.parse(der);
            Instant made = token.time();
            Instant lasts = trusted.judge(token);
            boolean inTime = time == null || end == null || !(made.isBefore(time) || made.isAfter(end));
            String before = end == null ? "" : end.toString();
            tally.check(
                    StoreCheck.TIMESTAMPS,
                    TABLE,
                    name,
                    "made after the token before it and before that ended, " + before + "; it is of " + made,
                    () -> inTime);
            time = made;
            end = lasts;
        } catch (TimestampRefusedException e) {
            tally.failed(StoreCheck.TIMESTAMPS, TABLE, name, "a token of a trusted authority: " + e.why());
            time = null;
            end = null;
        }
    }

    /** That a certificate's time has come is nobody's tampering: it is said, and nothing fails. */
    private void chainEnds() {
        if (end != null && now != null && end.isBefore(now)) {
            tally.undecided(
                    StoreCheck.TIMESTAMPS,
                    "the newest token of checkpoint " + checkpoint + " ended " + end
                            + " and was not renewed: it proves nothing by itself any more");
        }
    }
}
