package dev.countersign.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;

/** Hash algorithms that a timestamp may be over. */
public enum TimestampHash {
    SHA_256("SHA-256", NISTObjectIdentifiers.id_sha256),
    SHA_384("SHA-384", NISTObjectIdentifiers.id_sha384),
    SHA_512("SHA-512", NISTObjectIdentifiers.id_sha512);

    private final String label;
    private final ASN1ObjectIdentifier identifier;

    TimestampHash(String label, ASN1ObjectIdentifier identifier) {
        this.label = label;
        this.identifier = identifier;
    }

    /** As standards write it. */
    public String label() {
        return label;
    }

    byte[] of(byte[] message) {
        try {
            return MessageDigest.getInstance(label).digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + label, e);
        }
    }

    ASN1ObjectIdentifier identifier() {
        return identifier;
    }

    static Optional<TimestampHash> of(ASN1ObjectIdentifier identifier) {
        return Arrays.stream(values())
                .filter(one -> one.identifier.equals(identifier))
                .findFirst();
    }
}
