package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Exhibit.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the end of a certificate is the one that its entry in the log tells (KEY-05). Nobody signs the fact: without its entry it proves
 * nothing, and whoever could move it in time could make good signatures bad and bad ones good.
 */
final class EndChecks {

    /** Between fact and entry, where the entry does not name the fact's hash: the store takes neither with a time further off its clock. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private final Enrolments enrolments;

    EndChecks(Enrolments enrolments) {
        this.enrolments = enrolments;
    }

    /** Of every key that these signatures rest on, up to the founders. */
    void run(Findings findings, List<Exhibit.Signed> signatures) {
        findings.expect(
                "certificate ends",
                "of the certificates behind the signatures those ended that the log tells of: at its moment, for its reason, by whom it says",
                () -> {
                    for (String keyId : keys(signatures)) {
                        if (!isTold(keyId)) {
                            throw new Findings.Broken(
                                    "the end of the certificate of key " + keyId + " is not what the log tells of it");
                        }
                    }
                    return true;
                });
    }

    /** Whether the log tells of the end that is held, byte for byte where it can, and of none where none is. */
    boolean isTold(String keyId) {
        Optional<byte[]> end = enrolments.certificateEnd(keyId);
        List<Entry> told = enrolments.endEntries(keyId);
        if (end.isEmpty() && !told.isEmpty()) {
            // it may have ended between the two questions
            end = enrolments.certificateEnd(keyId);
        }
        if (end.isEmpty() || told.size() != 1) {
            return end.isEmpty() && told.isEmpty();
        }
        Entry entry = told.get(0);
        return Digest.ofLeaf(entry.bytes()).hex().equals(entry.leafHash())
                && agree(enrolments.home(), keyId, end.get(), entry.bytes());
    }

    /**
     * Whether a {@code countersign/certificate-event/v1} is the one that an entry {@code key.ended} tells of.
     *
     * @throws RuntimeException if one of them cannot be read
     */
    static boolean agree(Exhibit.Home home, String keyId, byte[] event, byte[] entry) {
        Json fact = Json.canonical(event);
        Json told = Json.canonical(entry);
        Json after = told.path("new");
        Json hash = after.path("eventSha256");
        return home.isOf(fact, "countersign/certificate-event/v1")
                && home.isOf(told, "countersign/audit-entry/v1")
                && "ended".equals(fact.path("event").textValue())
                && "key.ended".equals(told.path("type").textValue())
                && keyId.equals(fact.path("keyId").textValue())
                && keyId.equals(after.path("keyId").textValue())
                && ("person:" + fact.path("userId").textValue())
                        .equals(told.path("subject").textValue())
                && fact.path("actor").equals(told.path("actor"))
                && fact.path("reason").equals(told.path("reason"))
                && isNear(Facts.time(fact.path("createdAt")), Facts.time(told.path("time")), hash)
                && (hash == Json.MISSING || Digest.of(event).hex().equals(hash.textValue()));
    }

    /** The hash says it exactly: a transaction that took long is then no finding. */
    private static boolean isNear(Instant ended, Instant told, Json hash) {
        return hash != Json.MISSING || Duration.between(ended, told).abs().compareTo(TOLERANCE) <= 0;
    }

    private List<String> keys(List<Exhibit.Signed> signatures) {
        Set<String> keys = new LinkedHashSet<>();
        for (Exhibit.Signed signed : signatures) {
            String keyId =
                    Json.read(signed.statement()).path("signer").path("keyId").textValue();
            while (keyId != null && keys.add(keyId)) {
                keyId = enrolments
                        .enrolment(keyId)
                        .map(one -> Json.read(one.statement())
                                .path("proofing")
                                .path("officer")
                                .path("keyId")
                                .textValue())
                        .orElse(null);
            }
        }
        return new ArrayList<>(keys);
    }
}
