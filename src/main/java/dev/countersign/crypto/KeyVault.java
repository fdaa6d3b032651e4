package dev.countersign.crypto;

/**
 * The server's own keys (KEY-06): used here, never handed out. A keystore file by default; a token or a key service offers the
 * same three operations.
 */
public interface KeyVault {

    /** HMAC-SHA256 with a secret of the server. */
    byte[] hmac(SecretName secret, byte[] message);

    /** Pure Ed25519 over exactly these bytes. */
    byte[] sign(KeyName key, byte[] message);

    VerifyingKey verifyingKey(KeyName key);

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
