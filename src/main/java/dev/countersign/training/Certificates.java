package dev.countersign.training;

import dev.countersign.ledger.Caller;
import dev.countersign.records.NewVersion.NewAttachment;
import java.time.Instant;
import java.util.UUID;

/** What people were trained by elsewhere, with its evidence (TRN-01): counts like a completion until it ends. Authority is the caller's to check. */
public interface Certificates {

    /**
     * Records a certificate of somebody else's; audited with its reason. MUST NOT be called inside a transaction: the evidence is scanned.
     *
     * @param evidence as it could be attached to a record
     * @throws dev.countersign.ledger.RefusedException {@code second-person-required}, {@code person-not-found}, {@code course-not-found}, {@code
     *     invalid-request}, {@code reason-required}, and what is refused of attachments
     */
    UUID record(Caller caller, Given given, NewAttachment evidence, String reason);

    /**
     * Takes one back: it counts no more; audited with its reason.
     *
     * @throws dev.countersign.ledger.RefusedException {@code certificate-not-found}, {@code reason-required}
     */
    void revoke(Caller caller, UUID certificateId, String reason);

    /** @throws dev.countersign.ledger.RefusedException {@code certificate-not-found} */
    Qualification find(UUID certificateId);

    /**
     * The exact bytes of the evidence; audited.
     *
     * @throws dev.countersign.ledger.RefusedException {@code certificate-not-found}
     */
    byte[] evidence(Caller caller, UUID certificateId);

    /**
     * @param userId whose
     * @param code of a course in force
     * @param issuer who trained or examined them, 1 to 300 characters
     * @param until when it ends: later than now, and at most ten years away
     */
    record Given(String userId, String code, String issuer, Instant until) {}
}
