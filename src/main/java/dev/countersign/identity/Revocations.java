package dev.countersign.identity;

import java.time.Instant;

/** The list of certificates that ended (KEY-05): for evidence bundles, beside the facts behind it, and for software that reads lists. */
public interface Revocations {

    /**
     * An X.509 CRL of the authority, DER: a new one when another certificate ended, and every hour.
     *
     * @throws dev.countersign.ledger.RefusedException {@code no-authority} before the first certificate
     */
    byte[] list();

    /** The list as {@link #list}, but not one that was made before that moment. */
    byte[] list(Instant after);
}
