package dev.countersign.crypto;

import dev.countersign.crypto.KeystoreVault.KeystoreRefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** One PKCS#12 file and its passphrase. */
final class KeystoreFile {

    private final Path path;
    private final char[] passphrase;

    KeystoreFile(Path path, char[] passphrase) {
        this.path = path;
        this.passphrase = passphrase;
    }

    interface Filling {
        void fill(KeyStore fresh) throws GeneralSecurityException;
    }

    /** What the file holds; a missing one is made first. Whoever of several makers is first wins, the others read. */
    KeyStore readOrMake(Filling filling) {
        try {
            if (!Files.exists(path)) {
                KeyStore fresh = KeyStore.getInstance("PKCS12");
                fresh.load(null, passphrase);
                filling.fill(fresh);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                fresh.store(bytes, passphrase);
                PrivateFile.make(path, bytes.toByteArray());
            }
            KeyStore content = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(path)) {
                content.load(in, passphrase);
            }
            return content;
        } catch (IOException | GeneralSecurityException e) {
            throw refused(e);
        }
    }

    Key key(KeyStore content, String alias) {
        try {
            Key key = content.getKey(alias, passphrase);
            if (key == null) {
                throw new GeneralSecurityException("no entry " + alias);
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
    }

    /** The certificate that an entry of a key needs in order to be one. */
    Certificate holder(KeyStore content, String alias) {
        try {
            Certificate holder = content.getCertificate(alias);
            if (holder == null) {
                throw new GeneralSecurityException("no certificate of " + alias);
            }
            return holder;
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
    }

    void put(KeyStore fresh, String alias, Key key, byte @Nullable [] certificate) throws GeneralSecurityException {
        if (certificate == null) {
            fresh.setEntry(
                    alias, new KeyStore.SecretKeyEntry((SecretKey) key), new KeyStore.PasswordProtection(passphrase));
        } else {
            Certificate holder =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
            fresh.setKeyEntry(alias, key, passphrase, new Certificate[] {holder});
        }
    }

    PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private KeystoreRefusedException refused(Exception cause) {
        return new KeystoreRefusedException(
                "the keystore " + path
                        + " does not open (expected: the file this installation was made with, and its own"
                        + " passphrase). Restore the file or set the passphrase; without its keys nobody can sign",
                cause);
    }
}
