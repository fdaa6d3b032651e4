package dev.countersign.authority;

import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The organisation's certification to FDA that electronic signatures in its system are meant to bind like handwritten ones (11.100(c)).
 * Outside a demonstration nobody signs before one is recorded by a QA Manager, with proof that it was sent, and confirmed by another.
 */
public interface CertificationLetters {

    /** Newest first; for QA Managers and auditors. */
    List<Letter> all(Caller caller);

    /**
     * Records that a letter was sent; by a QA Manager; audited with the reason, such as the first one, or another legal name. It counts when
     * another one confirmed it.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code invalid-request}, {@code reason-required}, {@code
     *     malware-found}, {@code malware-scan-unavailable}
     */
    UUID record(Caller manager, Sent sent, String reason);

    /**
     * Confirms that letter and proof are what was recorded; by another QA Manager than the one who recorded it; audited with what was looked at.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code second-person-required}, {@code letter-not-found}, {@code
     *     reason-required}
     */
    void confirm(Caller manager, UUID letterId, String reason);

    /**
     * The exact bytes of a letter, or of its proof; for those who may list them; audited.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code letter-not-found}
     */
    byte[] file(Caller caller, UUID letterId, boolean proof);

    /**
     * @param legalName of the organisation, as in the letter
     * @param signatory who signed it by hand
     * @param letterSha256 hexadecimal, of the stored file; {@code proofSha256} likewise
     * @param channel how it was sent, with a reference where there is one
     */
    record Letter(
            UUID letterId,
            String legalName,
            String signatory,
            String letterSha256,
            LocalDate submittedOn,
            String channel,
            String proofSha256,
            String recordedBy,
            Instant recordedAt,
            @Nullable String confirmedBy,
            @Nullable Instant confirmedAt) {

        public boolean counts() {
            return confirmedBy != null;
        }
    }

    /**
     * @param letter the signed letter, PDF
     * @param proof that it was sent: PDF, PNG or JPEG
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Sent(
            String legalName, String signatory, LocalDate submittedOn, String channel, byte[] letter, byte[] proof) {}
}
