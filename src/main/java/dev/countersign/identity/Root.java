package dev.countersign.identity;

import dev.countersign.crypto.Hkdf;

/** What Argon2id made of one typed password: 32 bytes that live for one attempt and are wiped when it ends. */
final class Root implements AutoCloseable {

    private final byte[] root;
    private final boolean matches;

    Root(byte[] root, boolean matches) {
        this.root = root;
        this.matches = matches;
    }

    /** Whether the password is the person's. */
    boolean matches() {
        return matches;
    }

    /** The person's part in opening their key; the caller wipes it. */
    byte[] wrapPart() {
        return Hkdf.derive(root, "wrap/v1");
    }

    /** As {@link #authPart(byte[])} of this one; the caller wipes it. */
    byte[] authPart() {
        return authPart(root);
    }

    /** What is stored, under the server's pepper, to recognise the password. */
    static byte[] authPart(byte[] root) {
        return Hkdf.derive(root, "auth/v1");
    }

    @Override
    public void close() {
        Secrets.wipe(root);
    }
}
