package dev.countersign.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;

/** Copies for people and bundles for inspectors (11.10(b), CPY-02). The caller has checked who may read, and put it on record. */
public interface Exports {

    /**
     * Gathers the evidence of one version, and waits until a checkpoint of the log covers the record's entries. MUST NOT be called
     * inside a transaction.
     *
     * @throws dev.countersign.ledger.RefusedException {@code record-not-found}, {@code not-sealed}
     */
    Bundle bundle(UUID recordId, int version);

    /**
     * The human-readable copy, PDF.
     *
     * @throws dev.countersign.ledger.RefusedException {@code record-not-found}
     */
    byte[] copy(UUID recordId, int version);

    /** An evidence bundle that is ready to leave. */
    interface Bundle {

        /** Writes the ZIP file, one stored file after the other. */
        void writeTo(OutputStream stream) throws IOException;
    }
}
