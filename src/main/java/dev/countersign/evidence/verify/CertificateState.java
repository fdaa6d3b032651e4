package dev.countersign.evidence.verify;

/** How the certificate of a signature stands to it (KEY-05). A signature counts with the first two alone. */
public enum CertificateState {
    /** In force when it was used, and not ended since. */
    VALID("valid"),
    /** In force when it was used; ended since. The signature stays what it was. */
    REVOKED_AFTER_SIGNING("revoked after signing"),
    /** Ended before, or at the moment, it was used. */
    REVOKED_BEFORE("revoked before"),
    /** Nobody enrolled it, or not yet, or it was out of its own time, or its end is not the one that the log tells. */
    UNKNOWN("unknown");

    private final String words;

    CertificateState(String words) {
        this.words = words;
    }

    /** As people read it, the same in every verifier. */
    public String words() {
        return words;
    }
}
