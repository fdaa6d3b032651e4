package dev.countersign.identity;

/** The list of certificates that ended (KEY-05), for software that reads lists: our own verifiers read the facts behind it. */
public interface Revocations {

    /**
     * An X.509 CRL of the authority, DER: a new one when another certificate ended, and every hour.
     *
     * @throws dev.countersign.ledger.RefusedException {@code no-authority} before the first certificate
     */
    byte[] list();
}
