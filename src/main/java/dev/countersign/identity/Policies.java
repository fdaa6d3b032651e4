package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import java.util.Optional;

/** The policy on electronic signatures, and who acknowledged which version of it (SIG-09, 11.10(j)). Without that nobody gets a signing key. */
public interface Policies {

    /** The version that holds now. */
    SignaturePolicy current();

    /** The text of these exact bytes, if it ever held here and was not altered: what somebody agreed to may be another than what holds now. */
    Optional<SignaturePolicy> of(String version, Digest sha256);

    /** Keeps the text that holds now, and says in the audit trail that it does, where that was not the last that was said. */
    void publish();

    /** Whether the person acknowledged the version that holds now. */
    boolean isAcknowledged(String userId);

    /**
     * Remembers that the caller read and agreed to the version that holds now; audited, once.
     *
     * @param sha256 of what they were shown
     * @throws dev.countersign.ledger.RefusedException {@code policy-not-acknowledged} if that is another text
     */
    void acknowledge(Caller person, Digest sha256);
}
