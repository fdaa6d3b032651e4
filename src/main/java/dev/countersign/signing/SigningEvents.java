package dev.countersign.signing;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.AuditEvent;
import dev.countersign.ledger.Refusal;
import dev.countersign.risk.Assessment;
import dev.countersign.signing.SeriesMapper.Series;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What this module tells the audit trail. Ids, hashes and codes; never content, never a secret. */
final class SigningEvents {

    private static final int LONGEST = 2_000;

    private SigningEvents() {}

    /** Callers choose part of a refusal's sentence; an entry has its limit. */
    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static String task(String taskId) {
        return "task:" + taskId;
    }

    /** The signatures a record needs are fixed. */
    record SignaturePlanFixed(UUID recordId, int version, Digest planSha256, String policy) implements AuditEvent {
        @Override
        public String type() {
            return "record.signature-plan-fixed";
        }

        @Override
        public String subject() {
            return "record:" + recordId;
        }

        @Override
        public Significance significance() {
            return Significance.HIGH;
        }

        @Override
        public RecordReference record() {
            return new RecordReference(recordId, version, true);
        }

        @Override
        public Map<String, Object> after() {
            return Map.of("planSha256", planSha256.hex(), "policy", policy);
        }
    }

    /** A record was shown to somebody who may be about to sign it. */
    record PresentationShown(UUID recordId, int version, String taskId, Digest presentationSha256)
            implements AuditEvent {
        @Override
        public String type() {
            return "signing.presentation-shown";
        }

        @Override
        public String subject() {
            return task(taskId);
        }

        @Override
        public Significance significance() {
            return Significance.LOW;
        }

        @Override
        public RecordReference record() {
            return new RecordReference(recordId, version, false);
        }

        @Override
        public Map<String, Object> after() {
            return Map.of("presentationSha256", presentationSha256.hex());
        }
    }

    /**
     * Somebody signed.
     *
     * @param authority by which they might, as it was under the lock (AUT-02)
     * @param place in a list that was signed at once
     */
    record RecordSigned(
            Signature signature,
            String taskId,
            Assessment risk,
            Map<String, Object> authority,
            @Nullable ListPlace place)
            implements AuditEvent {
        @Override
        public String type() {
            return "record.signed";
        }

        @Override
        public String subject() {
            return "signature:" + signature.signatureId();
        }

        @Override
        public Significance significance() {
            return Significance.HIGH;
        }

        @Override
        public RecordReference record() {
            return new RecordReference(signature.recordId(), signature.version(), true);
        }

        @Override
        public Map<String, Object> after() {
            Map<String, Object> after = new HashMap<>(Map.of(
                    "signatureId", signature.signatureId().toString(),
                    "authority", authority,
                    "statementSha256", signature.statementSha256().hex(),
                    "versionSha256", signature.versionSha256().hex(),
                    "planStep", signature.planStep(),
                    "meaning", signature.meaning(),
                    "decision", signature.approve() ? "approve" : "reject",
                    "keyId", signature.keyId().toString(),
                    "taskId", taskId,
                    "risk", risk.told()));
            if (place != null) {
                after.put("listId", place.listId().toString());
                after.put("position", place.position());
            }
            return after;
        }

        @Override
        public @Nullable String reason() {
            return signature.reason();
        }
    }

    /** A series of signatures began with one that was made with all components (11.200(a)(1)(i)). */
    record SeriesBegun(Series series, UUID keyId, List<String> components) implements AuditEvent {
        @Override
        public String type() {
            return "signing.series-begun";
        }

        @Override
        public String subject() {
            return "signing-series:" + series.seriesId();
        }

        @Override
        public Map<String, Object> after() {
            return Map.of(
                    "seriesId", series.seriesId(),
                    "begunAt", series.begunAt(),
                    "firstSignatureId", series.firstSignatureId(),
                    "firstStatementSha256", series.firstStatementSha256(),
                    "keyId", keyId.toString(),
                    "components", components);
        }
    }

    /**
     * No signature follows in that series.
     *
     * @param signatures how many places of it were taken
     */
    record SeriesEnded(String seriesId, String why, int signatures) implements AuditEvent {

        static SeriesEnded of(Series series, String why) {
            return new SeriesEnded(series.seriesId(), why, series.position());
        }

        @Override
        public String type() {
            return "signing.series-ended";
        }

        @Override
        public String subject() {
            return "signing-series:" + seriesId;
        }

        @Override
        public Map<String, Object> after() {
            return Map.of("seriesId", seriesId, "cause", why, "signatures", signatures);
        }
    }

    /** A list of records was shown to somebody who may be about to sign it with one proof (WFL-08). */
    record ListShown(UUID listId, Digest listSha256, String meaning, int size) implements AuditEvent {

        @Override
        public String type() {
            return "signing.list-shown";
        }

        @Override
        public String subject() {
            return "signing-list:" + listId;
        }

        @Override
        public Map<String, Object> after() {
            return Map.of(
                    "listId", listId.toString(), "listSha256", listSha256.hex(), "meaning", meaning, "records", size);
        }
    }

    /**
     * Nothing more is signed in that list.
     *
     * @param refused position and rule of each record that was refused
     */
    record ListEnded(String listId, String listSha256, int signed, List<String> refused, int notReached)
            implements AuditEvent {

        @Override
        public String type() {
            return "signing.list-ended";
        }

        @Override
        public String subject() {
            return "signing-list:" + listId;
        }

        @Override
        public Map<String, Object> after() {
            return Map.of(
                    "listId",
                    listId,
                    "listSha256",
                    listSha256,
                    "signed",
                    signed,
                    "refused",
                    refused,
                    "notReached",
                    notReached);
        }
    }

    /** An attempt to sign that ended without a signature (SIG-07): refused, or given up. */
    record CeremonyEnded(
            String how,
            UUID ceremonyId,
            String intentSha256,
            String taskId,
            RecordReference record,
            @Nullable Refusal refusal)
            implements AuditEvent {
        @Override
        public String type() {
            return "signing.ceremony-" + how;
        }

        @Override
        public String subject() {
            return task(taskId);
        }

        @Override
        public Significance significance() {
            return Significance.EXCEPTION;
        }

        @Override
        public Map<String, Object> after() {
            Map<String, Object> after = new HashMap<>();
            after.put("ceremonyId", ceremonyId.toString());
            after.put("intentSha256", intentSha256);
            if (refusal != null) {
                after.put("rule", refusal.number());
                after.put("code", refusal.code());
                after.put("detail", shortened(refusal.detail()));
            }
            return after;
        }
    }

    /** A record was shown for signing and nobody signed. */
    record PresentationAbandoned(String taskId, String presentationSha256, RecordReference record)
            implements AuditEvent {
        @Override
        public String type() {
            return "signing.presentation-abandoned";
        }

        @Override
        public String subject() {
            return task(taskId);
        }

        @Override
        public Significance significance() {
            return Significance.LOW;
        }

        @Override
        public Map<String, Object> after() {
            return Map.of("presentationSha256", presentationSha256);
        }
    }
}
