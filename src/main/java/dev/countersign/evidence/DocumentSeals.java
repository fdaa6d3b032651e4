package dev.countersign.evidence;

import java.io.IOException;
import java.io.InputStream;

/** The installation's seal on documents that leave (CPY-04): ECDSA on P-256, whose certificate lies in the audit log. */
public interface DocumentSeals {

    /**
     * The seal of a document: DER of a detached CMS signature (RFC 5652), with the certificate in it.
     *
     * @throws IOException if the document cannot be read
     * @throws dev.countersign.crypto.KeysUnavailableException if the key cannot be used now
     */
    byte[] over(InputStream document) throws IOException;

    /** The certificate of the key that seals, PEM. */
    String certificatePem();
}
