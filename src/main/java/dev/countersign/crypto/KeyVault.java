package dev.countersign.crypto;

/**
 * The server's own keys (KEY-06): used here, never handed out. In keystore files by default ({@link KeystoreVault}), in a PKCS#11
 * token ({@link TokenVault}) or in a key service ({@link TransitVault}).
 *
 * <p>Every operation throws {@link KeysUnavailableException} where its keys cannot be used now; whatever was asked is then not done.
 */
public interface KeyVault {

    /** HMAC-SHA256 with a secret of the server; of the share, with its first generation. */
    byte[] hmac(SecretName secret, byte[] message);

    /** HMAC-SHA256 with a generation of the share, counted from 1. It MUST be there: see {@link #demandShare}. */
    byte[] share(int generation, byte[] message);

    /** Makes this generation of the share where the server makes keys itself, unless it is there; else demands that it is. */
    void demandShare(int generation);

    /** Pure Ed25519 with a generation of the authority's key, counted from 1. It MUST be there: see {@link #demandAuthority}. */
    byte[] certify(int generation, byte[] message);

    /** The public key of that generation of the authority. */
    VerifyingKey authority(int generation);

    /** Makes this generation of the authority's key where the server makes keys itself, unless it is there; else demands that it is. */
    void demandAuthority(int generation);

    /** Pure Ed25519 over exactly these bytes; of the authority, with its first generation. */
    byte[] sign(KeyName key, byte[] message);

    VerifyingKey verifyingKey(KeyName key);

    /** ECDSA with P-256 over the SHA-256 of the message (FIPS 186-5), DER: for seals whose readers know no Ed25519. */
    byte[] seal(byte[] message);

    /** The public key of {@link #seal}, SubjectPublicKeyInfo. */
    byte[] sealKey();

    /** Secrets for {@link #hmac}. */
    enum SecretName {
        /** Over the verifiers of passwords: a stolen dump alone allows no guessing. */
        PEPPER,
        /** The server's share in opening a person's key: the person's secret alone is not enough. */
        SHARE
    }

    /** Keys for {@link #sign}; each with a passphrase of its own. */
    enum KeyName {
        /** Signs certificates. */
        AUTHORITY,
        /** Signs checkpoints of the audit log. */
        LOG
    }
}
